//! Iteration over a generator, which keeps its return value.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use crate::generator::Generator;
use crate::state::{GeneratorState, GeneratorStatus};

/// The rest of a generator's values; made by [`Generator::iter`] and [`PinGenerator::iter`](crate::PinGenerator::iter).
///
/// It ends where the generator ends, and keeps the return value for [`into_return`](Self::into_return). Dropping it
/// does not close a generator that it has borrowed.
#[must_use = "iterators are lazy and do nothing unless consumed"]
pub struct Iter<G: Generator<R>, R = ()> {
    generator: G,
    returned: Option<G::Return>,
    resume: PhantomData<fn(R)>,
}

impl<G: Generator<R>, R> Iter<G, R> {
    #[inline]
    pub(crate) fn new(generator: G) -> Self {
        Self { generator, returned: None, resume: PhantomData }
    }

    /// What the generator returned, if it ended during this iteration.
    #[inline]
    pub fn into_return(self) -> Option<G::Return> {
        self.returned
    }
}

impl<G: Generator<R>, R: Default> Iterator for Iter<G, R> {
    type Item = G::Yield;

    #[inline]
    fn next(&mut self) -> Option<G::Yield> {
        if self.generator.status() == GeneratorStatus::Finished {
            return None;
        }
        match self.generator.resume(R::default()) {
            GeneratorState::Yielded(value) => Some(value),
            GeneratorState::Complete(value) => {
                self.returned = Some(value);
                None
            }
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.generator.status().size_hint()
    }
}

impl<G: Generator<R>, R: Default> FusedIterator for Iter<G, R> {}

impl<G: Generator<R>, R> fmt::Debug for Iter<G, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").field("status", &self.generator.status()).finish_non_exhaustive()
    }
}
