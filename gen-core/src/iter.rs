//! Iteration over a generator that is borrowed.

use core::fmt;
use core::iter::FusedIterator;
use core::pin::Pin;

use crate::generator::Generator;
use crate::pin::PinGenerator;
use crate::state::{GeneratorState, GeneratorStatus};

macro_rules! borrowing_iterator {
    ($(#[$doc:meta])* $name:ident, $debug:literal, $trait:ident, $borrowed:ty) => {
        $(#[$doc])*
        ///
        /// It ends where the generator ends, and keeps the return value for [`into_return`](Self::into_return).
        /// Dropping it leaves the generator where it stands.
        #[must_use = "iterators are lazy and do nothing unless consumed"]
        pub struct $name<'a, G, R = ()>
        where
            G: $trait<R>,
        {
            generator: $borrowed,
            returned: Option<G::Return>,
        }

        impl<'a, G, R> $name<'a, G, R>
        where
            G: $trait<R>,
        {
            #[inline]
            pub(crate) fn new(generator: $borrowed) -> Self {
                Self { generator, returned: None }
            }

            /// What the generator returned, if it ended during this iteration.
            #[inline]
            pub fn into_return(self) -> Option<G::Return> {
                self.returned
            }
        }

        impl<G, R> Iterator for $name<'_, G, R>
        where
            G: $trait<R>,
            R: Default,
        {
            type Item = G::Yield;

            #[inline]
            fn next(&mut self) -> Option<G::Yield> {
                if self.generator.status() == GeneratorStatus::Finished {
                    return None;
                }
                match Generator::resume(&mut self.generator, R::default()) {
                    GeneratorState::Yielded(value) => Some(value),
                    GeneratorState::Complete(value) => {
                        self.returned = Some(value);
                        None
                    }
                }
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                match self.generator.status() {
                    GeneratorStatus::Finished => (0, Some(0)),
                    _ => (0, None),
                }
            }
        }

        impl<G, R> FusedIterator for $name<'_, G, R>
        where
            G: $trait<R>,
            R: Default,
        {
        }

        impl<G, R> fmt::Debug for $name<'_, G, R>
        where
            G: $trait<R>,
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct($debug).field("status", &self.generator.status()).finish_non_exhaustive()
            }
        }
    };
}

borrowing_iterator! {
    /// The rest of a generator's values; made by [`Generator::iter`].
    Iter, "Iter", Generator, &'a mut G
}

borrowing_iterator! {
    /// The rest of a pinned generator's values; made by [`PinGenerator::iter`].
    PinIter, "PinIter", PinGenerator, Pin<&'a mut G>
}
