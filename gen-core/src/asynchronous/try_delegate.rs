//! What `yield_from!` awaits in an `async` `#[try_generator]`: see [`try_delegate`](crate::try_delegate) for what it
//! does, and [`delegate`](crate::asynchronous::delegate) for how.

use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use crate::asynchronous::delegate::{AsyncDelegation, Delegate, Resumable};
use crate::delegate::Source;
use crate::header::Co;
use crate::phase::ByDefault;
use crate::state::GeneratorState;

/// The traits that decide what an `Offer` is to an `async` `#[try_generator]`, each one reference closer to it than the
/// next.
pub mod resolve {
    use futures_core::Stream;

    use super::AsyncTryDelegable;
    use crate::asynchronous::delegate::{ToAsyncGenerator, ToStream};
    use crate::asynchronous::generator::AsyncGenerator;
    use crate::delegate::{ToGenerator, ToIterable, ToNothing, ToPinGenerator};
    use crate::generator::Generator;
    use crate::pin::PinGenerator;
    use crate::try_delegate::TryOffer;
    pub use crate::try_delegate::resolve::ViaOtherItems;

    /// The source is an asynchronous generator.
    pub trait ViaAsyncGenerator {
        /// Selects delegation to an asynchronous generator.
        fn delegation(&self) -> ToAsyncGenerator {
            ToAsyncGenerator
        }
    }
    impl<G, Y, E, F> ViaAsyncGenerator for &&&&&&TryOffer<G, Y, E> where G: AsyncGenerator<Yield = Result<Y, F>> {}

    /// The source is a synchronous generator.
    pub trait ViaGenerator {
        /// Selects delegation to a synchronous generator.
        fn delegation(&self) -> ToGenerator {
            ToGenerator
        }
    }
    impl<G, Y, E, F> ViaGenerator for &&&&&TryOffer<G, Y, E> where G: Generator<Yield = Result<Y, F>> {}

    /// The source is a synchronous generator that is to be pinned.
    pub trait ViaPinGenerator {
        /// Selects delegation to a pinned generator.
        fn delegation(&self) -> ToPinGenerator {
            ToPinGenerator
        }
    }
    impl<G, Y, E, F> ViaPinGenerator for &&&&TryOffer<G, Y, E> where G: PinGenerator<Yield = Result<Y, F>> {}

    /// The source is a stream.
    pub trait ViaStream {
        /// Selects delegation to a stream.
        fn delegation(&self) -> ToStream {
            ToStream
        }
    }
    impl<S, Y, E, F> ViaStream for &&&TryOffer<S, Y, E> where S: Stream<Item = Result<Y, F>> {}

    /// The source is iterable.
    pub trait ViaIterable {
        /// Selects delegation to an iterator.
        fn delegation(&self) -> ToIterable {
            ToIterable
        }
    }
    impl<I, Y, E, F> ViaIterable for &&TryOffer<I, Y, E> where I: IntoIterator<Item = Result<Y, F>> {}

    /// The source is nothing that can be delegated to.
    pub trait ViaNothing<S, Y> {
        /// An error, for nothing is `AsyncTryDelegable`.
        fn delegation(&self) -> ToNothing
        where
            S: AsyncTryDelegable<Y>,
        {
            ToNothing
        }
    }
    impl<S, Y, E> ViaNothing<S, Y> for TryOffer<S, Y, E> {}
}

/// The future that runs `source` in the generator of `co`.
#[inline(always)]
pub fn delegate<D, S, Y, E, F>(
    _delegation: D,
    source: Source<S>,
    co: &Co<Result<Y, E>, ()>,
) -> Delegate<UntilError<D::Resumable, F>, Result<Y, E>, ()>
where
    D: AsyncDelegation<S, ByDefault, Result<Y, F>, ()>,
{
    Delegate::new(co, UntilError { source: D::start(source.0), error: PhantomData })
}

/// A source that is resumed to its end or its first error, which is of type `F`.
#[derive(Debug)]
pub struct UntilError<S, F> {
    error: PhantomData<fn() -> F>,
    source: S,
}

impl<S, F, Y, E> Resumable<Result<Y, E>, ()> for UntilError<S, F>
where
    S: Resumable<Result<Y, F>, ()>,
{
    type Output = Result<S::Output, F>;

    #[inline(always)]
    fn poll_step(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        sent: Option<()>,
    ) -> Poll<GeneratorState<Result<Y, E>, Self::Output>> {
        // SAFETY: the source is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        let source = unsafe { self.map_unchecked_mut(|this| &mut this.source) };
        Poll::Ready(match ready!(source.poll_step(context, sent)) {
            GeneratorState::Yielded(Ok(value)) => GeneratorState::Yielded(Ok(value)),
            GeneratorState::Yielded(Err(error)) => GeneratorState::Complete(Err(error)),
            GeneratorState::Complete(value) => GeneratorState::Complete(Ok(value)),
        })
    }
}

/// The sources that `yield_from!` accepts in an `async` `#[try_generator]`. Nothing implements it: it is there for its
/// message.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` cannot delegate to `{Self}` here",
    label = "this is neither a stream or iterable of `Result`s of `{Y}`, nor a generator, asynchronous or not, that \
             yields them",
    note = "if it is one value that is to be yielded, write `yield_!(..)`"
)]
pub trait AsyncTryDelegable<Y> {}
