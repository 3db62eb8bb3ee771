//! What `yield_from!` awaits.
//!
//! The macro does not know what it was given; method resolution does. `(&&&&offer).delegation()` finds the first of the
//! traits in [`resolve`] that the source fits: a generator, a pinned generator, an iterable, or none of them, which
//! is there for the sake of its error message. Its answer is a marker, whose `delegate` takes the source and gives the
//! future to await.

use core::future::Future;
use core::marker::{PhantomData, PhantomPinned};
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::error::AlreadyStarted;
use crate::generator::Generator;
use crate::header::{Co, Header, Invariant, resumed_after_end};
use crate::phase::default_resume;
use crate::pin::PinGenerator;
use crate::state::{GeneratorState, GeneratorStatus};

/// What stands in the parentheses of `yield_from!`.
#[derive(Debug)]
pub struct Source<S>(pub S);

impl<S> Source<S> {
    /// The question what the source is to the generator of `co`.
    #[inline]
    pub fn offered_to<Y, R>(&self, _: &Co<Y, R>) -> Offer<S, Y, R> {
        Offer { source: PhantomData, generator: PhantomData }
    }
}

/// A source that is offered to a generator that yields `Y` and is resumed with `R`. No value, only its type.
#[derive(Debug)]
pub struct Offer<S, Y, R> {
    source: PhantomData<fn(S)>,
    generator: Invariant<(Y, R)>,
}

/// The traits that decide what an `Offer` is, each one reference closer to it than the next: so the first that fits
/// wins.
pub mod resolve {
    use super::{Co, Generator, Offer, PhantomData, PinGenerator, ToGenerator, ToIterable, ToNothing, ToPinGenerator};

    /// The source is a generator.
    pub trait ViaGenerator {
        /// Selects delegation to a generator.
        fn delegation(&self) -> ToGenerator {
            ToGenerator
        }
    }
    impl<G, Y, R> ViaGenerator for &&&Offer<G, Y, R> where G: Generator<R, Yield = Y> {}

    /// The source is a generator that is to be pinned.
    pub trait ViaPinGenerator {
        /// Selects delegation to a pinned generator.
        fn delegation(&self) -> ToPinGenerator {
            ToPinGenerator
        }
    }
    impl<G, Y, R> ViaPinGenerator for &&Offer<G, Y, R> where G: PinGenerator<R, Yield = Y> {}

    /// The source is iterable.
    pub trait ViaIterable {
        /// Selects delegation to an iterator.
        fn delegation(&self) -> ToIterable {
            ToIterable
        }
    }
    impl<I, Y, R> ViaIterable for &Offer<I, Y, R> where I: IntoIterator<Item = Y> {}

    /// The source is nothing that can be delegated to.
    pub trait ViaNothing<Y, R> {
        /// Selects an error.
        fn delegation(&self) -> ToNothing<Y, R> {
            ToNothing { generator: PhantomData }
        }
    }
    impl<S, Y, R> ViaNothing<Y, R> for Offer<S, Y, R> {}

    /// The resume type has a default.
    pub trait HasDefault<R> {
        /// What makes a value for a delegate that was started before.
        fn default_resume(&self) -> Option<fn() -> R>;
    }
    impl<Y, R: Default> HasDefault<R> for &Co<Y, R> {
        fn default_resume(&self) -> Option<fn() -> R> {
            Some(R::default)
        }
    }

    /// The resume type has no default.
    pub trait HasNoDefault<R> {
        /// Nothing makes a value.
        fn default_resume(&self) -> Option<fn() -> R>;
    }
    impl<Y, R> HasNoDefault<R> for Co<Y, R> {
        fn default_resume(&self) -> Option<fn() -> R> {
            None
        }
    }
}

// The markers' methods take `self` because the macro calls them on a value whose type it cannot name.

/// Delegation to a [`Generator`].
#[derive(Debug)]
pub struct ToGenerator;

#[expect(clippy::unused_self, reason = "see above")]
impl ToGenerator {
    /// The future that runs the source.
    #[inline]
    pub fn delegate<G, Y, R>(self, source: Source<G>, _: &Co<Y, R>, default: Option<fn() -> R>) -> Delegate<G, R>
    where
        G: Generator<R, Yield = Y>,
    {
        Delegate { generator: source.0, output: None, default, _pinned: PhantomPinned }
    }
}

/// Delegation to a [`PinGenerator`].
#[derive(Debug)]
pub struct ToPinGenerator;

#[expect(clippy::unused_self, reason = "see above")]
impl ToPinGenerator {
    /// The future that runs the source.
    #[inline]
    pub fn delegate<G, Y, R>(self, source: Source<G>, _: &Co<Y, R>, default: Option<fn() -> R>) -> PinDelegate<G, R>
    where
        G: PinGenerator<R, Yield = Y>,
    {
        PinDelegate { generator: source.0, default, _pinned: PhantomPinned }
    }
}

/// Delegation to an iterator.
#[derive(Debug)]
pub struct ToIterable;

#[expect(clippy::unused_self, reason = "see above")]
impl ToIterable {
    /// The future that yields the items.
    #[inline]
    pub fn delegate<I, Y, R>(self, source: Source<I>, _: &Co<Y, R>, _: Option<fn() -> R>) -> Iterate<I::IntoIter, R>
    where
        I: IntoIterator<Item = Y>,
        R: ResumeIterable,
    {
        Iterate { items: source.0.into_iter(), resumed_with: PhantomData }
    }
}

/// Delegation to something that is neither.
#[derive(Debug)]
pub struct ToNothing<Y, R> {
    generator: Invariant<(Y, R)>,
}

#[expect(clippy::unused_self, reason = "see above")]
impl<Y, R> ToNothing<Y, R> {
    /// Does not compile.
    pub fn delegate<S>(self, source: Source<S>, _: &Co<Y, R>, _: Option<fn() -> R>) -> S
    where
        S: Delegable<Y, R>,
    {
        source.0
    }
}

/// What `yield_from!` accepts. Nothing implements it: it is there for its message.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` cannot delegate to `{Self}` here",
    label = "this is neither an iterable of `{Y}` nor a generator that yields `{Y}`",
    note = "`yield_from!` takes any `IntoIterator<Item = {Y}>`, or a generator that yields `{Y}` and is resumed with `{R}`",
    note = "to yield this one value, write `yield_!(..)`"
)]
pub trait Delegable<Y, R>: Future {}

/// What a generator must be resumed with to delegate to an iterator, which cannot receive anything.
#[diagnostic::on_unimplemented(
    message = "a generator that is resumed with `{Self}` cannot delegate to an iterator",
    label = "an iterator cannot receive a `{Self}`",
    note = "`yield_from!` of an iterator needs a generator that is resumed with `()` or with a `Result`; loop over the \
            items instead: `for item in items {{ yield_!(item); }}`"
)]
pub trait ResumeIterable: Sized {
    /// What `yield_from!` evaluates to.
    type Output;

    /// Whether to go on after this was sent in; `Err` ends the delegation.
    #[doc(hidden)]
    fn go_on(self) -> Result<(), Self::Output>;

    /// What `yield_from!` evaluates to after the last item.
    #[doc(hidden)]
    fn at_end() -> Self::Output;
}

impl ResumeIterable for () {
    type Output = ();

    #[inline]
    fn go_on(self) -> Result<(), ()> {
        Ok(())
    }

    #[inline]
    fn at_end() {}
}

/// A thrown error stops the iteration.
impl<S, E> ResumeIterable for Result<S, E> {
    type Output = Result<(), E>;

    #[inline]
    fn go_on(self) -> Result<(), Result<(), E>> {
        self.map(drop).map_err(Err)
    }

    #[inline]
    fn at_end() -> Result<(), E> {
        Ok(())
    }
}

/// Runs a generator in the place of the one that awaits this.
///
/// Invariant: from the first poll on, `generator` and `output` are touched only as [`Generator::__poll_delegate`] allows.
#[derive(Debug)]
pub struct Delegate<G, R>
where
    G: Generator<R>,
{
    generator: G,
    output: Option<G::Return>,
    default: Option<fn() -> R>,
    _pinned: PhantomPinned,
}

impl<G, R> Future for Delegate<G, R>
where
    G: Generator<R>,
{
    type Output = G::Return;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<G::Return> {
        // SAFETY: nothing is moved out of the reference but the output, which is not pinned.
        let this = unsafe { self.get_unchecked_mut() };
        if let Some(value) = this.output.take() {
            return Poll::Ready(value);
        }
        let (generator, output) = (&raw mut this.generator, &raw mut this.output);
        // SAFETY: header invariant 1: this future is awaited directly in a body made from a `Co<G::Yield, R>`. The fields
        // stay where they are, for this future is pinned, and are used as promised by the invariant.
        let poll = unsafe { G::__poll_delegate(generator, context, output, this.default) };
        poll.map(|()| this.output.take().expect("a delegate that has ended has written its output"))
    }
}

impl<G, R> Drop for Delegate<G, R>
where
    G: Generator<R>,
{
    #[inline]
    fn drop(&mut self) {
        // SAFETY: this future is pinned and is not polled any more.
        unsafe { G::__end_delegate(&raw mut self.generator) };
    }
}

/// Runs a generator that it pins in the place of the one that awaits this.
#[derive(Debug)]
pub struct PinDelegate<G, R> {
    generator: G,
    default: Option<fn() -> R>,
    _pinned: PhantomPinned,
}

impl<G, R> Future for PinDelegate<G, R>
where
    G: PinGenerator<R>,
{
    type Output = G::Return;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<G::Return> {
        let default = self.default;
        // SAFETY: the generator is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        let generator = unsafe { self.map_unchecked_mut(|this| &mut this.generator) };
        // SAFETY: header invariant 1: this future is awaited directly in a body made from a `Co<G::Yield, R>`.
        unsafe { generator.__poll_delegate(context, default) }
    }
}

/// Yields the items of an iterator.
#[derive(Debug)]
pub struct Iterate<I, R> {
    items: I,
    resumed_with: PhantomData<fn(R)>,
}

// Nothing points into the iterator.
impl<I, R> Unpin for Iterate<I, R> {}

impl<I, R> Future for Iterate<I, R>
where
    I: Iterator,
    R: ResumeIterable,
{
    type Output = R::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R::Output> {
        // SAFETY: header invariant 1: this future is awaited directly in a body made from a `Co<I::Item, R>`.
        let header = unsafe { Header::<I::Item, R>::of(context) };
        let mut sent = header.take_resume();
        loop {
            if let Some(Err(output)) = sent.map(R::go_on) {
                return Poll::Ready(output);
            }
            let Some(item) = self.items.next() else {
                return Poll::Ready(R::at_end());
            };
            sent = header.deliver(item);
            if sent.is_none() {
                return Poll::Pending;
            }
        }
    }
}

/// Resumes a delegate by its public face, for as long as the outer generator's consumer takes the values at once.
#[inline]
pub(crate) fn resume_delegate<G: Generator<R>, R>(
    delegate: &mut G,
    header: &Header<'_, G::Yield, R>,
    default: Option<fn() -> R>,
) -> Poll<G::Return> {
    let sent = header.take_resume();
    let mut state = match delegate.status() {
        GeneratorStatus::Created => match delegate.start() {
            Ok(state) => state,
            Err(AlreadyStarted) => resumed_after_end(),
        },
        GeneratorStatus::Suspended => delegate.resume(sent.unwrap_or_else(|| default_resume(default))),
        GeneratorStatus::Finished => resumed_after_end(),
    };
    loop {
        match state {
            GeneratorState::Complete(value) => return Poll::Ready(value),
            GeneratorState::Yielded(value) => match header.deliver(value) {
                Some(argument) => state = delegate.resume(argument),
                None => return Poll::Pending,
            },
        }
    }
}
