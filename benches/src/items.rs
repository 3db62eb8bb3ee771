//! What there is to know of a workload besides times, from copies of its functions that are not timed.

macro_rules! consumers {
    () => {
        pub(crate) const FACTS: crate::loops::Facts<Input> = crate::loops::Facts {
            items: |inputs| inputs.iter().map(|&input| hand(input).map(|_| 1).sum::<u64>()).sum(),
            sizes: |inputs| [size_of_val(&hand(inputs[0])), size_of_val(&generator(inputs[0]))],
        };
    };
}

#[path = "workloads/mod.rs"]
#[expect(clippy::duplicate_mod, reason = "each way of consuming has copies of its own")]
pub(crate) mod workloads;
