//! The asynchronous generator whose body never leaves its place: behind `impl PinStream` and `impl PinAsyncGenerator`,
//! and, in a box, behind `BoxStream` and `Pin<Box<dyn Stream>>`.

use core::cell::UnsafeCell;
use core::fmt;
use core::future::Future;
use core::marker::{PhantomData, PhantomPinned};
use core::mem::{self, ManuallyDrop, MaybeUninit};
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::asynchronous::generator::AsyncGenerator;
use crate::asynchronous::header::Header;
use crate::asynchronous::pin::{PinAsyncGenerator, PinStream};
use crate::asynchronous::stage::Stage;
use crate::end::{End, ShowsReturn};
use crate::header::Invariant;
use crate::phase::FirstResume;
use crate::state::{GeneratorState, GeneratorStatus};

/// An asynchronous generator that is pinned by its owner. `E` says what becomes of its return value where it is a
/// stream.
///
/// Invariant: the body was made from a `Co` of `Y` and `R` and keeps header invariant 1. It is structurally pinned, and
/// there unless `stage` is `Finished`. As it may borrow from itself, a shared reference to the generator must not claim
/// it: it lies in an `UnsafeCell`, and nothing is done with it by `&self`.
#[must_use = "streams and generators are lazy and do nothing unless polled"]
pub struct AsyncInPlace<F, Y, R, E> {
    stage: Stage,
    body: UnsafeCell<ManuallyDrop<F>>,
    values: Invariant<(Y, R, E)>,
    _pinned: PhantomPinned,
}

// SAFETY: `&self` gives the stage alone.
unsafe impl<F: Sync, Y, R, E> Sync for AsyncInPlace<F, Y, R, E> {}

impl<F, Y, R, E> AsyncInPlace<F, Y, R, E>
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
            stage: Stage::created(first),
            body: UnsafeCell::new(ManuallyDrop::new(body)),
            values: PhantomData,
            _pinned: PhantomPinned,
        }
    }

    /// Polls the body, and finishes the generator when it ends. The stage is `Suspended`.
    ///
    /// # Safety
    ///
    /// `resume` is filled as header invariant 2 says.
    #[inline(always)]
    unsafe fn poll(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        resume: MaybeUninit<R>,
    ) -> Poll<GeneratorState<Y, F::Output>> {
        let (stage, body) = self.project();
        // What ends has dropped all that was in it, so there is nothing left to do but to say so.
        let on_end = FinishOnDrop(stage);
        // SAFETY: the body is made from a `Co` of `Y` and `R`, and by the caller's promise `resume` suits where it
        // stands.
        let (poll, yielded) = unsafe { Header::<Y, R>::poll(body, context, resume) };
        if let Poll::Ready(value) = poll {
            return Poll::Ready(GeneratorState::Complete(value));
        }
        let step = on_end.0.suspend(yielded);
        mem::forget(on_end);
        step
    }
}

impl<F, Y, R, E> AsyncInPlace<F, Y, R, E> {
    #[inline(always)]
    fn project(self: Pin<&mut Self>) -> (&mut Stage, Pin<&mut F>) {
        // SAFETY: nothing is moved out of the reference.
        let this = unsafe { self.get_unchecked_mut() };
        let body = &mut **this.body.get_mut();
        // SAFETY: the body is structurally pinned: it is not moved, it is dropped in its place by `drop_body`, and
        // there is no `Unpin` of our own.
        (&mut this.stage, unsafe { Pin::new_unchecked(body) })
    }

    #[inline(always)]
    fn stage_mut(self: Pin<&mut Self>) -> &mut Stage {
        self.project().0
    }

    /// Drops the body where it lies, if there is one, and finishes the generator. It is pinned.
    #[inline(always)]
    fn drop_body(&mut self) {
        if mem::replace(&mut self.stage, Stage::Finished) != Stage::Finished {
            // SAFETY: the invariant: the stage was not `Finished`, so the body is there, and is now, so it is not used
            // again.
            unsafe { ManuallyDrop::drop(self.body.get_mut()) };
        }
    }
}

/// Finishes a generator whose body has returned or panicked.
struct FinishOnDrop<'a>(&'a mut Stage);

impl Drop for FinishOnDrop<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        *self.0 = Stage::Finished;
    }
}

impl<F, Y, R, E> Drop for AsyncInPlace<F, Y, R, E> {
    #[inline(always)]
    fn drop(&mut self) {
        self.drop_body();
    }
}

impl<F, Y, R, E> AsyncGenerator<R> for AsyncInPlace<F, Y, R, E>
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
        let resume = self.as_mut().stage_mut().enter(argument);
        // SAFETY: `enter` has filled `resume` as the stage demanded.
        unsafe { self.poll(context, resume) }
    }

    #[inline]
    fn status(&self) -> GeneratorStatus {
        self.stage.status()
    }

    #[inline]
    fn is_pending(&self) -> bool {
        self.stage == Stage::UnderWay
    }

    #[inline]
    fn close(self: Pin<&mut Self>) {
        // SAFETY: the body is dropped where it lies, and nothing is moved out of the reference.
        unsafe { self.get_unchecked_mut() }.drop_body();
    }
}

impl<F, Y, R, E> PinAsyncGenerator<R> for AsyncInPlace<F, Y, R, E>
where
    F: Future,
    E: ShowsReturn,
{
}

impl<F, Y, R, E> Stream for AsyncInPlace<F, Y, R, E>
where
    F: Future,
    R: Default,
    E: End<Y, F::Output>,
{
    type Item = Y;

    #[inline(always)]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Y>> {
        let Some(resume) = self.as_mut().stage_mut().enter_stream() else { return Poll::Ready(None) };
        // SAFETY: `enter_stream` has filled `resume` as the stage demanded.
        unsafe { self.poll(context, resume) }.map(E::item)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stage.size_hint()
    }
}

impl<F, Y, R, E> FusedStream for AsyncInPlace<F, Y, R, E>
where
    F: Future,
    R: Default,
    E: End<Y, F::Output>,
{
    #[inline(always)]
    fn is_terminated(&self) -> bool {
        self.stage == Stage::Finished
    }
}

impl<F, Y, R, E> PinStream for AsyncInPlace<F, Y, R, E>
where
    F: Future,
    R: Default,
    E: End<Y, F::Output>,
{
}

impl<F, Y, R, E> fmt::Debug for AsyncInPlace<F, Y, R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PinAsyncGenerator").field("status", &self.stage.status()).finish_non_exhaustive()
    }
}
