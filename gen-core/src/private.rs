//! What the macros' output refers to. Not public API.
//!
//! The expansion takes items of `core` from here, because `::core` may be another crate where it is used.

pub use core::compile_error;
use core::future::Future;
pub use core::iter::IntoIterator;
use core::marker::PhantomData;
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
pub use crate::kind::{Asynchronous, Co, Framed, Synchronous, first_argument};
use crate::kind::{Kind, PhantomInvariant};
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

/// What is moved where it is used, whatever it is: so an `async` block that uses it captures it by value.
pub struct Once<T>(T);

/// Makes a value that is moved where it is used.
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

/// A type in generic arguments, as it stands in the signature.
pub type Same<T> = T;

/// The promise that the body of one generator keeps exchange invariant 2, and takes its first argument as it says.
pub struct Promise(FirstResume);

/// Makes the promise. It has no types: rustc warns where those of an `unsafe` function come from what never returns.
///
/// # Safety
///
/// The handle that [`begin`] makes of the result, and the futures that are made from it, exist nowhere but directly in
/// the body that is given to the constructor with what else `begin` returns; it awaits them there (exchange invariant
/// 2). That body takes the first argument, before anything else, exactly if `first` says so.
#[must_use]
#[inline(always)]
pub unsafe fn promise(first: FirstResume) -> Promise {
    Promise(first)
}

/// The same of a body that is made from a `Co<K, Y, R>`, and returns a `T`.
pub struct Promised<K, Y, R, T> {
    first: FirstResume,
    values: PhantomInvariant<(K, Y, R, T)>,
}

/// The handle for a body, and the promise for whoever makes its generator.
type Begun<K, Y, R, T> = (Co<K, Y, R>, Promised<K, Y, R, T>);

/// Begins a generator. The types come as for [`body`].
#[must_use]
#[inline(always)]
pub fn begin<K, Y, R, T>(Promise(first): Promise, _: [(K, Y, R, T); 0]) -> Begun<K, Y, R, T> {
    (Co::new(), Promised { first, values: PhantomData })
}

/// The same for a `try_gen_!`, which returns the errors that it yields.
#[must_use]
#[inline(always)]
pub fn try_begin<K, Y, E, R>(promise: Promise, _: [(K, Y, R); 0]) -> Begun<K, Result<Y, E>, R, Result<(), E>> {
    begin(promise, [])
}

/// The same for a body that has an iterator beside it.
#[cfg(feature = "alloc")]
#[must_use]
#[inline(always)]
pub fn begin_beside<Y, R, T, I>(
    promise: Promise,
    _: [(Synchronous, Y, R, T); 0],
    _: &Option<I>,
) -> Begun<Beside<I>, Y, R, T> {
    begin(promise, [])
}

/// For `impl Iterator`, `impl Generator`, `impl Stream` and `impl AsyncGenerator`.
#[cfg(feature = "alloc")]
#[inline(always)]
pub fn movable<E, K: Kind, Y, R, F: Future>(
    Promised { first, .. }: Promised<K, Y, R, F::Output>,
    body: F,
) -> AnonymousGenerator<Boxed<F>, K, Y, R, E> {
    // SAFETY: it is promised that the body, which is made from a `Co<K, Y, R>`, keeps the invariant, and takes its
    // first argument so.
    unsafe { AnonymousGenerator::new(Boxed::new(body), first) }
}

/// The same with an iterator beside the body.
#[cfg(feature = "alloc")]
#[inline(always)]
pub fn movable_beside<E, Y, R, F: Future, I>(
    Promised { first, .. }: Promised<Beside<I>, Y, R, F::Output>,
    body: F,
    beside: Option<I>,
) -> AnonymousGenerator<BoxedBeside<F, I>, Synchronous, Y, R, E> {
    // SAFETY: it is promised that the body is made from a `Co` of the kind `Beside<I>`.
    let place = unsafe { BoxedBeside::new(body, beside) };
    // SAFETY: as in `movable`; `Beside<I>` has the header of `Synchronous`.
    unsafe { AnonymousGenerator::new(place, first) }
}

/// What [`in_place`] makes.
type Pinned<F, K, Y, R, E> = AnonymousGenerator<InPlace<F>, K, Y, R, E>;

/// For `impl PinGenerator`, `impl PinStream` and `impl PinAsyncGenerator`.
#[inline(always)]
pub fn in_place<E, K: Kind, Y, R, F: Future>(
    Promised { first, .. }: Promised<K, Y, R, F::Output>,
    body: F,
) -> AnonymousGenerator<InPlace<F>, K, Y, R, E> {
    // SAFETY: as in `movable`.
    unsafe { AnonymousGenerator::new(InPlace::new(body), first) }
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
/// What `body` makes of the handle that it is given is as for [`promise`]. What it captures it moves there, and does
/// nothing else.
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
