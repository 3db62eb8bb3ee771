//! Generators measured beside hand-written iterators and beside other crates' generators; see `README.md`.
#![allow(
    unexpected_cfgs,
    reason = "`nightly.sh` sets `gen_blocks`, which the manifest cannot declare beside the workspace's lints"
)]
#![cfg_attr(gen_blocks, feature(async_iterator, gen_blocks))]
// Sixteen generators in one another are types in types.
#![recursion_limit = "256"]

#[macro_use]
mod generator_fn;
#[macro_use]
mod loops;

mod case;
mod cases;
mod inputs;
#[expect(dead_code, reason = "no items of these copies are consumed")]
mod items;
mod one_fold;
mod one_for;
#[cfg(not(gen_blocks))]
#[expect(dead_code, reason = "the hand-written iterators of these copies are measured elsewhere")]
mod peers;
mod streams;
mod three_fold;
mod three_for;

pub use case::{Case, Contender};
pub use cases::{case, names};
pub use streams::{stream_case, stream_names};
