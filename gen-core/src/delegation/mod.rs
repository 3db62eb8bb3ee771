//! The future that `yield_from!` awaits.
//!
//! The macro does not know what it was given; [method resolution does](offer), and answers with a tag, which says how
//! the source is delegated to. One future runs them all, in synchronous and in asynchronous generators: [`delegate`]
//! makes it.
//!
//! A source is resumed by its public interface, step by step, unless it is a generator of this crate: then its body is
//! polled on behalf of the body that delegates, and exchanges values with the same driver.

use core::future::Future;
use core::marker::{PhantomData, PhantomPinned};
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::generator::Generator;
use crate::kind::{Co, Kind, PhantomInvariant, Progress, Sent};
use crate::panics::{delegated_after_end, no_value_for_delegate};
use crate::state::{GeneratorState, GeneratorStatus};

#[cfg(feature = "stream")]
pub(crate) mod asynchronous;
pub(crate) mod delegating;
pub(crate) mod offer;
pub(crate) mod tags;

use delegating::Delegating;
use offer::Source;
use tags::{Tag, UntilError};

/// The future that runs `source` in the generator of `co`.
#[inline(always)]
pub fn delegate<K, G: Tag<S, D, Y, R>, S, D, Y, R>(
    _tag: G,
    source: Source<S>,
    _co: &Co<K, Y, R>,
    _default: D,
) -> Delegate<K, G, S, G::Source, D, Y, R, G::Output> {
    Delegate {
        source: G::begin(source.0),
        progress: Progress::NotPolled,
        handed_over: HandedOver(MaybeUninit::uninit()),
        types: PhantomData,
        _pinned: PhantomPinned,
    }
}

/// The same where the first error of the source ends the delegation.
#[inline(always)]
#[expect(clippy::type_complexity, reason = "it is not written elsewhere")]
pub fn try_delegate<K, G: Tag<S, ByDefault, Result<Y, F>, ()>, S, Y, E, F>(
    _tag: G,
    source: Source<S>,
    co: &Co<K, Result<Y, E>, ()>,
) -> Delegate<K, UntilError<G, F>, S, G::Source, ByDefault, Result<Y, E>, (), Result<G::Output, F>> {
    delegate(UntilError(PhantomData), source, co, ByDefault)
}

/// Runs a source, an `S`, on behalf of the generator that awaits this, and evaluates to a `T`.
///
/// (What it holds is named by parameters: with associated types, rustc could not tell whether it is `Send` where
/// lifetimes are in it.)
#[must_use]
pub struct Delegate<K, G, S, I, D, Y, R, T> {
    source: I,
    progress: Progress,
    handed_over: HandedOver<T>,
    types: PhantomInvariant<(K, G, S, D, Y, R)>,
    _pinned: PhantomPinned,
}

/// The place for the return value of frames that the driver has taken over.
struct HandedOver<T>(MaybeUninit<T>);

// SAFETY: it holds a value only from the end of the frames until the delegation reads it: at once, if they were polled
// in its own poll, and else in its next one, which the driver makes in the same poll of its own. So no value goes to
// another thread with a body; and as nothing of the user's runs in between, none is left there.
unsafe impl<T> Send for HandedOver<T> {}

// SAFETY: as for `Send`: only the frames and the delegation refer to the value.
unsafe impl<T> Sync for HandedOver<T> {}

impl<K: Kind, G: Tag<S, D, Y, R, Source = I, Output = T>, S, I, D, Y, R, T> Future
    for Delegate<K, G, S, I, D, Y, R, T>
{
    type Output = T;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        // SAFETY: nothing is moved out of the reference but what was handed over, which is not pinned.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: the source is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        let source = unsafe { Pin::new_unchecked(&mut this.source) };
        // SAFETY: exchange invariant 2: this future was made from a `Co<K, Y, R>`, and is awaited in its body; it is
        // not over, for `.await` does not poll again what was ready. A body of kind `K` lies in a frame if `K` says so.
        // The parts of `this`, which is pinned, are used for nothing else.
        let delegating =
            unsafe { Delegating::new::<K>(source, context, &mut this.progress, this.handed_over.0.as_mut_ptr()) };
        G::poll(delegating)
    }
}

/// Resumes a synchronous generator by its public interface. This is the only call of `Generator::resume` for delegates:
/// with a second one, LLVM keeps more of the states in memory.
#[inline(always)]
pub(crate) fn resume<D: ResumeDefault<R>, G: Generator<R>, R>(
    generator: &mut G,
    sent: Sent<R>,
) -> GeneratorState<G::Yield, G::Return> {
    let argument = match sent {
        Sent::Value(argument) => Some(argument),
        Sent::Nothing | Sent::UnderWay => match generator.status() {
            // Where there is a default, `resume` and not `start`: a `#[resume]` parameter gets it.
            GeneratorStatus::Created => D::value(),
            GeneratorStatus::Suspended => Some(needed(D::value())),
            GeneratorStatus::Finished => delegated_after_end(),
        },
    };
    match argument {
        Some(argument) => generator.resume(argument),
        None => generator.start().unwrap_or_else(|_| delegated_after_end()),
    }
}

/// What a delegate is resumed with that was started before the delegation began: nobody has sent a value.
///
/// Types and not a function pointer, for a call that LLVM does not know keeps the state machine from dissolving.
pub trait ResumeDefault<R> {
    /// The value, if the resume type has a default.
    fn value() -> Option<R>;
}

/// The resume type has a default.
pub struct ByDefault;

impl<R: Default> ResumeDefault<R> for ByDefault {
    #[inline(always)]
    fn value() -> Option<R> {
        Some(R::default())
    }
}

/// The resume type has no default.
pub struct WithoutDefault;

impl<R> ResumeDefault<R> for WithoutDefault {
    #[inline(always)]
    fn value() -> Option<R> {
        None
    }
}

/// The value, without which there is nothing to resume a delegate with.
#[inline(always)]
pub(crate) fn needed<R>(value: Option<R>) -> R {
    value.unwrap_or_else(|| no_value_for_delegate())
}

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
