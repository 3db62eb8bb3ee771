//! How a synchronous generator is resumed; and what one that is pinned can do.

use core::future::Future;
use core::pin::Pin;
use core::task::Poll;

use crate::delegation::ResumeDefault;
use crate::delegation::delegating::Delegating;
use crate::error::AlreadyStarted;
use crate::kind::Synchronous;
use crate::panics::foreign_await;
use crate::pin::PinGenerator;
use crate::state::{GeneratorState, GeneratorStatus};
use crate::synchronous::consumer::Slot;
use crate::synchronous::header::new_exchange;

use super::AnonymousGenerator;
use super::place::{InPlace, Place};
use super::view::View;

impl<P: Place, Y, R, E> AnonymousGenerator<P, Synchronous, Y, R, E> {
    #[inline(always)]
    #[track_caller]
    pub(super) fn resume_body(mut self: Pin<&mut Self>, argument: R) -> GeneratorState<Y, P::Output> {
        let argument = self.as_mut().phase_mut().enter(argument);
        // SAFETY: `enter` has let through what suits the phase, which is `Suspended` now.
        unsafe { self.step(argument) }
    }

    #[inline(always)]
    #[track_caller]
    fn start_body(mut self: Pin<&mut Self>) -> Result<GeneratorState<Y, P::Output>, AlreadyStarted> {
        self.as_mut().phase_mut().start()?;
        // SAFETY: the generator was not started, and takes no argument; the phase is `Suspended` now.
        Ok(unsafe { self.step(None) })
    }

    /// Runs the body to its next yield or to its end.
    ///
    /// # Safety
    ///
    /// The phase is `Suspended`, and `argument` suits where the body stands (exchange invariant 3).
    #[inline(always)]
    unsafe fn step(mut self: Pin<&mut Self>, argument: Option<R>) -> GeneratorState<Y, P::Output> {
        let mut slot = Slot::new();
        let mut exchange = new_exchange(&mut slot, argument);
        // SAFETY: this is an exchange for `Y` and `R`, and the caller promises that `argument` suits the body.
        if let Poll::Ready(value) = unsafe { self.as_mut().poll(exchange.context()) } {
            return GeneratorState::Complete(value);
        }
        // SAFETY: the body was polled with this slot, and has not been touched since.
        let Some(value) = (unsafe { slot.take() }) else {
            self.close_pinned();
            foreign_await()
        };
        GeneratorState::Yielded(value)
    }
}

impl<P: Place, Y, R, E> View<'_, P, Synchronous, Y, R, E> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    pub(super) fn resume(mut self, argument: R) -> GeneratorState<Y, P::Output> {
        self.generator().resume_body(argument)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    pub(super) fn start(mut self) -> Result<GeneratorState<Y, P::Output>, AlreadyStarted> {
        self.generator().start_body()
    }
}

impl<F: Future, Y, R, E> PinGenerator<R> for AnonymousGenerator<InPlace<F>, Synchronous, Y, R, E> {
    type Yield = Y;
    type Return = F::Output;

    #[inline(always)]
    #[track_caller]
    fn resume(self: Pin<&mut Self>, argument: R) -> GeneratorState<Y, F::Output> {
        self.view().resume(argument)
    }

    #[inline(always)]
    fn status(&self) -> GeneratorStatus {
        self.phase.status()
    }

    #[inline(always)]
    fn close(self: Pin<&mut Self>) {
        self.close_pinned();
    }

    #[inline(always)]
    #[track_caller]
    fn start(self: Pin<&mut Self>) -> Result<GeneratorState<Y, F::Output>, AlreadyStarted> {
        self.view().start()
    }

    #[inline(always)]
    fn __poll_delegate<D: ResumeDefault<R>>(
        delegating: Delegating<'_, '_, Self, Synchronous, Y, R, F::Output>,
    ) -> Poll<F::Output> {
        Self::poll_delegate::<D>(delegating)
    }
}
