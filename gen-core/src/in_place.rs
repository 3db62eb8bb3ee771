//! The generator whose body never leaves its place: behind `impl PinGenerator`.

use core::cell::UnsafeCell;
use core::fmt;
use core::future::Future;
use core::marker::{PhantomData, PhantomPinned};
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::error::AlreadyStarted;
use crate::header::{Header, Invariant, Slot, foreign_await};
use crate::phase::{Entry, FinishOnUnwind, FirstResume, Phase};
use crate::pin::PinGenerator;
use crate::state::{GeneratorState, GeneratorStatus};

/// A generator that is pinned by its owner.
///
/// Invariant: the body is made from a `Co` of `Y` and `R` and keeps header invariant 1. It is structurally pinned, and
/// there unless `phase` is `Finished`. As it may borrow from itself, a shared reference to the generator must not claim
/// it: it lies in an `UnsafeCell`, and nothing is done with it by `&self`.
#[must_use = "generators are lazy and do nothing unless resumed"]
pub struct InPlace<F, Y, R> {
    phase: Phase,
    body: UnsafeCell<Option<F>>,
    values: Invariant<(Y, R)>,
    _pinned: PhantomPinned,
}

// SAFETY: `&self` gives the phase alone.
unsafe impl<F: Sync, Y, R> Sync for InPlace<F, Y, R> {}

impl<F, Y, R> InPlace<F, Y, R>
where
    F: Future,
{
    /// # Safety
    ///
    /// `body` was made from a `Co` of `Y` and `R`, keeps header invariant 1, and takes its first argument as `first`
    /// says.
    #[inline(always)]
    pub(crate) unsafe fn new(body: F, first: FirstResume) -> Self {
        Self {
            phase: Phase::created(first),
            body: UnsafeCell::new(Some(body)),
            values: PhantomData,
            _pinned: PhantomPinned,
        }
    }

    #[inline(always)]
    fn project(self: Pin<&mut Self>) -> (&mut Phase, Pin<&mut Option<F>>) {
        // SAFETY: nothing is moved out of the reference.
        let this = unsafe { self.get_unchecked_mut() };
        // SAFETY: the body is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        let body = unsafe { Pin::new_unchecked(this.body.get_mut()) };
        (&mut this.phase, body)
    }

    /// Runs the body to its next yield or to its end. The phase is `Suspended`.
    ///
    /// # Safety
    ///
    /// `argument` suits where the body stands (header invariant 2).
    #[inline(always)]
    unsafe fn step(self: Pin<&mut Self>, argument: Option<R>) -> GeneratorState<Y, F::Output> {
        let (phase, mut body) = self.project();
        let mut slot = Slot::new();
        let mut exchange = Header::new(&mut slot, argument).into_exchange();
        // SAFETY: the body is made from a `Co` of `Y` and `R`, the context stands in an exchange with a `Header<Y, R>`,
        // and `argument` suits the phase.
        if let Poll::Ready(value) = unsafe { poll(phase, body.as_mut(), exchange.context()) } {
            return GeneratorState::Complete(value);
        }
        // SAFETY: the body is as its poll has left it.
        let Some(value) = (unsafe { slot.take() }) else {
            *phase = Phase::Finished;
            body.set(None);
            foreign_await()
        };
        GeneratorState::Yielded(value)
    }
}

/// Polls a body, and drops it when it ends. The phase is `Suspended`.
///
/// # Safety
///
/// The body was made from a `Co` of some `Y` and `R`, and `context` stands in an exchange with a `Header<Y, R>` (header
/// invariant 1), whose `resume` suits where the body stands (header invariant 2).
#[inline(always)]
unsafe fn poll<F: Future>(
    phase: &mut Phase,
    mut body: Pin<&mut Option<F>>,
    context: &mut Context<'_>,
) -> Poll<F::Output> {
    let Some(running) = body.as_mut().as_pin_mut() else { unreachable!("an unfinished generator has a body") };
    // SAFETY: `phase` is borrowed for longer than this lives, and touched again only after it is disarmed.
    let on_unwind = unsafe { FinishOnUnwind::new(phase) };
    let poll = running.poll(context);
    on_unwind.disarm();
    if poll.is_ready() {
        *phase = Phase::Finished;
        body.set(None);
    }
    poll
}

impl<F, Y, R> PinGenerator<R> for InPlace<F, Y, R>
where
    F: Future,
{
    type Yield = Y;
    type Return = F::Output;

    #[inline(always)]
    #[track_caller]
    fn resume(mut self: Pin<&mut Self>, argument: R) -> GeneratorState<Y, F::Output> {
        let argument = self.as_mut().project().0.enter(argument);
        // SAFETY: `enter` has let through what suits the phase.
        unsafe { self.step(argument) }
    }

    #[inline(always)]
    fn status(&self) -> GeneratorStatus {
        self.phase.status()
    }

    #[inline(always)]
    fn close(self: Pin<&mut Self>) {
        let (phase, mut body) = self.project();
        *phase = Phase::Finished;
        body.set(None);
    }

    #[inline(always)]
    #[track_caller]
    fn start(mut self: Pin<&mut Self>) -> Result<GeneratorState<Y, F::Output>, AlreadyStarted> {
        self.as_mut().project().0.start()?;
        // SAFETY: the generator was not started, and takes no argument.
        Ok(unsafe { self.step(None) })
    }

    #[inline(always)]
    unsafe fn __poll_delegate<E: Entry<R>>(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        begun: &mut bool,
    ) -> Poll<F::Output> {
        // SAFETY: the caller's promise.
        let header = unsafe { Header::<Y, R>::of(context) };
        let (phase, body) = self.project();
        if header.begins(begun) {
            phase.enter_delegation::<E, Y, R>(header);
        }
        // SAFETY: the caller's promise. `enter_delegation` has made the header suit the phase if the delegation begins
        // here; otherwise it has the value for the yield that the body stands at.
        unsafe { poll(phase, body, context) }
    }
}

impl<F, Y, R> fmt::Debug for InPlace<F, Y, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PinGenerator").field("status", &self.phase.status()).finish_non_exhaustive()
    }
}
