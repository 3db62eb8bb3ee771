//! Consumed by internal iteration, at one place.

macro_rules! consumers {
    () => {
        timed_fold!(run_hand, hand);
        timed_fold!(run_generator, generator);

        pub(crate) const LOOPS: crate::loops::Loops<Input> =
            crate::loops::Loops { timed: crate::loops::Pair { hand: run_hand, generator: run_generator }, others: &[] };
    };
}

#[path = "workloads/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "each way of consuming has copies of its own")]
pub(crate) mod workloads;
