//! How each kind of source is delegated to.

use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use super::delegating::Delegating;
use super::{ByDefault, ResumeDefault, ResumeIterable, resume};
use crate::generator::Generator;
use crate::kind::{Kind, Sent};
use crate::pin::PinGenerator;
use crate::state::GeneratorState;

/// A [`Generator`].
pub struct GeneratorTag;

/// A [`PinGenerator`].
pub struct PinGeneratorTag;

/// An iterable.
pub struct IterableTag;

/// A source of `Result`s that is a `G`, to its end or its first error, an `F`.
pub struct UntilError<G, F>(pub(super) PhantomData<(G, F)>);

/// Something that has been refused as a source: this keeps rustc from adding a second error.
pub struct NothingTag;

/// Delegation to an `S` in a generator that yields `Y` and is resumed with `R`. No other crate can name this trait, and
/// so only tags of this one have it.
pub trait Tag<S, D, Y, R> {
    /// What is kept of the source while it runs.
    type Source;
    /// What the delegation evaluates to.
    type Output;

    /// Makes what is kept.
    fn begin(source: S) -> Self::Source;

    /// Begins the next step with what was `sent`, or goes on with the one that is under way.
    fn poll_step(
        source: Pin<&mut Self::Source>,
        context: &mut Context<'_>,
        sent: Sent<R>,
    ) -> Poll<GeneratorState<Y, Self::Output>>;

    /// Polls the source on behalf of the body that delegates.
    #[inline(always)]
    fn poll<K: Kind>(delegating: Delegating<'_, '_, Self::Source, K, Y, R, Self::Output>) -> Poll<Self::Output> {
        delegating.by_steps(Self::poll_step)
    }
}

impl<G: Generator<R, Yield = Y>, D: ResumeDefault<R>, Y, R> Tag<G, D, Y, R> for GeneratorTag {
    type Source = G;
    type Output = G::Return;

    #[inline(always)]
    fn begin(source: G) -> G {
        source
    }

    #[inline(always)]
    fn poll_step(source: Pin<&mut G>, _: &mut Context<'_>, sent: Sent<R>) -> Poll<GeneratorState<Y, G::Return>> {
        // SAFETY: only this crate has pinned the source, and nothing relies on it: a generator is resumed by `&mut
        // self`.
        Poll::Ready(resume::<D, _, _>(unsafe { source.get_unchecked_mut() }, sent))
    }

    #[inline(always)]
    fn poll<K: Kind>(delegating: Delegating<'_, '_, G, K, Y, R, G::Return>) -> Poll<G::Return> {
        match delegating.synchronous() {
            Ok(delegating) => G::__poll_delegate::<D>(delegating),
            Err(delegating) => delegating.by_steps(<Self as Tag<G, D, Y, R>>::poll_step),
        }
    }
}

impl<G: PinGenerator<R, Yield = Y>, D: ResumeDefault<R>, Y, R> Tag<G, D, Y, R> for PinGeneratorTag {
    type Source = G;
    type Output = G::Return;

    #[inline(always)]
    fn begin(source: G) -> G {
        source
    }

    #[inline(always)]
    fn poll_step(mut source: Pin<&mut G>, _: &mut Context<'_>, sent: Sent<R>) -> Poll<GeneratorState<Y, G::Return>> {
        Poll::Ready(resume::<D, _, _>(&mut source, sent))
    }

    #[inline(always)]
    fn poll<K: Kind>(delegating: Delegating<'_, '_, G, K, Y, R, G::Return>) -> Poll<G::Return> {
        match delegating.synchronous() {
            Ok(delegating) => G::__poll_delegate::<D>(delegating),
            Err(delegating) => delegating.by_steps(<Self as Tag<G, D, Y, R>>::poll_step),
        }
    }
}

impl<I: IntoIterator<Item = Y>, D, Y, R: ResumeIterable> Tag<I, D, Y, R> for IterableTag {
    type Source = I::IntoIter;
    type Output = R::Output;

    #[inline(always)]
    fn begin(source: I) -> I::IntoIter {
        source.into_iter()
    }

    #[inline(always)]
    fn poll_step(
        items: Pin<&mut I::IntoIter>,
        _: &mut Context<'_>,
        sent: Sent<R>,
    ) -> Poll<GeneratorState<Y, R::Output>> {
        // SAFETY: only this crate has pinned the iterator, and nothing relies on it.
        let items = unsafe { items.get_unchecked_mut() };
        poll_next(sent, || Poll::Ready(items.next()))
    }
}

/// One item of something that cannot be sent anything, unless what was sent ends the delegation.
#[inline(always)]
pub(super) fn poll_next<Y, R: ResumeIterable>(
    sent: Sent<R>,
    next: impl FnOnce() -> Poll<Option<Y>>,
) -> Poll<GeneratorState<Y, R::Output>> {
    if let Sent::Value(sent) = sent {
        if let Err(output) = sent.go_on() {
            return Poll::Ready(GeneratorState::Complete(output));
        }
    }
    Poll::Ready(match ready!(next()) {
        Some(item) => GeneratorState::Yielded(item),
        None => GeneratorState::Complete(R::at_end()),
    })
}

impl<G: Tag<S, ByDefault, Result<Y, F>, ()>, F, S, Y, E> Tag<S, ByDefault, Result<Y, E>, ()> for UntilError<G, F> {
    type Source = G::Source;
    type Output = Result<G::Output, F>;

    #[inline(always)]
    fn begin(source: S) -> G::Source {
        G::begin(source)
    }

    #[inline(always)]
    fn poll_step(
        source: Pin<&mut G::Source>,
        context: &mut Context<'_>,
        sent: Sent<()>,
    ) -> Poll<GeneratorState<Result<Y, E>, Self::Output>> {
        Poll::Ready(match ready!(G::poll_step(source, context, sent)) {
            GeneratorState::Yielded(Ok(value)) => GeneratorState::Yielded(Ok(value)),
            GeneratorState::Yielded(Err(error)) => GeneratorState::Complete(Err(error)),
            GeneratorState::Complete(value) => GeneratorState::Complete(Ok(value)),
        })
    }
}

impl<S, D, Y, R> Tag<S, D, Y, R> for NothingTag {
    type Source = ();
    type Output = ();

    fn begin(_: S) {}

    fn poll_step(_: Pin<&mut ()>, _: &mut Context<'_>, _: Sent<R>) -> Poll<GeneratorState<Y, ()>> {
        Poll::Ready(GeneratorState::Complete(()))
    }
}
