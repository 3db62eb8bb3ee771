//! What the macros' output refers to. Not public API.
//!
//! What is re-exported from `core` the expansion takes from here: whatever `::core` is where it stands, this is the
//! real one.

pub use core::compile_error;
use core::future::Future;
pub use core::iter::IntoIterator;
pub use core::option::Option::Some;
pub use core::result::Result::{self, Ok};

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

#[cfg(feature = "alloc")]
use crate::boxed::{BoxGenerator, LocalBoxGenerator};
pub use crate::delegate::{delegate, delegate_in_frame, offer, resolve, source};
#[cfg(any(feature = "alloc", feature = "stream"))]
pub use crate::end::{Discard, IterableIfItReturnsUnit, TryItem, YieldError};
pub use crate::header::{Co, first_argument, yield_};
use crate::in_place::InPlace;
#[cfg(feature = "alloc")]
use crate::movable::Movable;
#[cfg(feature = "alloc")]
use crate::outlined::Outlined;
pub use crate::phase::FirstResume;

/// The same where errors end the generator.
pub mod try_ {
    pub use crate::try_delegate::{delegate, resolve};
}

/// The same for asynchronous generators.
#[cfg(feature = "stream")]
pub mod asynchronous {
    #[cfg(feature = "alloc")]
    use alloc::boxed::Box;
    use core::future::Future;
    #[cfg(feature = "alloc")]
    use core::pin::Pin;
    pub use core::pin::pin;

    pub use crate::asynchronous::delegate::{delegate, resolve};
    pub use crate::asynchronous::for_await::{next, stream};
    pub use crate::asynchronous::header::{deliver, first_argument, park};
    use crate::asynchronous::in_place::AsyncInPlace;
    #[cfg(feature = "alloc")]
    use crate::asynchronous::movable::AsyncMovable;
    use crate::header::Co;
    use crate::phase::FirstResume;

    /// The same where errors end the generator.
    pub mod try_ {
        pub use crate::asynchronous::try_delegate::{delegate, resolve};
    }

    /// For `impl Stream` and `impl AsyncGenerator`.
    ///
    /// # Safety
    ///
    /// As for [`movable`](super::movable), but for header invariant 1 of asynchronous generators.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub unsafe fn movable<E, Y, R, B, F>(body: B, first: FirstResume) -> AsyncMovable<F, Y, R, E>
    where
        B: FnOnce(Co<Y, R>) -> F,
        F: Future,
    {
        // SAFETY: by the caller's promise the body, which is made from this `Co`, keeps the invariant, and takes its
        // first argument as it says.
        unsafe { AsyncMovable::new(body(Co::new()), first) }
    }

    /// For `impl PinStream` and `impl PinAsyncGenerator`.
    ///
    /// # Safety
    ///
    /// As for [`movable`].
    #[inline(always)]
    pub unsafe fn in_place<E, Y, R, B, F>(body: B, first: FirstResume) -> AsyncInPlace<F, Y, R, E>
    where
        B: FnOnce(Co<Y, R>) -> F,
        F: Future,
    {
        // SAFETY: as in `movable`.
        unsafe { AsyncInPlace::new(body(Co::new()), first) }
    }

    /// For `BoxStream`, `LocalBoxStream` and `Pin<Box<dyn Stream>>`.
    ///
    /// # Safety
    ///
    /// As for [`movable`].
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub unsafe fn heap<E, Y, R, B, F>(body: B, first: FirstResume) -> Pin<Box<AsyncInPlace<F, Y, R, E>>>
    where
        B: FnOnce(Co<Y, R>) -> F,
        F: Future,
    {
        // SAFETY: the caller's promise.
        Box::pin(unsafe { in_place(body, first) })
    }
}

/// What can be taken only once: a closure that takes it can be called only once, and captures it by value.
#[derive(Debug)]
pub struct Once<T>(T);

/// Makes a value that can be taken only once.
#[inline(always)]
pub fn once<T>(value: T) -> Once<T> {
    Once(value)
}

/// Takes it.
#[inline(always)]
pub fn into_once<T>(once: Once<T>) -> T {
    once.0
}

/// The value of a branch that is never taken, and that gives a type where an `async` block cannot be given one.
#[cold]
#[must_use]
pub fn never<T>() -> T {
    unreachable!("this branch is there for its type alone")
}

/// The argument itself: an attribute may stand before an argument, and not before the body of a closure.
#[inline(always)]
pub fn body_of<F>(body: F) -> F {
    body
}

/// Gives a body its types. They come as those of an array without elements, for rustc says of a type that does not
/// exist what it says in the signature, and so says it once, only where both stand in generic arguments, or both do
/// not; see [`Same`].
#[inline(always)]
pub fn body<Y, R, T, B, F>(_: [(Y, R, T); 0], body: B) -> B
where
    B: FnOnce(Co<Y, R>) -> F,
    F: Future<Output = T>,
{
    body
}

/// A type in generic arguments, as it stands in the signature.
pub type Same<T> = T;

/// Gives the body of a `try_gen_!` its types.
#[inline(always)]
pub fn try_body<Y, E, R, B, F>(_: [(Y, R); 0], body: B) -> B
where
    B: FnOnce(Co<Result<Y, E>, R>) -> F,
    F: Future<Output = Result<(), E>>,
{
    body
}

/// For `impl Iterator` and `impl Generator`.
///
/// # Safety
///
/// The handle, and the futures that are made from it, exist nowhere but directly in the body that it is given to, which
/// awaits them there (header invariant 1). The body takes the first argument, before anything else, exactly if `first`
/// says so.
#[cfg(feature = "alloc")]
#[inline(always)]
pub unsafe fn movable<E, Y, R, B, F>(body: B, first: FirstResume) -> Movable<F, Y, R, E>
where
    B: FnOnce(Co<Y, R>) -> F,
    F: Future,
{
    // SAFETY: the caller's promise.
    unsafe { Movable::new(body(Co::new()), first) }
}

/// For `impl PinGenerator`.
///
/// # Safety
///
/// As for [`movable`].
#[inline(always)]
pub unsafe fn in_place<Y, R, B, F>(body: B, first: FirstResume) -> InPlace<F, Y, R>
where
    B: FnOnce(Co<Y, R>) -> F,
    F: Future,
{
    // SAFETY: the caller's promise.
    unsafe { InPlace::new(body(Co::new()), first) }
}

/// For `Box<dyn Iterator>` and `Box<dyn Generator>`: boxes what [`movable`] has made.
#[cfg(feature = "alloc")]
#[inline(always)]
pub fn box_dyn<G>(generator: G) -> Box<Outlined<G>> {
    Box::new(Outlined::new(generator))
}

/// For `BoxGenerator`.
///
/// # Safety
///
/// As for [`movable`]. What `body` captures it moves into the body that it makes, and does nothing else.
#[cfg(feature = "alloc")]
#[inline(always)]
pub unsafe fn box_generator<'a, Y, R, B, F>(body: B, first: FirstResume) -> BoxGenerator<'a, Y, R, F::Output>
where
    B: FnOnce(Co<Y, R>) -> F + 'a,
    F: Future + Send + 'a,
{
    // SAFETY: the caller's promise.
    unsafe { BoxGenerator::new(body, first) }
}

/// For `LocalBoxGenerator`.
///
/// # Safety
///
/// As for [`movable`]. What `body` captures it moves into the body that it makes, and does nothing else.
#[cfg(feature = "alloc")]
#[inline(always)]
pub unsafe fn local_box_generator<'a, Y, R, B, F>(body: B, first: FirstResume) -> LocalBoxGenerator<'a, Y, R, F::Output>
where
    B: FnOnce(Co<Y, R>) -> F + 'a,
    F: Future + 'a,
{
    // SAFETY: the caller's promise.
    unsafe { LocalBoxGenerator::new(body, first) }
}
