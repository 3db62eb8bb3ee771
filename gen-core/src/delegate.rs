//! What `yield_from!` awaits.
//!
//! The macro does not know what it was given; method resolution does. `(&&&&&offer).delegation()` finds the first of
//! the traits in [`resolve`] that the source fits: a generator, a pinned generator, an iterable, an iterable of other
//! items, or none of them; the last two are there for the sake of their error messages. Its answer is a marker, by
//! which [`delegate`] chooses the future to await.
//!
//! A user's trait can have methods of these names, too, and win. It then sees an [`Offer`], which has no powers, and
//! can give another answer, which is checked like any: the handle that suspends goes to the functions of this file
//! alone.

use core::future::{Future, Ready, ready};
use core::marker::{PhantomData, PhantomPinned};
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::error::AlreadyStarted;
use crate::generator::Generator;
use crate::header::{Co, Header, Invariant};
use crate::phase::{Entry, InFrame, delegated_after_end};
use crate::pin::PinGenerator;
use crate::state::{GeneratorState, GeneratorStatus};

/// What stands in the parentheses of `yield_from!`.
#[derive(Debug)]
pub struct Source<S>(pub(crate) S);

/// Makes a source of it.
///
/// Where this is called the source is a temporary, and is moved on at once. If it were put together there, by its
/// constructor, rustc would still take it for one that may have to be dropped with the temporaries: in editions before
/// 2024 that is after the locals, from which it could not borrow then.
#[inline(always)]
pub fn source<S>(source: S) -> Source<S> {
    Source(source)
}

/// A source that is offered to a generator that yields `Y` and is resumed with `R`. No value, only its type.
#[derive(Debug)]
pub struct Offer<S, Y, R> {
    source: PhantomData<fn(S)>,
    generator: Invariant<(Y, R)>,
}

impl<S, Y, R> Offer<S, Y, R> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self { source: PhantomData, generator: PhantomData }
    }
}

/// Asks what `source` is to the generator of `co`.
#[inline(always)]
pub fn offer<S, Y, R>(_source: &Source<S>, _co: &Co<Y, R>) -> Offer<S, Y, R> {
    Offer::new()
}

/// The traits that decide what an `Offer` is, each one reference closer to it than the next: so the first that fits
/// wins.
pub mod resolve {
    use super::{
        Delegable, Generator, ItemOf, Offer, PinGenerator, ToGenerator, ToIterable, ToNothing, ToPinGenerator,
    };
    use crate::phase::{ByDefault, WithoutDefault};

    /// The source is a generator.
    pub trait ViaGenerator {
        /// Selects delegation to a generator.
        fn delegation(&self) -> ToGenerator {
            ToGenerator
        }
    }
    impl<G, Y, R> ViaGenerator for &&&&Offer<G, Y, R> where G: Generator<R, Yield = Y> {}

    /// The source is a generator that is to be pinned.
    pub trait ViaPinGenerator {
        /// Selects delegation to a pinned generator.
        fn delegation(&self) -> ToPinGenerator {
            ToPinGenerator
        }
    }
    impl<G, Y, R> ViaPinGenerator for &&&Offer<G, Y, R> where G: PinGenerator<R, Yield = Y> {}

    /// The source is iterable.
    pub trait ViaIterable {
        /// Selects delegation to an iterator.
        fn delegation(&self) -> ToIterable {
            ToIterable
        }
    }
    impl<I, Y, R> ViaIterable for &&Offer<I, Y, R> where I: IntoIterator<Item = Y> {}

    /// The source is iterable, but for items of another type.
    pub trait ViaOtherItems<I, Y, R> {
        /// An error, for nothing is `ItemOf`.
        fn delegation(&self) -> ToNothing
        where
            I: IntoIterator,
            I::Item: ItemOf<Y>,
        {
            ToNothing
        }
    }
    impl<I: IntoIterator, Y, R> ViaOtherItems<I, Y, R> for &Offer<I, Y, R> {}

    /// The source is nothing that can be delegated to.
    pub trait ViaNothing<S, Y, R> {
        /// An error, for nothing is `Delegable`.
        fn delegation(&self) -> ToNothing
        where
            S: Delegable<Y, R>,
        {
            ToNothing
        }
    }
    impl<S, Y, R> ViaNothing<S, Y, R> for Offer<S, Y, R> {}

    /// The resume type has a default.
    pub trait HasDefault {
        /// What makes a value for a delegate that was started before.
        fn entry(&self) -> ByDefault {
            ByDefault
        }
    }
    impl<S, Y, R: Default> HasDefault for &Offer<S, Y, R> {}

    /// The resume type has no default.
    pub trait HasNoDefault {
        /// Nothing makes a value.
        fn entry(&self) -> WithoutDefault {
            WithoutDefault
        }
    }
    impl<S, Y, R> HasNoDefault for Offer<S, Y, R> {}
}

/// Delegation to a [`Generator`].
#[derive(Debug)]
pub struct ToGenerator;

/// Delegation to a [`PinGenerator`].
#[derive(Debug)]
pub struct ToPinGenerator;

/// Delegation to an iterator.
#[derive(Debug)]
pub struct ToIterable;

/// Delegation to something that is none of these, which has been refused: this is there so that nothing else is.
#[derive(Debug)]
pub struct ToNothing;

/// The future that runs `source` in the generator of `co`.
#[inline(always)]
pub fn delegate<D, S, E, Y, R>(_delegation: D, source: Source<S>, _co: &Co<Y, R>, _entry: E) -> D::Future
where
    D: Delegation<S, E, Y, R>,
{
    D::start(source.0)
}

/// The same in a boxed generator.
#[inline(always)]
pub fn delegate_in_frame<D, S, E, Y, R>(delegation: D, source: Source<S>, co: &Co<Y, R>, entry: E) -> D::Future
where
    D: Delegation<S, InFrame<E>, Y, R>,
{
    delegate(delegation, source, co, InFrame(entry))
}

pub(crate) mod sealed {
    use super::{ToGenerator, ToIterable, ToNothing, ToPinGenerator};

    pub trait Sealed {}
    impl Sealed for ToGenerator {}
    impl Sealed for ToPinGenerator {}
    impl Sealed for ToIterable {}
    impl Sealed for ToNothing {}
}

/// The kinds of delegation, each with its future. Only those of this file: the futures rely on where they are awaited.
pub trait Delegation<S, E, Y, R>: sealed::Sealed {
    /// Runs the source.
    type Future;

    /// Makes the future.
    #[doc(hidden)]
    fn start(source: S) -> Self::Future;
}

impl<G, E, Y, R> Delegation<G, E, Y, R> for ToGenerator
where
    G: Generator<R, Yield = Y>,
    E: Entry<R>,
{
    type Future = Delegate<G, E, R>;

    #[inline(always)]
    fn start(source: G) -> Self::Future {
        Delegate { generator: source, begun: false, handed_over: None, values: PhantomData, _pinned: PhantomPinned }
    }
}

impl<G, E, Y, R> Delegation<G, E, Y, R> for ToPinGenerator
where
    G: PinGenerator<R, Yield = Y>,
    E: Entry<R>,
{
    type Future = PinDelegate<G, E, R>;

    #[inline(always)]
    fn start(source: G) -> Self::Future {
        PinDelegate { generator: source, begun: false, values: PhantomData, _pinned: PhantomPinned }
    }
}

impl<I, E, Y, R> Delegation<I, E, Y, R> for ToIterable
where
    I: IntoIterator<Item = Y>,
    R: ResumeIterable,
{
    type Future = Iterate<I::IntoIter, R>;

    #[inline(always)]
    fn start(source: I) -> Self::Future {
        Iterate { items: source.into_iter(), values: PhantomData }
    }
}

impl<S, E, Y, R> Delegation<S, E, Y, R> for ToNothing {
    type Future = Ready<()>;

    fn start(_source: S) -> Ready<()> {
        ready(())
    }
}

/// What `yield_from!` accepts. Nothing implements it: it is there for its message.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` cannot delegate to `{Self}` here",
    label = "this is neither an iterable of `{Y}` nor a generator that yields `{Y}` and is resumed with `{R}`",
    note = "if it is one value that is to be yielded, write `yield_!(..)`"
)]
pub trait Delegable<Y, R> {}

/// The items of an iterable that a generator which yields `Y` can delegate to. Nothing implements it: it is there for
/// its message.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` of items of type `{Self}` in a generator that yields `{Y}`",
    label = "this iterates over `{Self}`, and the generator yields `{Y}`",
    note = "convert the items: `yield_from!(source.into_iter().map(..))`, or with `.copied()` or `.cloned()` if they are references"
)]
pub trait ItemOf<Y> {}

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

    #[inline(always)]
    fn go_on(self) -> Result<(), ()> {
        Ok(())
    }

    #[inline(always)]
    fn at_end() {}
}

/// A thrown error stops the iteration.
impl<S, E> ResumeIterable for Result<S, E> {
    type Output = Result<(), E>;

    #[inline(always)]
    fn go_on(self) -> Result<(), Result<(), E>> {
        self.map(drop).map_err(Err)
    }

    #[inline(always)]
    fn at_end() -> Result<(), E> {
        Ok(())
    }
}

/// Runs a generator in the place of the one that awaits this.
///
/// Invariant: from the first poll on, `handed_over` is touched only as [`Generator::__poll_delegate`] allows.
#[derive(Debug)]
#[must_use]
pub struct Delegate<G, E, R>
where
    G: Generator<R>,
{
    generator: G,
    begun: bool,
    handed_over: Option<G::Return>,
    values: Invariant<(E, R)>,
    _pinned: PhantomPinned,
}

impl<G, E, R> Future for Delegate<G, E, R>
where
    G: Generator<R>,
    E: Entry<R>,
{
    type Output = G::Return;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<G::Return> {
        // SAFETY: nothing is moved out of the reference but what was handed over, which is not pinned.
        let this = unsafe { self.get_unchecked_mut() };
        let handed_over = &raw mut this.handed_over;
        // SAFETY: header invariant 1: this future was made from a `Co<G::Yield, R>`. It is pinned, so
        // `handed_over` stays where it is, and is used for nothing else.
        unsafe { this.generator.__poll_delegate::<E>(context, &mut this.begun, handed_over) }
    }
}

/// Runs a generator that it pins in the place of the one that awaits this.
#[derive(Debug)]
#[must_use]
pub struct PinDelegate<G, E, R> {
    generator: G,
    begun: bool,
    values: Invariant<(E, R)>,
    _pinned: PhantomPinned,
}

impl<G, E, R> Future for PinDelegate<G, E, R>
where
    G: PinGenerator<R>,
    E: Entry<R>,
{
    type Output = G::Return;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<G::Return> {
        // SAFETY: nothing is moved out of the reference.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: the generator is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        let generator = unsafe { Pin::new_unchecked(&mut this.generator) };
        // SAFETY: header invariant 1: this future was made from a `Co<G::Yield, R>`.
        unsafe { generator.__poll_delegate::<E>(context, &mut this.begun) }
    }
}

/// Yields the items of an iterator.
#[derive(Debug)]
#[must_use]
pub struct Iterate<I, R> {
    items: I,
    values: Invariant<R>,
}

// Nothing points into the iterator.
impl<I, R> Unpin for Iterate<I, R> {}

impl<I, R> Future for Iterate<I, R>
where
    I: Iterator,
    R: ResumeIterable,
{
    type Output = R::Output;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R::Output> {
        // SAFETY: header invariant 1: this future was made from a `Co<I::Item, R>`.
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
#[inline(always)]
pub(crate) fn resume_delegate<E: Entry<R>, G: Generator<R>, R>(
    delegate: &mut G,
    header: &Header<'_, G::Yield, R>,
    begun: &mut bool,
) -> Poll<G::Return> {
    let first = header.begins(begun);
    let sent = header.take_resume();
    let mut state = match (delegate.status(), sent) {
        (GeneratorStatus::Suspended, Some(argument)) => delegate.resume(argument),
        (GeneratorStatus::Suspended, None) if first => delegate.resume(E::value()),
        // A `#[resume]` parameter would be given the default.
        (GeneratorStatus::Created, None) if first => match E::value_if_any() {
            Some(argument) => delegate.resume(argument),
            None => delegate.start().unwrap_or_else(|AlreadyStarted| delegated_after_end()),
        },
        _ => delegated_after_end(),
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
