//! Consumed by internal iteration, at three places.

macro_rules! consumers {
    () => {
        timed_fold!(run_hand, hand);
        timed_fold!(run_generator, generator);
        other_folds!(map_hand, count_hand, hand);
        other_folds!(map_generator, count_generator, generator);

        pub(crate) const LOOPS: crate::loops::Loops<Input> = crate::loops::Loops {
            timed: crate::loops::Pair { hand: run_hand, generator: run_generator },
            others: &[
                crate::loops::Pair { hand: map_hand, generator: map_generator },
                crate::loops::Pair { hand: count_hand, generator: count_generator },
            ],
        };
    };
}

#[path = "workloads/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "each way of consuming has copies of its own")]
pub(crate) mod workloads;
