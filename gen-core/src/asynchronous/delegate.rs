//! What `yield_from!` awaits in an asynchronous generator; see [`delegate`](crate::delegate) for how the source is
//! recognised. Here it can also be an asynchronous generator or a stream.
//!
//! One future, [`Delegate`], speaks with the driver; what it takes its values from is a [`Resumable`], of which there
//! is one for each kind of source.

use core::future::Future;
use core::marker::PhantomData;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::asynchronous::generator::AsyncGenerator;
use crate::asynchronous::header::Port;
use crate::delegate::{Offer, ResumeIterable, Source, ToGenerator, ToIterable, ToNothing, ToPinGenerator};
use crate::generator::Generator;
use crate::header::{Co, Invariant};
use crate::phase::{Entry, delegated_after_end};
use crate::pin::PinGenerator;
use crate::state::{GeneratorState, GeneratorStatus};

/// The traits that decide what an `Offer` is to an asynchronous generator, each one reference closer to it than the
/// next.
pub mod resolve {
    use super::{
        AsyncDelegable, AsyncGenerator, Generator, Offer, PinGenerator, Stream, ToAsyncGenerator, ToGenerator,
        ToIterable, ToNothing, ToPinGenerator, ToStream,
    };
    pub use crate::delegate::resolve::{HasDefault, HasNoDefault, ViaOtherItems};

    /// The source is an asynchronous generator.
    pub trait ViaAsyncGenerator {
        /// Selects delegation to an asynchronous generator.
        fn delegation(&self) -> ToAsyncGenerator {
            ToAsyncGenerator
        }
    }
    impl<G, Y, R> ViaAsyncGenerator for &&&&&&Offer<G, Y, R> where G: AsyncGenerator<R, Yield = Y> {}

    /// The source is a synchronous generator.
    pub trait ViaGenerator {
        /// Selects delegation to a synchronous generator.
        fn delegation(&self) -> ToGenerator {
            ToGenerator
        }
    }
    impl<G, Y, R> ViaGenerator for &&&&&Offer<G, Y, R> where G: Generator<R, Yield = Y> {}

    /// The source is a synchronous generator that is to be pinned.
    pub trait ViaPinGenerator {
        /// Selects delegation to a pinned generator.
        fn delegation(&self) -> ToPinGenerator {
            ToPinGenerator
        }
    }
    impl<G, Y, R> ViaPinGenerator for &&&&Offer<G, Y, R> where G: PinGenerator<R, Yield = Y> {}

    /// The source is a stream.
    pub trait ViaStream {
        /// Selects delegation to a stream.
        fn delegation(&self) -> ToStream {
            ToStream
        }
    }
    impl<S, Y, R> ViaStream for &&&Offer<S, Y, R> where S: Stream<Item = Y> {}

    /// The source is iterable.
    pub trait ViaIterable {
        /// Selects delegation to an iterator.
        fn delegation(&self) -> ToIterable {
            ToIterable
        }
    }
    impl<I, Y, R> ViaIterable for &&Offer<I, Y, R> where I: IntoIterator<Item = Y> {}

    /// The source is nothing that can be delegated to.
    pub trait ViaNothing<S, Y, R> {
        /// An error, for nothing is `AsyncDelegable`.
        fn delegation(&self) -> ToNothing
        where
            S: AsyncDelegable<Y, R>,
        {
            ToNothing
        }
    }
    impl<S, Y, R> ViaNothing<S, Y, R> for Offer<S, Y, R> {}
}

/// Delegation to an [`AsyncGenerator`].
#[derive(Debug)]
pub struct ToAsyncGenerator;

/// Delegation to a [`Stream`].
#[derive(Debug)]
pub struct ToStream;

/// The future that runs `source` in the generator of `co`.
#[inline(always)]
pub fn delegate<D, S, E, Y, R>(
    _delegation: D,
    source: Source<S>,
    co: &Co<Y, R>,
    _entry: E,
) -> Delegate<D::Resumable, Y, R>
where
    D: AsyncDelegation<S, E, Y, R>,
{
    Delegate::new(co, D::start(source.0))
}

/// The kinds of delegation, each with what the values are taken from.
pub trait AsyncDelegation<S, E, Y, R> {
    /// What resumes the source.
    type Resumable;

    /// Makes it.
    #[doc(hidden)]
    fn start(source: S) -> Self::Resumable;
}

/// A source that is resumed, step by step, for the generator that delegates to it.
pub trait Resumable<Y, R> {
    /// What the delegation evaluates to.
    type Output;

    /// Begins the next step with what was `sent` to the generator, or goes on with the one that is under way. Nothing
    /// is sent for the first step.
    #[doc(hidden)]
    fn poll_step(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        sent: Option<R>,
    ) -> Poll<GeneratorState<Y, Self::Output>>;
}

/// Runs a source in the place of the generator that awaits this.
#[derive(Debug)]
#[must_use]
pub struct Delegate<S, Y, R> {
    port: Port<Y, R>,
    source: S,
}

impl<S, Y, R> Delegate<S, Y, R> {
    #[inline(always)]
    pub(crate) fn new(co: &Co<Y, R>, source: S) -> Self {
        Self { port: Port::new(co), source }
    }
}

impl<S, Y, R> Future for Delegate<S, Y, R>
where
    S: Resumable<Y, R>,
{
    type Output = S::Output;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<S::Output> {
        // SAFETY: nothing is moved out of the reference.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: the source is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        let source = unsafe { Pin::new_unchecked(&mut this.source) };
        // SAFETY: the port is a part of this future.
        let sent = unsafe { this.port.take_resume(context) };
        match ready!(source.poll_step(context, sent)) {
            GeneratorState::Complete(value) => Poll::Ready(value),
            GeneratorState::Yielded(value) => {
                // SAFETY: the port is a part of this future.
                unsafe { this.port.suspend(context, value) };
                Poll::Pending
            }
        }
    }
}

/// An asynchronous generator that is delegated to.
#[derive(Debug)]
pub struct ResumeAsync<G, E> {
    begun: bool,
    entry: PhantomData<E>,
    generator: G,
}

impl<G, E, Y, R> AsyncDelegation<G, E, Y, R> for ToAsyncGenerator
where
    G: AsyncGenerator<R, Yield = Y>,
    E: Entry<R>,
{
    type Resumable = ResumeAsync<G, E>;

    #[inline(always)]
    fn start(generator: G) -> Self::Resumable {
        ResumeAsync { begun: false, entry: PhantomData, generator }
    }
}

impl<G, E, Y, R> Resumable<Y, R> for ResumeAsync<G, E>
where
    G: AsyncGenerator<R, Yield = Y>,
    E: Entry<R>,
{
    type Output = G::Return;

    #[inline(always)]
    fn poll_step(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut sent: Option<R>,
    ) -> Poll<GeneratorState<Y, G::Return>> {
        // SAFETY: nothing is moved out of the reference.
        let this = unsafe { self.get_unchecked_mut() };
        if !mem::replace(&mut this.begun, true) {
            sent = match this.generator.status() {
                GeneratorStatus::Created => E::value_if_any(),
                GeneratorStatus::Suspended if this.generator.is_pending() => None,
                GeneratorStatus::Suspended => Some(E::value()),
                GeneratorStatus::Finished => delegated_after_end(),
            };
        }
        // SAFETY: the generator is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        unsafe { Pin::new_unchecked(&mut this.generator) }.poll_resume(context, &mut sent)
    }
}

/// A synchronous generator that is delegated to.
#[derive(Debug)]
pub struct ResumeSync<G, E> {
    entry: PhantomData<E>,
    generator: G,
}

// A generator that is resumed by `&mut self` is not pinned.
impl<G, E> Unpin for ResumeSync<G, E> {}

impl<G, E, Y, R> AsyncDelegation<G, E, Y, R> for ToGenerator
where
    G: Generator<R, Yield = Y>,
    E: Entry<R>,
{
    type Resumable = ResumeSync<G, E>;

    #[inline(always)]
    fn start(generator: G) -> Self::Resumable {
        ResumeSync { entry: PhantomData, generator }
    }
}

impl<G, E, Y, R> Resumable<Y, R> for ResumeSync<G, E>
where
    G: Generator<R, Yield = Y>,
    E: Entry<R>,
{
    type Output = G::Return;

    #[inline(always)]
    fn poll_step(mut self: Pin<&mut Self>, _: &mut Context<'_>, sent: Option<R>) -> Poll<GeneratorState<Y, G::Return>> {
        Poll::Ready(resume_sync::<E, _, _>(&mut self.generator, sent))
    }
}

/// A pinned synchronous generator that is delegated to.
#[derive(Debug)]
pub struct ResumePinned<G, E> {
    entry: PhantomData<E>,
    generator: G,
}

impl<G, E, Y, R> AsyncDelegation<G, E, Y, R> for ToPinGenerator
where
    G: PinGenerator<R, Yield = Y>,
    E: Entry<R>,
{
    type Resumable = ResumePinned<G, E>;

    #[inline(always)]
    fn start(generator: G) -> Self::Resumable {
        ResumePinned { entry: PhantomData, generator }
    }
}

impl<G, E, Y, R> Resumable<Y, R> for ResumePinned<G, E>
where
    G: PinGenerator<R, Yield = Y>,
    E: Entry<R>,
{
    type Output = G::Return;

    #[inline(always)]
    fn poll_step(self: Pin<&mut Self>, _: &mut Context<'_>, sent: Option<R>) -> Poll<GeneratorState<Y, G::Return>> {
        // SAFETY: the generator is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        let mut generator = unsafe { self.map_unchecked_mut(|this| &mut this.generator) };
        Poll::Ready(resume_sync::<E, _, _>(&mut generator, sent))
    }
}

/// Resumes a synchronous generator. Nothing is sent for the first step, and only for that.
#[inline(always)]
fn resume_sync<E: Entry<R>, G: Generator<R>, R>(
    generator: &mut G,
    sent: Option<R>,
) -> GeneratorState<G::Yield, G::Return> {
    match (sent, generator.status()) {
        (Some(argument), _) => generator.resume(argument),
        (None, GeneratorStatus::Created) => match E::value_if_any() {
            Some(argument) => generator.resume(argument),
            None => generator.start().unwrap_or_else(|_| delegated_after_end()),
        },
        (None, GeneratorStatus::Suspended) => generator.resume(E::value()),
        (None, GeneratorStatus::Finished) => delegated_after_end(),
    }
}

/// A stream that is delegated to.
#[derive(Debug)]
pub struct PollNext<S, R> {
    values: Invariant<R>,
    stream: S,
}

impl<S, E, Y, R> AsyncDelegation<S, E, Y, R> for ToStream
where
    S: Stream<Item = Y>,
    R: ResumeIterable,
{
    type Resumable = PollNext<S, R>;

    #[inline(always)]
    fn start(stream: S) -> Self::Resumable {
        PollNext { values: PhantomData, stream }
    }
}

impl<S, R> Resumable<S::Item, R> for PollNext<S, R>
where
    S: Stream,
    R: ResumeIterable,
{
    type Output = R::Output;

    #[inline(always)]
    fn poll_step(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        sent: Option<R>,
    ) -> Poll<GeneratorState<S::Item, R::Output>> {
        if let Some(Err(output)) = sent.map(R::go_on) {
            return Poll::Ready(GeneratorState::Complete(output));
        }
        // SAFETY: the stream is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        let stream = unsafe { self.map_unchecked_mut(|this| &mut this.stream) };
        stream.poll_next(context).map(or_at_end::<_, R>)
    }
}

/// An iterator that is delegated to.
#[derive(Debug)]
pub struct Next<I, R> {
    values: Invariant<R>,
    items: I,
}

// Nothing points into the iterator.
impl<I, R> Unpin for Next<I, R> {}

impl<I, E, Y, R> AsyncDelegation<I, E, Y, R> for ToIterable
where
    I: IntoIterator<Item = Y>,
    R: ResumeIterable,
{
    type Resumable = Next<I::IntoIter, R>;

    #[inline(always)]
    fn start(source: I) -> Self::Resumable {
        Next { values: PhantomData, items: source.into_iter() }
    }
}

impl<I, R> Resumable<I::Item, R> for Next<I, R>
where
    I: Iterator,
    R: ResumeIterable,
{
    type Output = R::Output;

    #[inline(always)]
    fn poll_step(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        sent: Option<R>,
    ) -> Poll<GeneratorState<I::Item, R::Output>> {
        if let Some(Err(output)) = sent.map(R::go_on) {
            return Poll::Ready(GeneratorState::Complete(output));
        }
        Poll::Ready(or_at_end::<_, R>(self.items.next()))
    }
}

#[inline(always)]
fn or_at_end<Y, R: ResumeIterable>(item: Option<Y>) -> GeneratorState<Y, R::Output> {
    match item {
        Some(item) => GeneratorState::Yielded(item),
        None => GeneratorState::Complete(R::at_end()),
    }
}

impl<S, E, Y, R> AsyncDelegation<S, E, Y, R> for ToNothing {
    type Resumable = Self;

    fn start(_source: S) -> Self {
        Self
    }
}

impl<Y, R> Resumable<Y, R> for ToNothing {
    type Output = ();

    fn poll_step(self: Pin<&mut Self>, _: &mut Context<'_>, _: Option<R>) -> Poll<GeneratorState<Y, ()>> {
        Poll::Ready(GeneratorState::Complete(()))
    }
}

/// What `yield_from!` accepts in an asynchronous generator. Nothing implements it: it is there for its message.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` cannot delegate to `{Self}` here",
    label = "this is neither a stream or iterable of `{Y}`, nor a generator, asynchronous or not, that yields `{Y}` and is \
             resumed with `{R}`",
    note = "if it is one value that is to be yielded, write `yield_!(..)`"
)]
pub trait AsyncDelegable<Y, R> {}
