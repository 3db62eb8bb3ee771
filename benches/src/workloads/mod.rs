//! The workloads, one a file. `lib.rs` loads this module once for each way of consuming, so that every way has generator
//! functions of its own. A workload gives `Input` and `Item`, `hand` and `generator`, and `digest`; the macros that it uses,
//! `generator_fn!` and `consumers!`, mean what the loading module has defined before.

pub(crate) mod boxed;
pub(crate) mod collatz;
pub(crate) mod create;
pub(crate) mod csv;
pub(crate) mod delegation;
#[cfg(not(gen_blocks))]
pub(crate) mod echo;
#[cfg(not(gen_blocks))]
pub(crate) mod expression;
pub(crate) mod fibonacci;
pub(crate) mod grid;
pub(crate) mod interleave;
#[cfg(not(gen_blocks))]
pub(crate) mod local_borrow;
pub(crate) mod merge;
pub(crate) mod merge_iterators;
pub(crate) mod permutations;
pub(crate) mod pipeline;
pub(crate) mod primes;
pub(crate) mod runs;
pub(crate) mod tokenizer;
#[cfg(not(gen_blocks))]
pub(crate) mod tree;
pub(crate) mod triangle;
pub(crate) mod words;
