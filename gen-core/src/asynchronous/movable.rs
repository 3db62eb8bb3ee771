//! The asynchronous generator behind `impl Stream` and `impl AsyncGenerator`: movable, for its body lies in a box.

use core::fmt;
use core::future::Future;
use core::mem::ManuallyDrop;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::asynchronous::generator::AsyncGenerator;
use crate::asynchronous::link::Co;
use crate::asynchronous::running::{Boxed, Running};
use crate::end::{End, ShowsReturn};
use crate::header::resumed_after_end;
use crate::phase::FirstResume;
use crate::state::{GeneratorState, GeneratorStatus};

/// An asynchronous generator that can be moved at any time. `None` when it is finished.
///
/// What is not inlined takes the box by value, as in [`movable`](crate::movable). The next line is what rustc shows
/// where a stream's method is called on an `async` `gen_!` that returns a value.
#[must_use = "streams and generators are lazy and do nothing unless polled"]
#[rustfmt::skip]
pub struct AsyncMovable<F, Y, R, E> { // no stream if a `gen_!` returns a value: write `try_gen_!` to end with an error
    running: ManuallyDrop<Option<Boxed<F, Y, R, E>>>,
}

impl<F, Y, R, E> AsyncMovable<F, Y, R, E> {
    /// # Safety
    ///
    /// As for [`Running::boxed`].
    #[inline(always)]
    pub(crate) unsafe fn new(make: impl FnOnce(Co<Y, R>) -> F, first: FirstResume) -> Self {
        // SAFETY: the caller's promise.
        Self { running: ManuallyDrop::new(Some(unsafe { Running::boxed(make, first) })) }
    }

    /// Frees what is left of a generator whose body has returned.
    #[inline(always)]
    fn free(&mut self) {
        if let Some(running) = self.running.take() {
            Running::free(running);
        }
    }

    /// Drops what is left of a generator, and finishes it.
    #[inline(always)]
    fn drop_running(&mut self) {
        if let Some(running) = self.running.take() {
            drop_box(running);
        }
    }

    fn current_status(&self) -> GeneratorStatus {
        self.running.as_ref().map_or(GeneratorStatus::Finished, |running| running.status())
    }
}

/// Drops a generator that has not ended, by value.
#[cold]
#[inline(never)]
fn drop_box<F, Y, R, E>(running: Boxed<F, Y, R, E>) {
    drop(running);
}

impl<F, Y, R, E> Drop for AsyncMovable<F, Y, R, E> {
    #[inline(always)]
    fn drop(&mut self) {
        self.drop_running();
    }
}

impl<F, Y, R, E> AsyncGenerator<R> for AsyncMovable<F, Y, R, E>
where
    F: Future,
    E: ShowsReturn,
{
    type Yield = Y;
    type Return = F::Output;

    #[inline(always)]
    #[track_caller]
    fn poll_resume(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        argument: &mut Option<R>,
    ) -> Poll<GeneratorState<Y, F::Output>> {
        let Some(running) = self.running.as_mut() else { resumed_after_end() };
        let poll = running.as_mut().poll_resume(context, argument);
        if let Poll::Ready(GeneratorState::Complete(_)) = poll {
            self.free();
        }
        poll
    }

    #[inline]
    fn status(&self) -> GeneratorStatus {
        self.current_status()
    }

    #[inline]
    fn is_pending(&self) -> bool {
        self.running.as_ref().is_some_and(|running| running.is_pending())
    }

    #[inline]
    fn close(mut self: Pin<&mut Self>) {
        self.drop_running();
    }
}

impl<F, Y, R, E> Stream for AsyncMovable<F, Y, R, E>
where
    F: Future,
    R: Default,
    E: End<Y, F::Output>,
{
    type Item = Y;

    #[inline(always)]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Y>> {
        let Some(running) = self.running.as_mut() else { return Poll::Ready(None) };
        let poll = running.as_mut().poll_next(context);
        if let Poll::Ready(None) = poll {
            self.free();
        }
        poll
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.is_terminated() { (0, Some(0)) } else { (0, None) }
    }
}

impl<F, Y, R, E> FusedStream for AsyncMovable<F, Y, R, E>
where
    F: Future,
    R: Default,
    E: End<Y, F::Output>,
{
    #[inline(always)]
    fn is_terminated(&self) -> bool {
        self.current_status() == GeneratorStatus::Finished
    }
}

impl<F, Y, R, E> fmt::Debug for AsyncMovable<F, Y, R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncGenerator").field("status", &self.current_status()).finish_non_exhaustive()
    }
}
