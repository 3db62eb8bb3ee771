#![doc = include_str!("../../README.md")]
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "alloc")]
mod boxed;
mod delegate;
mod error;
#[cfg(feature = "alloc")]
mod frames;
mod generator;
mod header;
mod in_place;
mod iter;
#[cfg(feature = "alloc")]
mod movable;
mod phase;
mod pin;
mod private;
mod state;

#[cfg(feature = "alloc")]
pub use crate::boxed::{BoxGenerator, LocalBoxGenerator};
pub use crate::error::{AlreadyStarted, SendError};
pub use crate::generator::{Generator, ThrowExt};
pub use crate::iter::{Iter, PinIter};
pub use crate::pin::PinGenerator;
pub use crate::state::{GeneratorState, GeneratorStatus};
#[cfg(feature = "macros")]
pub use gen_macros::generator;

/// Suspends the generator with a value; evaluates to what the caller sends in.
///
/// `yield_!()` yields `()`. It works in every expression position of a `#[generator]` body, also in the arguments of
/// other macros, and needs no import: the attribute brings it. Outside such a body it does not compile.
///
/// ```
/// use gen_core::{Generator, GeneratorState, generator};
///
/// #[generator]
/// fn doubled() -> impl Generator<u32, Yield = u32> {
///     let mut last = 0;
///     loop {
///         last = 2 * yield_!(last);
///     }
/// }
///
/// let mut doubled = doubled();
/// let _ = doubled.start();
/// assert_eq!(doubled.send(21), Ok(GeneratorState::Yielded(42)));
/// ```
#[macro_export]
macro_rules! yield_ {
    ($($value:tt)*) => {
        compile_error!(
            "`yield_!` outside a generator: put `#[generator]` on the function, and let it return what is yielded, as in \
             `fn name(..) -> impl Iterator<Item = T>`"
        )
    };
}

/// Delegates to a generator or to anything iterable.
///
/// With a generator of the same `Yield` and resume type, everything sent in goes to it, everything that it yields goes
/// out, and the expression evaluates to its return value. With any `IntoIterator` every item is yielded; the expression
/// evaluates to `()`, or, in a generator that is resumed with a `Result<S, E>`, to a `Result<(), E>`: a thrown error ends
/// the iteration. Where a type is both, generator wins. The attribute `#[generator]` brings it: it needs no import, and
/// does not compile outside.
///
/// ```
/// use gen_core::{Generator, generator};
///
/// #[generator]
/// fn chunk(n: u32) -> impl Generator<Yield = u32, Return = &'static str> {
///     yield_from!(0..n);
///     "done"
/// }
///
/// #[generator]
/// fn chunks() -> impl Iterator<Item = u32> {
///     assert_eq!(yield_from!(chunk(2)), "done");
///     yield_from!(vec![7, 8]);
/// }
///
/// assert_eq!(chunks().collect::<Vec<_>>(), [0, 1, 7, 8]);
/// ```
#[macro_export]
macro_rules! yield_from {
    ($($source:tt)*) => {
        compile_error!(
            "`yield_from!` outside a generator: put `#[generator]` on the function, and let it return what is yielded, \
             as in `fn name(..) -> impl Iterator<Item = T>`"
        )
    };
}

// Not public API: what the macros' output refers to.
#[doc(hidden)]
pub mod __private {
    pub use crate::private::*;
}
