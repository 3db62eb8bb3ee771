//! Boxed generators that can `.await`.

use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use core::mem::MaybeUninit;

use super::{AnyThread, BoxGenerator, OneThread};
use crate::asynchronous::generator::AsyncGenerator;
use crate::asynchronous::header::new_exchange;
use crate::delegation::ResumeDefault;
use crate::delegation::delegating::Delegating;
use crate::kind::Asynchronous;
use crate::owner::phase::Phase;
use crate::panics::resumed_after_end;
use crate::state::{GeneratorState, GeneratorStatus};

/// A boxed asynchronous generator: nameable, and recursive with O(1) resumption.
///
/// It is an [`AsyncGenerator`] and, if it is resumed with a type that has a default, a `Stream`. `yield_from!` of one
/// in another costs the same at every depth, and takes little of the native stack. It is `Send`;
/// [`LocalBoxAsyncGenerator`] is not.
///
/// ```
/// use futures::StreamExt;
/// use gen_core::{BoxAsyncGenerator, generator};
///
/// #[generator]
/// async fn countdown(n: u32) -> BoxAsyncGenerator<'static, u32> {
///     if n > 0 {
///         yield_!(n);
///         std::future::ready(()).await;
///         yield_from!(countdown(n - 1));
///     }
/// }
///
/// # futures::executor::block_on(async {
/// assert_eq!(countdown(3).collect::<Vec<_>>().await, [3, 2, 1]);
/// # });
/// ```
pub type BoxAsyncGenerator<'a, Y, R = (), T = ()> = BoxGenerator<'a, Y, R, T, AnyThread, Asynchronous>;

/// A boxed asynchronous generator that stays on its thread. It is to [`BoxAsyncGenerator`] what `LocalBoxFuture` is to
/// `BoxFuture`.
pub type LocalBoxAsyncGenerator<'a, Y, R = (), T = ()> = BoxGenerator<'a, Y, R, T, OneThread, Asynchronous>;

impl<Y, R, T, S> BoxGenerator<'_, Y, R, T, S, Asynchronous> {
    /// Goes on to the next yield or to the end.
    ///
    /// # Safety
    ///
    /// The generator is not finished, and `resume` is filled as where it stands demands (exchange invariant 3).
    unsafe fn poll_step(&mut self, context: &mut Context<'_>, resume: MaybeUninit<R>) -> Poll<GeneratorState<Y, T>> {
        let stack = self.state.started();
        let mut exchange = new_exchange(context, resume);
        exchange.frames.stack.set(stack);
        // SAFETY: the generator is not finished, so the stack is not empty. By the invariant the bottom body returns
        // `T`; `&mut self` drives alone. This is an exchange for `Y` and `R`, it has this stack, and the caller
        // promises that `resume` suits the top frame.
        if let Poll::Ready(value) = unsafe { stack.drive(exchange.context()) } {
            return Poll::Ready(GeneratorState::Complete(value));
        }
        let mut phase = Phase::Suspended;
        let step = phase.end_poll(exchange.header.into_yielded());
        stack.set_under_way(phase == Phase::UnderWay);
        step
    }
}

impl<Y, R, T, S> AsyncGenerator<R> for BoxGenerator<'_, Y, R, T, S, Asynchronous> {
    type Yield = Y;
    type Return = T;

    #[track_caller]
    fn poll_resume(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        argument: &mut Option<R>,
    ) -> Poll<GeneratorState<Y, T>> {
        let Some(resume) = self.phase().enter_step(|_| argument.take()) else { resumed_after_end() };
        // SAFETY: the generator is not finished, and `enter_step` has filled `resume` as the phase demands.
        unsafe { self.poll_step(context, resume) }
    }

    #[inline]
    fn status(&self) -> GeneratorStatus {
        self.phase().status()
    }

    #[inline]
    fn is_pending(&self) -> bool {
        self.phase() == Phase::UnderWay
    }

    #[inline]
    fn close(mut self: Pin<&mut Self>) {
        self.drop_body();
    }

    #[inline(always)]
    fn __poll_delegate<D: ResumeDefault<R>>(delegating: Delegating<'_, '_, Self, Asynchronous, Y, R, T>) -> Poll<T> {
        Self::poll_delegate::<D>(delegating)
    }
}

impl<Y, R: Default, T, S> Stream for BoxGenerator<'_, Y, R, T, S, Asynchronous> {
    type Item = Y;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Y>> {
        let Some(resume) = self.phase().enter_step(|needed| needed.then(R::default)) else { return Poll::Ready(None) };
        // SAFETY: the generator is not finished, and `enter_step` has filled `resume` as the phase demands.
        unsafe { self.poll_step(context, resume) }.map(GeneratorState::yielded)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.phase().status().size_hint()
    }
}

impl<Y, R: Default, T, S> FusedStream for BoxGenerator<'_, Y, R, T, S, Asynchronous> {
    #[inline]
    fn is_terminated(&self) -> bool {
        self.phase() == Phase::Finished
    }
}
