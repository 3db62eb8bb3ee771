//! The owner of the body of a generator that is anonymous: what `impl Trait` and `Box<dyn Trait>` hide.
//!
//! It is one type for both [kinds](crate::kind) of bodies and both [places](place) where a body can lie.

use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::delegation::ResumeDefault;
use crate::delegation::delegating::Delegating;
use crate::kind::{Kind, PhantomInvariant};

use phase::{FirstResume, Phase};
use place::Place;
use view::{Erase, View};

#[cfg(feature = "stream")]
mod asynchronous;
#[cfg(feature = "alloc")]
pub(crate) mod beside;
#[cfg(feature = "alloc")]
mod movable;
#[cfg(feature = "alloc")]
pub(crate) mod outlined;
pub(crate) mod phase;
pub(crate) mod place;
mod synchronous;
mod view;

/// A generator without a name. It can be moved at any time if its body lies in a box, and is pinned by whoever owns it
/// if not. `E` says how its return value is treated where it is an iterator or a stream.
///
/// Invariant: the body was made from a `Co` of `Y`, `R` and a kind that has the header of `K`, and keeps exchange
/// invariant 2. It is there unless `phase` is `Finished`, and is structurally pinned.
///
/// The next line is what rustc shows where a method of an iterator or a stream is called on a `gen_!` that returns a
/// value.
#[must_use = "generators are lazy and do nothing unless resumed"]
#[rustfmt::skip]
pub struct AnonymousGenerator<P, K, Y, R, E> // no iterator or stream if a `gen_!` returns a value: `try_gen_!` ends with an error
where
    P: Place,
    K: Kind,
{
    phase: Phase,
    place: P,
    values: PhantomInvariant<(K, Y, R, E)>,
}

impl<P: Place, K: Kind, Y, R, E> AnonymousGenerator<P, K, Y, R, E> {
    /// # Safety
    ///
    /// The body in `place` was made from a `Co` of `Y`, `R` and a kind that has the header of `K`, keeps exchange
    /// invariant 2, and takes its first argument as `first` says.
    #[inline(always)]
    pub(crate) unsafe fn new(place: P, first: FirstResume) -> Self {
        Self { phase: Phase::created(first), place, values: PhantomData }
    }

    /// Polls the body, and gives up its place when it ends.
    ///
    /// # Safety
    ///
    /// The phase is `Suspended`. `context` belongs to an exchange with the header of `K`, `Y` and `R` (exchange
    /// invariant 2), which has a value exactly if the body demands one (exchange invariant 3).
    #[inline(always)]
    unsafe fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<P::Output> {
        debug_assert!(self.phase.is_suspended(), "only an unfinished generator has a body");
        // SAFETY: nothing is moved out of the reference.
        let this = unsafe { self.get_unchecked_mut() };
        let on_unwind = EndOnDrop(this);
        // SAFETY: by the invariant the body is there, for the phase is not `Finished`; `self` is pinned; and the caller
        // promises that the context suits.
        let poll = unsafe { on_unwind.0.place.poll(context) };
        mem::forget(on_unwind);
        if poll.is_ready() {
            // SAFETY: the body is there; an `async` block that has returned has dropped all that was in it, and holds
            // nothing that is pinned.
            unsafe { this.end() };
        }
        poll
    }

    /// One step of `yield_from!`: polls the body on behalf of the one that delegates to this generator.
    #[inline(always)]
    fn poll_delegate<D: ResumeDefault<R>>(
        mut delegating: Delegating<'_, '_, Self, K, Y, R, P::Output>,
    ) -> Poll<P::Output>
    where
        P: Erase,
    {
        delegating.begin(|source| source.phase_mut().enter_delegation::<D, _>());
        let (source, context) = delegating.into_parts();
        // SAFETY: the context is one of `K`, `Y` and `R`, and suits the body, for the delegation has begun. The phase
        // is `Suspended`: `enter_delegation` has left it so, and if the body had ended since, the delegation would be
        // over.
        unsafe { source.view().poll(context) }
    }

    /// Gives up the place of a body that has returned or panicked, and finishes the generator.
    ///
    /// # Safety
    ///
    /// The body is there, and holds nothing that is to be dropped, or that is pinned.
    #[inline(always)]
    unsafe fn end(&mut self) {
        self.phase = Phase::Finished;
        // SAFETY: the caller promises that the body is there, and what it holds; the phase is `Finished` now, so the
        // place is not used any more.
        unsafe { self.place.free() };
    }

    #[inline(always)]
    fn phase_mut(self: Pin<&mut Self>) -> &mut Phase {
        // SAFETY: the phase is not pinned, and nothing is moved out of the reference.
        &mut unsafe { self.get_unchecked_mut() }.phase
    }

    /// Drops the body, if there is one, and finishes the generator.
    #[inline(always)]
    fn drop_body(&mut self) {
        if !mem::replace(&mut self.phase, Phase::Finished).is_finished() {
            // SAFETY: by the invariant the body is there, for the phase was not `Finished`; it is now, so the place is
            // not used any more.
            unsafe { self.place.give_up(true) };
        }
    }

    #[inline(always)]
    fn close_pinned(self: Pin<&mut Self>) {
        // SAFETY: the body is dropped where it lies, and nothing is moved out of the reference.
        unsafe { self.get_unchecked_mut() }.drop_body();
    }
}

impl<P: Place, K: Kind, Y, R, E> View<'_, P, K, Y, R, E> {
    /// Polls the body, as [`AnonymousGenerator::poll`] does.
    ///
    /// # Safety
    ///
    /// As there.
    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn poll(mut self, context: &mut Context<'_>) -> Poll<P::Output> {
        // SAFETY: the caller's promises are those of this function.
        unsafe { self.generator().poll(context) }
    }
}

/// Ends a generator whose body has panicked.
struct EndOnDrop<'a, P: Place, K: Kind, Y, R, E>(&'a mut AnonymousGenerator<P, K, Y, R, E>);

impl<P: Place, K: Kind, Y, R, E> Drop for EndOnDrop<'_, P, K, Y, R, E> {
    #[inline(always)]
    fn drop(&mut self) {
        let end = if P::BOXED && K::ASYNCHRONOUS { end_out_of_line } else { end_after_panic };
        // SAFETY: this is made where the body is there, and forgotten unless that panics; an `async` block that has
        // panicked has dropped all that was in it.
        unsafe { end(self.0) };
    }
}

/// # Safety
///
/// The body has panicked.
#[inline(always)]
unsafe fn end_after_panic<P: Place, K: Kind, Y, R, E>(generator: &mut AnonymousGenerator<P, K, Y, R, E>) {
    generator.phase = Phase::Finished;
    // SAFETY: the caller promises that there is no body any more; the phase is `Finished` now, so the place is not used
    // after this.
    unsafe { generator.place.give_up(false) };
}

/// The same out of line: the state of a stream is in memory anyway, and a poll then saves fewer registers.
///
/// # Safety
///
/// As for [`end_after_panic`].
#[cold]
#[inline(never)]
unsafe fn end_out_of_line<P: Place, K: Kind, Y, R, E>(generator: &mut AnonymousGenerator<P, K, Y, R, E>) {
    // SAFETY: the caller's promise is that of this function.
    unsafe { end_after_panic(generator) };
}

impl<P: Place, K: Kind, Y, R, E> Drop for AnonymousGenerator<P, K, Y, R, E> {
    #[inline(always)]
    fn drop(&mut self) {
        // As in `drop_body`, without the store: LLVM inlines what is called where a panic goes through only if it costs
        // next to nothing, and if it does not, the generator's address escapes.
        if !self.phase.is_finished() {
            // SAFETY: by the invariant the body is there, and the place is not used after this.
            unsafe { self.place.give_up(true) };
        }
    }
}

impl<P: Place, K: Kind, Y, R, E> fmt::Debug for AnonymousGenerator<P, K, Y, R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match (P::BOXED, K::ASYNCHRONOUS) {
            (true, false) => "Generator",
            (true, true) => "AsyncGenerator",
            (false, false) => "PinGenerator",
            (false, true) => "PinAsyncGenerator",
        };
        f.debug_struct(name).field("status", &self.phase.status()).finish_non_exhaustive()
    }
}
