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

// Not public API: what the macros' output refers to.
#[doc(hidden)]
pub mod __private {
    pub use crate::private::*;
}
