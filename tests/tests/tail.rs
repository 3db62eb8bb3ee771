//! Last expressions in this edition.

#[path = "../crates/tail.rs"]
mod tail;
