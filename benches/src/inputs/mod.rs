//! What the workloads are fed: the same at every run, and kept until the program ends.

pub(crate) mod csv;
pub(crate) mod json;
pub(crate) mod prose;
mod random;
pub(crate) mod runs;
pub(crate) mod sorted;
#[cfg(not(gen_blocks))]
pub(crate) mod tree;

/// How long the texts are, at least.
const TEXT: usize = 1 << 20;
