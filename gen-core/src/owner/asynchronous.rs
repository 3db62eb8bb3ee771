//! What an asynchronous generator can do: be streamed from, be resumed, and be delegated to.

use core::future::Future;
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::asynchronous::generator::AsyncGenerator;
use crate::asynchronous::header::new_exchange;
use crate::asynchronous::pin::{PinAsyncGenerator, PinStream};
use crate::delegation::ResumeDefault;
use crate::delegation::delegating::Delegating;
use crate::end::{End, ShowsReturn};
use crate::kind::Asynchronous;
use crate::panics::resumed_after_end;
use crate::state::{GeneratorState, GeneratorStatus};

use super::AnonymousGenerator;
use super::phase::Phase;
use super::place::{InPlace, Place};
use super::view::{Erase, View};

impl<P: Place, Y, R, E> AnonymousGenerator<P, Asynchronous, Y, R, E> {
    /// Goes on to the next yield or to the end.
    ///
    /// # Safety
    ///
    /// The phase is `Suspended`, and `resume` is filled as where the body stands demands (exchange invariant 3).
    #[inline(always)]
    unsafe fn poll_step(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        resume: MaybeUninit<R>,
    ) -> Poll<GeneratorState<Y, P::Output>> {
        let mut exchange = new_exchange(context, resume);
        // SAFETY: this is an exchange for `Y` and `R`, and the caller promises that `resume` suits the body.
        if let Poll::Ready(value) = unsafe { self.as_mut().poll(exchange.context()) } {
            return Poll::Ready(GeneratorState::Complete(value));
        }
        self.phase_mut().end_poll(exchange.header.into_yielded())
    }
}

impl<P: Place, Y, R, E> View<'_, P, Asynchronous, Y, R, E> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn poll_resume(
        mut self,
        context: &mut Context<'_>,
        argument: &mut Option<R>,
    ) -> Poll<GeneratorState<Y, P::Output>> {
        let Some(resume) = self.generator().phase_mut().enter_step(|_| argument.take()) else { resumed_after_end() };
        // SAFETY: `enter_step` has filled `resume` as the phase demands, which is `Suspended` now.
        unsafe { self.generator().poll_step(context, resume) }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll_next(mut self, context: &mut Context<'_>) -> Poll<Option<Y>>
    where
        R: Default,
        E: End<Y, P::Output>,
    {
        let resume = self.generator().phase_mut().enter_step(|needed| needed.then(R::default));
        let Some(resume) = resume else { return Poll::Ready(None) };
        // SAFETY: `enter_step` has filled `resume` as the phase demands, which is `Suspended` now.
        unsafe { self.generator().poll_step(context, resume) }.map(E::item)
    }
}

impl<P: Erase, Y, R, E: ShowsReturn> AsyncGenerator<R> for AnonymousGenerator<P, Asynchronous, Y, R, E> {
    type Yield = Y;
    type Return = P::Output;

    #[inline(always)]
    #[track_caller]
    fn poll_resume(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        argument: &mut Option<R>,
    ) -> Poll<GeneratorState<Y, Self::Return>> {
        self.view().poll_resume(context, argument)
    }

    #[inline]
    fn status(&self) -> GeneratorStatus {
        self.phase.status()
    }

    #[inline]
    fn is_pending(&self) -> bool {
        self.phase == Phase::UnderWay
    }

    #[inline]
    fn close(self: Pin<&mut Self>) {
        self.close_pinned();
    }

    #[inline(always)]
    fn __poll_delegate<D: ResumeDefault<R>>(
        delegating: Delegating<'_, '_, Self, Asynchronous, Y, R, Self::Return>,
    ) -> Poll<Self::Return> {
        Self::poll_delegate::<D>(delegating)
    }
}

impl<F: Future, Y, R, E: ShowsReturn> PinAsyncGenerator<R> for AnonymousGenerator<InPlace<F>, Asynchronous, Y, R, E> {}

impl<P: Erase, Y, R: Default, E: End<Y, P::Output>> Stream for AnonymousGenerator<P, Asynchronous, Y, R, E> {
    type Item = Y;

    #[inline(always)]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Y>> {
        self.view().poll_next(context)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.phase.status().size_hint()
    }
}

impl<P: Erase, Y, R: Default, E: End<Y, P::Output>> FusedStream for AnonymousGenerator<P, Asynchronous, Y, R, E> {
    #[inline(always)]
    fn is_terminated(&self) -> bool {
        self.phase.is_finished()
    }
}

impl<F: Future, Y, R: Default, E: End<Y, F::Output>> PinStream
    for AnonymousGenerator<InPlace<F>, Asynchronous, Y, R, E>
{
}
