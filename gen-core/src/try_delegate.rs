//! What `yield_from!` awaits in a `#[try_generator]`: the `Ok`s of the source are yielded, and its first `Err` is what
//! the future evaluates to. The macro puts a `?` behind it, so that the error ends the generator, and is its last item.
//!
//! The source is recognised as in [`delegate`](crate::delegate). Its errors may be of another type than the
//! generator's. So no source can be polled in the place of the generator: it is resumed by its public face.
//!
//! It is resumed at one place, and what comes back is first asked for an item, and the item then for its error. With a
//! second place, or one `match` for both, LLVM keeps more of the states in memory.

use core::future::{Future, Ready, ready};
use core::marker::{PhantomData, PhantomPinned};
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::delegate::{Offer, Source, ToGenerator, ToIterable, ToNothing, ToPinGenerator, sealed};
use crate::generator::Generator;
use crate::header::{Co, Header, Invariant};
use crate::phase::delegated_after_end;
use crate::pin::PinGenerator;
use crate::state::{GeneratorState, GeneratorStatus};

/// A source that is offered to a generator that yields `Result<Y, E>` and is resumed with `()`.
pub(crate) type TryOffer<S, Y, E> = Offer<S, Result<Y, E>, ()>;

/// The traits that decide what an `Offer` is to a `#[try_generator]`, each one reference closer to it than the next.
pub mod resolve {
    use super::{
        Generator, PinGenerator, ResultOf, ToGenerator, ToIterable, ToNothing, ToPinGenerator, TryDelegable, TryOffer,
    };

    /// The source is a generator.
    pub trait ViaGenerator {
        /// Selects delegation to a generator.
        fn delegation(&self) -> ToGenerator {
            ToGenerator
        }
    }
    impl<G, Y, E, F> ViaGenerator for &&&&TryOffer<G, Y, E> where G: Generator<Yield = Result<Y, F>> {}

    /// The source is a generator that is to be pinned.
    pub trait ViaPinGenerator {
        /// Selects delegation to a pinned generator.
        fn delegation(&self) -> ToPinGenerator {
            ToPinGenerator
        }
    }
    impl<G, Y, E, F> ViaPinGenerator for &&&TryOffer<G, Y, E> where G: PinGenerator<Yield = Result<Y, F>> {}

    /// The source is iterable.
    pub trait ViaIterable {
        /// Selects delegation to an iterator.
        fn delegation(&self) -> ToIterable {
            ToIterable
        }
    }
    impl<I, Y, E, F> ViaIterable for &&TryOffer<I, Y, E> where I: IntoIterator<Item = Result<Y, F>> {}

    /// The source is iterable, but for items of another type.
    pub trait ViaOtherItems<I, Y> {
        /// An error, for nothing is `ResultOf`.
        fn delegation(&self) -> ToNothing
        where
            I: IntoIterator,
            I::Item: ResultOf<Y>,
        {
            ToNothing
        }
    }
    impl<I: IntoIterator, Y, E> ViaOtherItems<I, Y> for &TryOffer<I, Y, E> {}

    /// The source is nothing that can be delegated to.
    pub trait ViaNothing<S, Y> {
        /// An error, for nothing is `TryDelegable`.
        fn delegation(&self) -> ToNothing
        where
            S: TryDelegable<Y>,
        {
            ToNothing
        }
    }
    impl<S, Y, E> ViaNothing<S, Y> for TryOffer<S, Y, E> {}
}

/// The future that runs `source` in the generator of `co`.
#[inline(always)]
pub fn delegate<D, S, Y, E>(_delegation: D, source: Source<S>, _co: &Co<Result<Y, E>, ()>) -> D::Future
where
    D: TryDelegation<S, Y, E>,
{
    D::start(source.0)
}

/// The kinds of delegation, each with its future. Only those of this file: the futures rely on where they are awaited.
pub trait TryDelegation<S, Y, E>: sealed::Sealed {
    /// Runs the source, and evaluates to its return value or its first error.
    type Future;

    /// Makes the future.
    #[doc(hidden)]
    fn start(source: S) -> Self::Future;
}

impl<G, Y, E, F> TryDelegation<G, Y, E> for ToGenerator
where
    G: Generator<Yield = Result<Y, F>>,
{
    type Future = TryDelegate<G, Y, E>;

    #[inline(always)]
    fn start(source: G) -> Self::Future {
        TryDelegate { generator: source, values: PhantomData }
    }
}

impl<G, Y, E, F> TryDelegation<G, Y, E> for ToPinGenerator
where
    G: PinGenerator<Yield = Result<Y, F>>,
{
    type Future = TryPinDelegate<G, Y, E>;

    #[inline(always)]
    fn start(source: G) -> Self::Future {
        TryPinDelegate { generator: source, values: PhantomData, _pinned: PhantomPinned }
    }
}

impl<I, Y, E, F> TryDelegation<I, Y, E> for ToIterable
where
    I: IntoIterator<Item = Result<Y, F>>,
{
    type Future = TryIterate<I::IntoIter, Y, E>;

    #[inline(always)]
    fn start(source: I) -> Self::Future {
        TryIterate { items: source.into_iter(), values: PhantomData }
    }
}

impl<S, Y, E> TryDelegation<S, Y, E> for ToNothing {
    type Future = Ready<Result<(), E>>;

    fn start(_source: S) -> Self::Future {
        ready(Ok(()))
    }
}

/// The sources that `yield_from!` accepts in a `#[try_generator]`. Nothing implements it: it is there for its message.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` cannot delegate to `{Self}` here",
    label = "this is neither an iterable of `Result`s of `{Y}` nor a generator that yields them",
    note = "if it is one value that is to be yielded, write `yield_!(..)`"
)]
pub trait TryDelegable<Y> {}

/// What an iterable must have to be delegated to by a generator that yields `Result`s of `Y`. Nothing implements it: it
/// is there for its message.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` of items of type `{Self}` where errors end the generator, and `Result`s of `{Y}` are \
               expected",
    label = "this iterates over `{Self}`, which is not a `Result` of `{Y}`",
    note = "loop over the items, and yield each: `for item in source {{ yield_!(..); }}`"
)]
pub trait ResultOf<Y> {}

/// Runs a generator in the place of the one that awaits this, to its end or its first error.
#[derive(Debug)]
#[must_use]
pub struct TryDelegate<G, Y, E> {
    generator: G,
    values: Invariant<(Y, E)>,
}

// A generator that is resumed by `&mut self` is not pinned.
impl<G, Y, E> Unpin for TryDelegate<G, Y, E> {}

impl<G, Y, E, F> Future for TryDelegate<G, Y, E>
where
    G: Generator<Yield = Result<Y, F>>,
{
    type Output = Result<G::Return, F>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: header invariant 1: this future was made from a `Co<Result<Y, E>, ()>`.
        let header = unsafe { Header::<Result<Y, E>, ()>::of(context) };
        resume_until_error(&mut self.generator, header)
    }
}

/// Runs a generator that it pins in the place of the one that awaits this, to its end or its first error.
#[derive(Debug)]
#[must_use]
pub struct TryPinDelegate<G, Y, E> {
    generator: G,
    values: Invariant<(Y, E)>,
    _pinned: PhantomPinned,
}

impl<G, Y, E, F> Future for TryPinDelegate<G, Y, E>
where
    G: PinGenerator<Yield = Result<Y, F>>,
{
    type Output = Result<G::Return, F>;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: header invariant 1: this future was made from a `Co<Result<Y, E>, ()>`.
        let header = unsafe { Header::<Result<Y, E>, ()>::of(context) };
        // SAFETY: nothing is moved out of the reference.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: the generator is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        let mut generator = unsafe { Pin::new_unchecked(&mut this.generator) };
        resume_until_error(&mut generator, header)
    }
}

/// Resumes a delegate for as long as it yields `Ok`s, and the outer generator's consumer takes the values at once. As
/// it is resumed with `()`, it makes no difference whether anybody has sent that.
#[inline(always)]
fn resume_until_error<G, Y, E, F>(delegate: &mut G, header: &Header<'_, Result<Y, E>, ()>) -> Poll<Result<G::Return, F>>
where
    G: Generator<Yield = Result<Y, F>>,
{
    let _ = header.take_resume();
    if delegate.status() == GeneratorStatus::Finished {
        delegated_after_end();
    }
    loop {
        match delegate.resume(()) {
            GeneratorState::Complete(value) => return Poll::Ready(Ok(value)),
            GeneratorState::Yielded(item) => {
                if header.deliver(Ok(item?)).is_none() {
                    return Poll::Pending;
                }
            }
        }
    }
}

/// Yields the items of an iterator, to its end or its first error.
#[derive(Debug)]
#[must_use]
pub struct TryIterate<I, Y, E> {
    items: I,
    values: Invariant<(Y, E)>,
}

// Nothing points into the iterator.
impl<I, Y, E> Unpin for TryIterate<I, Y, E> {}

impl<I, Y, E, F> Future for TryIterate<I, Y, E>
where
    I: Iterator<Item = Result<Y, F>>,
{
    type Output = Result<(), F>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // SAFETY: header invariant 1: this future was made from a `Co<Result<Y, E>, ()>`.
        let header = unsafe { Header::<Result<Y, E>, ()>::of(context) };
        let _ = header.take_resume();
        for item in &mut self.items {
            if header.deliver(Ok(item?)).is_none() {
                return Poll::Pending;
            }
        }
        Poll::Ready(Ok(()))
    }
}
