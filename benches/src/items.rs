//! How many items there are, counted by copies of the hand-written iterators that are not timed.

macro_rules! consumers {
    () => {
        pub(crate) fn count(inputs: &[Input]) -> u64 {
            inputs.iter().map(|&input| hand(input).map(|_| 1).sum::<u64>()).sum()
        }
    };
}

#[path = "workloads/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "each way of consuming has copies of its own")]
pub(crate) mod workloads;
