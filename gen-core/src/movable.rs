//! The generator behind `impl Iterator` and `impl Generator`: movable, though its body may borrow from itself.
//!
//! A body that has started must not move. So it lies in a box from the beginning, and the generator is two words that
//! can go anywhere. (To box it only when it is first resumed would spare generators that are only folded an allocation,
//! but then the box is made inside the loop that resumes it, LLVM does not see that its address stays the same, and the
//! generator's state, and the states of all generators in it, remain in memory.)
//!
//! Where everything is inlined, LLVM keeps the state in registers, if nothing lets the address of the body escape, and
//! nothing that of the generator, where the address of the body is to be found. So what is not inlined takes values:
//! making the box, which could panic and would then have to drop the body, and dropping it.

use alloc::boxed::Box;
use core::fmt;
use core::future::Future;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop};
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::end::{End, ShowsReturn};
use crate::error::AlreadyStarted;
use crate::generator::Generator;
use crate::header::{Fold, Header, Invariant, Slot, foreign_await};
use crate::phase::{Entry, FirstResume, Phase};
use crate::state::{GeneratorState, GeneratorStatus};

/// A generator that can be moved at any time. `E` says what becomes of its return value where it is an iterator.
///
/// Invariant: `body` was made from a `Co` of `Y` and `R` and keeps header invariant 1. It is there unless `phase` is
/// `Finished`.
#[must_use = "generators are lazy and do nothing unless resumed"]
pub struct Movable<F, Y, R, E> {
    phase: Phase,
    body: ManuallyDrop<Pin<Box<F>>>,
    values: Invariant<(Y, R, E)>,
}

impl<F, Y, R, E> Movable<F, Y, R, E>
where
    F: Future,
{
    /// # Safety
    ///
    /// `body` was made from a `Co` of `Y` and `R`, keeps header invariant 1, and takes its first argument as `first`
    /// says.
    #[inline(always)]
    pub(crate) unsafe fn new(body: F, first: FirstResume) -> Self {
        Self { phase: Phase::created(first), body: ManuallyDrop::new(into_box(body)), values: PhantomData }
    }

    #[inline(always)]
    #[track_caller]
    fn resume_body(&mut self, argument: R) -> GeneratorState<Y, F::Output> {
        let argument = self.phase.enter(argument);
        // SAFETY: `enter` has let through what suits the phase.
        unsafe { self.step(argument) }
    }

    /// Runs the body to its next yield or to its end. The phase is `Suspended`.
    ///
    /// # Safety
    ///
    /// `argument` suits where the body stands (header invariant 2).
    #[inline(always)]
    unsafe fn step(&mut self, argument: Option<R>) -> GeneratorState<Y, F::Output> {
        let mut slot = Slot::new();
        let mut exchange = Header::new(&mut slot, argument).into_exchange();
        // SAFETY: the context stands in an exchange with a `Header<Y, R>`, and `argument` suits the phase.
        if let Poll::Ready(value) = unsafe { self.poll(exchange.context()) } {
            return GeneratorState::Complete(value);
        }
        // SAFETY: the body is as the poll has left it.
        let Some(value) = (unsafe { slot.take() }) else {
            self.drop_body();
            foreign_await()
        };
        GeneratorState::Yielded(value)
    }

    /// Polls the body, and frees it when it ends. The phase is `Suspended`.
    ///
    /// # Safety
    ///
    /// `context` stands in an exchange with a `Header<Y, R>` (header invariant 1), whose `resume` suits where the body
    /// stands (header invariant 2).
    #[inline(always)]
    unsafe fn poll(&mut self, context: &mut Context<'_>) -> Poll<F::Output> {
        debug_assert!(self.phase == Phase::Suspended, "only an unfinished generator has a body");
        let on_end = FreeOnDrop(self);
        let poll = on_end.0.body.as_mut().poll(context);
        if poll.is_pending() {
            mem::forget(on_end);
        }
        poll
    }
}

impl<F, Y, R, E> Movable<F, Y, R, E> {
    /// Takes the body out, if there is one, and finishes the generator.
    #[inline(always)]
    fn take_body(&mut self) -> Option<Pin<Box<F>>> {
        match mem::replace(&mut self.phase, Phase::Finished) {
            Phase::Finished => None,
            // SAFETY: the invariant: the phase was not `Finished`, and is now.
            _ => Some(unsafe { ManuallyDrop::take(&mut self.body) }),
        }
    }

    /// Drops the body, if there is one, and finishes the generator.
    #[inline(always)]
    fn drop_body(&mut self) {
        if let Some(body) = self.take_body() {
            drop_box(body);
        }
    }
}

/// Moves a body to a box. Should there be no memory, and that panic, the body is leaked: see the top of this file.
#[inline(always)]
pub(crate) fn into_box<F>(body: F) -> Pin<Box<F>> {
    let body = Box::into_raw(Box::new(ManuallyDrop::new(body)));
    // SAFETY: a `ManuallyDrop<F>` lies in memory as an `F`, and is not used any more.
    unsafe { Box::from_raw(body.cast::<F>()) }.into()
}

/// Drops a body by value: see the top of this file.
#[cold]
#[inline(never)]
pub(crate) fn drop_box<F>(body: Pin<Box<F>>) {
    drop(body);
}

/// The box of a body that is to be freed without a look at the body.
///
/// # Safety
///
/// There is nothing in the body that is to be dropped, nor pinned.
#[expect(clippy::unnecessary_box_returns, reason = "the body stays where it is")]
#[inline(always)]
pub(crate) unsafe fn forget_content<F>(body: Pin<Box<F>>) -> Box<ManuallyDrop<F>> {
    // SAFETY: the body is not moved, and by the caller's promise it is not pinned any more.
    let body = Box::into_raw(unsafe { Pin::into_inner_unchecked(body) });
    // SAFETY: only the type changes, to one that lies in memory alike.
    unsafe { Box::from_raw(body.cast::<ManuallyDrop<F>>()) }
}

/// Frees the body of a generator, and finishes it, when the body has returned or panicked. Then there is nothing in it
/// any more that is to be dropped; and not to look for it tells LLVM that the state need not be written to memory.
struct FreeOnDrop<'a, F, Y, R, E>(&'a mut Movable<F, Y, R, E>);

impl<F, Y, R, E> Drop for FreeOnDrop<'_, F, Y, R, E> {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(body) = self.0.take_body() {
            // SAFETY: an `async` block that has returned or panicked has dropped all that was in it.
            drop(unsafe { forget_content(body) });
        }
    }
}

impl<F, Y, R, E> Generator<R> for Movable<F, Y, R, E>
where
    F: Future,
    E: ShowsReturn,
{
    type Yield = Y;
    type Return = F::Output;

    #[inline(always)]
    #[track_caller]
    fn resume(&mut self, argument: R) -> GeneratorState<Y, F::Output> {
        self.resume_body(argument)
    }

    #[inline(always)]
    fn status(&self) -> GeneratorStatus {
        self.phase.status()
    }

    #[inline(always)]
    fn close(&mut self) {
        self.drop_body();
    }

    #[inline(always)]
    #[track_caller]
    fn start(&mut self) -> Result<GeneratorState<Y, F::Output>, AlreadyStarted> {
        self.phase.start()?;
        // SAFETY: the generator was not started, and takes no argument.
        Ok(unsafe { self.step(None) })
    }

    #[inline(always)]
    unsafe fn __poll_delegate<D: Entry<R>>(
        &mut self,
        context: &mut Context<'_>,
        begun: &mut bool,
        _handed_over: *mut Option<F::Output>,
    ) -> Poll<F::Output> {
        // SAFETY: the caller's promise.
        let header = unsafe { Header::<Y, R>::of(context) };
        if header.begins(begun) {
            self.phase.enter_delegation::<D, Y, R>(header);
        }
        // SAFETY: the caller's promise. `enter_delegation` has made the header suit the phase if the delegation begins
        // here; otherwise it has the value for the yield that the body stands at.
        unsafe { self.poll(context) }
    }
}

impl<F, Y, R, E> Iterator for Movable<F, Y, R, E>
where
    F: Future,
    R: Default,
    E: End<Y, F::Output>,
{
    type Item = Y;

    #[inline(always)]
    fn next(&mut self) -> Option<Y> {
        if self.phase == Phase::Finished {
            return None;
        }
        E::item(self.resume_body(R::default()))
    }

    #[inline(always)]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.phase.size_hint()
    }

    #[inline(always)]
    fn fold<B, C>(mut self, initial: B, consume: C) -> B
    where
        C: FnMut(B, Y) -> B,
    {
        if self.phase == Phase::Finished {
            return initial;
        }
        let argument = self.phase.enter(R::default());
        let mut consumer = Fold::new(initial, consume);
        let mut exchange = Header::new(&mut consumer, argument).into_exchange();
        // SAFETY: the context stands in an exchange with a `Header<Y, R>`, and `argument` suits the phase.
        let poll = unsafe { self.poll(exchange.context()) };
        let Poll::Ready(returned) = poll else { foreign_await() };
        // Before the accumulator leaves the consumer: should this panic, the accumulator is dropped with it.
        consumer.end::<Y, _, E>(returned);
        consumer.into_accumulator()
    }
}

impl<F, Y, R, E> FusedIterator for Movable<F, Y, R, E>
where
    F: Future,
    R: Default,
    E: End<Y, F::Output>,
{
}

impl<F, Y, R, E> fmt::Debug for Movable<F, Y, R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generator").field("status", &self.phase.status()).finish_non_exhaustive()
    }
}

impl<F, Y, R, E> Drop for Movable<F, Y, R, E> {
    #[inline(always)]
    fn drop(&mut self) {
        self.drop_body();
    }
}
