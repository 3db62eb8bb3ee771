//! What random generator programs call: values that write down when they are dropped, and drivers that write down what
//! the generator does. `tests/fuzz/runtime.py` is the same for Python.

mod blocking;
mod drive;
mod items;
mod trace;

pub use crate::blocking::{Blocking, Owned, next, pause};
pub use crate::drive::{Op, Way, drive, iterate};
pub use crate::items::{Items, Plan, found, pass, peek};
pub use crate::trace::{Guard, catch, events, log, log_item, trace, write};

/// The number that stands for what `yield_!` evaluates to where nothing can be sent in.
#[must_use]
pub fn unit((): ()) -> i64 {
    1
}

/// A function of two numbers.
#[must_use]
pub fn mix(a: i64, b: i64) -> i64 {
    (3 * a + b) & 255
}

/// Adds to a number through a reference.
pub fn add_to(number: &mut i64, more: i64) {
    *number = (*number + more) & 255;
}
