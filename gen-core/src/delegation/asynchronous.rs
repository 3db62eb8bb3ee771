//! The sources that only an asynchronous generator can delegate to, and what it says of others.

use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::Stream;

use super::delegating::Delegating;
use super::offer::{Offer, PassOn, PassOnOk, Passes};
use super::tags::{NothingTag, Tag, poll_next};
use super::{ResumeDefault, ResumeIterable, needed};
use crate::asynchronous::generator::AsyncGenerator;
use crate::kind::{Asynchronous, Kind, Sent};
use crate::panics::delegated_after_end;
use crate::state::{GeneratorState, GeneratorStatus};

/// An [`AsyncGenerator`].
pub struct AsyncGeneratorTag;

/// A [`Stream`].
pub struct StreamTag;

impl<S: Stream<Item = Y>, D, Y, R: ResumeIterable> Tag<S, D, Y, R> for StreamTag {
    type Source = S;
    type Output = R::Output;

    #[inline(always)]
    fn begin(source: S) -> S {
        source
    }

    #[inline(always)]
    fn poll_step(stream: Pin<&mut S>, context: &mut Context<'_>, sent: Sent<R>) -> Poll<GeneratorState<Y, R::Output>> {
        poll_next(sent, || stream.poll_next(context))
    }
}

impl<G: AsyncGenerator<R, Yield = Y>, D: ResumeDefault<R>, Y, R> Tag<G, D, Y, R> for AsyncGeneratorTag {
    type Source = G;
    type Output = G::Return;

    #[inline(always)]
    fn begin(source: G) -> G {
        source
    }

    #[inline(always)]
    fn poll_step(source: Pin<&mut G>, context: &mut Context<'_>, sent: Sent<R>) -> Poll<GeneratorState<Y, G::Return>> {
        let mut argument = match sent {
            Sent::Value(argument) => Some(argument),
            Sent::UnderWay => None,
            Sent::Nothing => match source.status() {
                GeneratorStatus::Created => D::value(),
                GeneratorStatus::Suspended if source.is_pending() => None,
                GeneratorStatus::Suspended => Some(needed(D::value())),
                GeneratorStatus::Finished => delegated_after_end(),
            },
        };
        source.poll_resume(context, &mut argument)
    }

    #[inline(always)]
    fn poll<K: Kind>(delegating: Delegating<'_, '_, G, K, Y, R, G::Return>) -> Poll<G::Return> {
        match delegating.asynchronous() {
            Ok(delegating) => G::__poll_delegate::<D>(delegating),
            Err(delegating) => delegating.by_steps(<Self as Tag<G, D, Y, R>>::poll_step),
        }
    }
}

/// The source is an asynchronous generator.
pub trait ViaAsyncGenerator {
    /// Selects delegation to an asynchronous generator.
    fn tag(&self) -> AsyncGeneratorTag {
        AsyncGeneratorTag
    }
}

impl<M: Passes<G::Yield, Y>, G: AsyncGenerator<R>, Y, R> ViaAsyncGenerator for &&&&&&Offer<Asynchronous, M, G, Y, R> {}

/// The source is a stream.
pub trait ViaStream {
    /// Selects delegation to a stream.
    fn tag(&self) -> StreamTag {
        StreamTag
    }
}

impl<M: Passes<S::Item, Y>, S: Stream, Y, R> ViaStream for &&&Offer<Asynchronous, M, S, Y, R> {}

/// The source is nothing that can be delegated to by an asynchronous generator.
pub trait ViaNothingAsync<S, Y, R> {
    /// An error, for nothing is `AsyncDelegable`.
    fn tag(&self) -> NothingTag
    where
        S: AsyncDelegable<Y, R>,
    {
        NothingTag
    }
}

impl<S, Y, R> ViaNothingAsync<S, Y, R> for Offer<Asynchronous, PassOn, S, Y, R> {}

/// The same where errors end the generator.
pub trait ViaNoResultsAsync<S, Y> {
    /// An error, for nothing is `AsyncTryDelegable`.
    fn tag(&self) -> NothingTag
    where
        S: AsyncTryDelegable<Y>,
    {
        NothingTag
    }
}

impl<S, Y, E> ViaNoResultsAsync<S, Y> for Offer<Asynchronous, PassOnOk, S, Result<Y, E>, ()> {}

// Nothing implements the traits that follow: they exist for their messages.

/// The sources that `yield_from!` accepts in an asynchronous generator.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` cannot delegate to `{Self}` here",
    label = "this is neither a stream or iterable of `{Y}`, nor a generator, asynchronous or not, that yields `{Y}` and is \
             resumed with `{R}`",
    note = "if it is one value that is to be yielded, write `yield_!(..)`"
)]
pub trait AsyncDelegable<Y, R> {}

/// The sources that `yield_from!` accepts in an `async` `#[try_generator]`.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` cannot delegate to `{Self}` here",
    label = "this is neither a stream or iterable of `Result`s of `{Y}`, nor a generator, asynchronous or not, that \
             yields them",
    note = "if it is one value that is to be yielded, write `yield_!(..)`"
)]
pub trait AsyncTryDelegable<Y> {}
