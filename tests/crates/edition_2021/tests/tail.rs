//! Last expressions in edition 2021. The runtime has its own name here.

extern crate generators as gen_core;

#[path = "../../tail.rs"]
mod tail;
