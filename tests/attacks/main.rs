//! Attempts of safe code to break a generator, and what comes of them: one file for each point of `docs/soundness.md`.
//! What rustc refuses is in `refused/`.

mod allocation_failure;
mod attributes;
mod beside;
mod boxed_streams;
mod consumers;
mod contexts;
mod conversions;
mod cycles;
mod destructors;
mod ended;
mod exchanges;
mod forgotten;
mod frames;
mod impostors;
mod pins;
mod reentrance;
mod smuggled;
mod streams;
mod swaps;
mod tags;
mod threads;

use std::cell::Cell;
use std::rc::Rc;

/// Counts the values that live.
#[derive(Clone, Default)]
struct Living(Rc<Cell<usize>>);

impl Living {
    fn new() -> Self {
        Self::default()
    }

    /// A value that is counted for as long as it lives.
    fn value(&self) -> Value {
        self.0.set(self.0.get() + 1);
        Value { living: self.clone(), intact: Box::new(WHOLE) }
    }

    fn count(&self) -> usize {
        self.0.get()
    }
}

const WHOLE: u64 = 0x5EED_5EED_5EED_5EED;

/// Is dropped once and never used afterwards, or a test fails; and a sanitizer sees the box.
struct Value {
    living: Living,
    intact: Box<u64>,
}

impl Value {
    fn check(&self) {
        assert_eq!(*self.intact, WHOLE, "a value was used after it was dropped");
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        self.check();
        *self.intact = 0;
        self.living.0.set(self.living.0.get().checked_sub(1).expect("a value was dropped twice"));
    }
}

/// Panics when it is dropped.
struct Bomb(&'static str);

impl Drop for Bomb {
    fn drop(&mut self) {
        assert!(std::thread::panicking(), "{}", self.0);
    }
}
