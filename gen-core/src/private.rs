//! What the macros' output refers to. Not public API.
//!
//! The expansion takes items of `core` from here, because `::core` may be another crate where it is used.

pub use core::compile_error;
use core::future::Future;
pub use core::iter::IntoIterator;
pub use core::option::Option::Some;
pub use core::pin::pin;
pub use core::result::Result::{self, Ok};

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
#[cfg(feature = "alloc")]
use core::pin::Pin;

#[cfg(feature = "stream")]
pub use crate::asynchronous::for_await::{next, stream};
#[cfg(feature = "stream")]
pub use crate::asynchronous::header::{deliver, park};
#[cfg(feature = "alloc")]
use crate::boxed::{AnyThread, BoxGenerator, OneThread};
pub use crate::delegation::offer::{offer, source, try_offer};
pub use crate::delegation::{delegate, try_delegate};
pub use crate::end::{Discard, IterableIfItReturnsUnit, TryItem, YieldError};
#[cfg(feature = "alloc")]
use crate::kind::Beside;
use crate::kind::Kind;
pub use crate::kind::{Asynchronous, Co, Framed, Synchronous, first_argument};
use crate::owner::AnonymousGenerator;
#[cfg(feature = "alloc")]
use crate::owner::beside::BoxedBeside;
#[cfg(feature = "alloc")]
pub use crate::owner::beside::{end_beside, next_beside};
#[cfg(feature = "alloc")]
use crate::owner::outlined::Outlined;
pub use crate::owner::phase::FirstResume;
#[cfg(feature = "alloc")]
use crate::owner::place::Boxed;
use crate::owner::place::InPlace;
pub use crate::synchronous::header::yield_;

/// The traits that decide what `yield_from!` was given.
pub mod resolve {
    #[cfg(feature = "stream")]
    pub use crate::delegation::asynchronous::*;
    pub use crate::delegation::offer::*;
}

/// What can be taken only once: a closure that takes it can be called only once, and captures it by value.
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

/// Pins down the type parameters of a body closure. They come as those of an array without elements, for rustc says of
/// a type that does not exist what it says in the signature, and so says it once, only where both stand in generic
/// arguments, or both do not; see [`Same`].
#[inline(always)]
pub fn body<K, Y, R, T, B: FnOnce(Co<K, Y, R>) -> F, F: Future<Output = T>>(_: [(K, Y, R, T); 0], body: B) -> B {
    body
}

/// The same for a body that has an iterator beside it.
#[cfg(feature = "alloc")]
#[inline(always)]
pub fn body_beside<Y, R, T, I, B: FnOnce(Co<Beside<I>, Y, R>) -> F, F: Future<Output = T>>(
    _: &Option<I>,
    _: [(Synchronous, Y, R, T); 0],
    body: B,
) -> B {
    body
}

/// A type in generic arguments, as it stands in the signature.
pub type Same<T> = T;

/// Pins down the type parameters of the body closure of a `try_gen_!`.
#[inline(always)]
pub fn try_body<K, Y, E, R, B: FnOnce(Co<K, Result<Y, E>, R>) -> F, F: Future<Output = Result<(), E>>>(
    _: [(K, Y, R); 0],
    body: B,
) -> B {
    body
}

/// For `impl Iterator`, `impl Generator`, `impl Stream` and `impl AsyncGenerator`.
///
/// # Safety
///
/// The handle, and the futures that are made from it, exist nowhere but directly in the body that it is given to, which
/// awaits them there (exchange invariant 2). The body takes the first argument, before anything else, exactly if
/// `first` says so.
#[cfg(feature = "alloc")]
#[inline(always)]
pub unsafe fn movable<E, K: Kind, Y, R, B: FnOnce(Co<K, Y, R>) -> F, F: Future>(
    body: B,
    first: FirstResume,
) -> AnonymousGenerator<Boxed<F>, K, Y, R, E> {
    // SAFETY: by the caller's promise the body, which is made from this `Co`, keeps the invariant, and takes its first
    // argument as it says.
    unsafe { AnonymousGenerator::new(Boxed::new(body(Co::new())), first) }
}

/// The same with an iterator beside the body.
///
/// # Safety
///
/// As for [`movable`].
#[cfg(feature = "alloc")]
#[inline(always)]
pub unsafe fn movable_beside<E, Y, R, B: FnOnce(Co<Beside<I>, Y, R>) -> F, F: Future, I>(
    body: B,
    first: FirstResume,
    beside: Option<I>,
) -> AnonymousGenerator<BoxedBeside<F, I>, Synchronous, Y, R, E> {
    // SAFETY: the body is made from this `Co`, which is one of the kind `Beside<I>`.
    let place = unsafe { BoxedBeside::new(body(Co::new()), beside) };
    // SAFETY: as in `movable`; `Beside<I>` has the header of `Synchronous`.
    unsafe { AnonymousGenerator::new(place, first) }
}

/// What [`in_place`] makes.
type Pinned<F, K, Y, R, E> = AnonymousGenerator<InPlace<F>, K, Y, R, E>;

/// For `impl PinGenerator`, `impl PinStream` and `impl PinAsyncGenerator`.
///
/// # Safety
///
/// As for [`movable`].
#[inline(always)]
pub unsafe fn in_place<E, K: Kind, Y, R, B: FnOnce(Co<K, Y, R>) -> F, F: Future>(
    body: B,
    first: FirstResume,
) -> AnonymousGenerator<InPlace<F>, K, Y, R, E> {
    // SAFETY: as in `movable`.
    unsafe { AnonymousGenerator::new(InPlace::new(body(Co::new())), first) }
}

/// For `Box<dyn Iterator>` and `Box<dyn Generator>`: boxes what [`movable`] has made.
#[cfg(feature = "alloc")]
#[inline(always)]
pub fn box_dyn<G>(generator: G) -> Box<Outlined<G>> {
    Box::new(Outlined::new(generator))
}

/// For `BoxStream`, `LocalBoxStream`, `Pin<Box<dyn Stream>>` and `Pin<Box<dyn AsyncGenerator>>`: boxes what
/// [`in_place`] has made.
#[cfg(feature = "alloc")]
#[expect(clippy::type_complexity, reason = "it is not written elsewhere")]
#[inline(always)]
pub fn pin_dyn<F: Future, K: Kind, Y, R, E>(generator: Pinned<F, K, Y, R, E>) -> Pin<Box<Pinned<F, K, Y, R, E>>> {
    Box::pin(generator)
}

/// For `BoxGenerator` and `BoxAsyncGenerator`.
///
/// # Safety
///
/// As for [`movable`]. What `body` captures it moves into the body that it makes, and does nothing else.
#[cfg(feature = "alloc")]
#[inline(always)]
pub unsafe fn boxed<'a, K, Y, R, B, F>(body: B, first: FirstResume) -> BoxGenerator<'a, Y, R, F::Output, AnyThread, K>
where
    K: Kind,
    B: FnOnce(Co<Framed<K>, Y, R>) -> F + 'a,
    F: Future + Send + 'a,
{
    // SAFETY: the caller promises that what `body` makes keeps exchange invariant 2 and takes its first argument as it
    // says, and that `body` only moves what it has captured; and `F` is `Send`.
    unsafe { BoxGenerator::new(body, first) }
}

/// For `LocalBoxGenerator` and `LocalBoxAsyncGenerator`.
///
/// # Safety
///
/// As for [`boxed`].
#[cfg(feature = "alloc")]
#[inline(always)]
pub unsafe fn local_boxed<'a, K: Kind, Y, R, B: FnOnce(Co<Framed<K>, Y, R>) -> F + 'a, F: Future + 'a>(
    body: B,
    first: FirstResume,
) -> BoxGenerator<'a, Y, R, F::Output, OneThread, K> {
    // SAFETY: as in `boxed`, but for `Send`, which `OneThread` is not.
    unsafe { BoxGenerator::new(body, first) }
}
