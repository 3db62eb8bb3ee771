//! Consumed by `for`, at three places.

macro_rules! consumers {
    () => {
        timed_for!(run_hand, hand);
        timed_for!(run_generator, generator);
        other_fors!(search_hand, count_hand, hand);
        other_fors!(search_generator, count_generator, generator);

        pub(crate) const LOOPS: crate::loops::Loops<Input> = crate::loops::Loops {
            timed: crate::loops::Pair { hand: run_hand, generator: run_generator },
            others: &[
                crate::loops::Pair { hand: search_hand, generator: search_generator },
                crate::loops::Pair { hand: count_hand, generator: count_generator },
            ],
        };
    };
}

#[path = "workloads/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "each way of consuming has copies of its own")]
pub(crate) mod workloads;
