//! The generator behind `Box<dyn Iterator>` and `Box<dyn Generator>`: a movable one, whose methods are functions of
//! their own.
//!
//! Its value lies in a box, and the body in another. One box would not do: safe code can move what lies behind a
//! `Box<dyn ..>`, for `Rc::from` and `Arc::from` copy it to their own memory whatever its size is.
//!
//! No method is marked for inlining. Each entry of a vtable is compiled by itself, and with `next` inlined everywhere
//! three of them (`next`, `nth` and `advance_by`) would hold the whole body. As it is, LLVM weighs `next` like any
//! other function: where it sees what the trait object is, it still inlines a small one into the consumer's loop.

use core::iter::FusedIterator;

use crate::error::AlreadyStarted;
use crate::generator::Generator;
use crate::state::{GeneratorState, GeneratorStatus};

/// A generator to be put behind a trait object.
#[must_use = "generators are lazy and do nothing unless resumed"]
pub struct Outlined<G>(G);

impl<G> Outlined<G> {
    #[inline(always)]
    pub(crate) fn new(generator: G) -> Self {
        Self(generator)
    }
}

impl<G: Generator<R>, R> Generator<R> for Outlined<G> {
    type Yield = G::Yield;
    type Return = G::Return;

    fn resume(&mut self, argument: R) -> GeneratorState<G::Yield, G::Return> {
        self.0.resume(argument)
    }

    fn status(&self) -> GeneratorStatus {
        self.0.status()
    }

    fn close(&mut self) {
        self.0.close();
    }

    fn start(&mut self) -> Result<GeneratorState<G::Yield, G::Return>, AlreadyStarted> {
        self.0.start()
    }
}

impl<G: Iterator> Iterator for Outlined<G> {
    type Item = G::Item;

    fn next(&mut self) -> Option<G::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<G> FusedIterator for Outlined<G> where G: FusedIterator {}
