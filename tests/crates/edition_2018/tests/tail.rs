//! Last expressions in edition 2018.

#[path = "../../tail.rs"]
mod tail;
