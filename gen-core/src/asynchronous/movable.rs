//! The asynchronous generator behind `impl Stream` and `impl AsyncGenerator`: movable, for its body lies in a box.
//!
//! Functions that are not inlined take the box by value, as in [`movable`](crate::movable).

use alloc::boxed::Box;
use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop, MaybeUninit};
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::asynchronous::generator::AsyncGenerator;
use crate::asynchronous::header::Header;
use crate::asynchronous::stage::Stage;
use crate::end::{End, ShowsReturn};
use crate::header::Invariant;
use crate::movable::{drop_box, forget_content, into_box};
use crate::phase::FirstResume;
use crate::state::{GeneratorState, GeneratorStatus};

/// An asynchronous generator that can be moved at any time. `E` says what becomes of its return value where it is a
/// stream.
///
/// Invariant: `body` was made from a `Co` of `Y` and `R` and keeps header invariant 1. It is there unless `stage` is
/// `Finished`.
///
/// The next line is what rustc shows where a stream's method is called on an `async` `gen_!` that returns a value.
#[must_use = "streams and generators are lazy and do nothing unless polled"]
#[rustfmt::skip]
pub struct AsyncMovable<F, Y, R, E> { // no stream if a `gen_!` returns a value: write `try_gen_!` to end with an error
    stage: Stage,
    body: ManuallyDrop<Pin<Box<F>>>,
    values: Invariant<(Y, R, E)>,
}

impl<F, Y, R, E> AsyncMovable<F, Y, R, E>
where
    F: Future,
{
    /// # Safety
    ///
    /// `body` was made from a `Co` of `Y` and `R`, keeps header invariant 1, and takes its first argument as `first`
    /// says.
    #[inline(always)]
    pub(crate) unsafe fn new(body: F, first: FirstResume) -> Self {
        Self { stage: Stage::created(first), body: ManuallyDrop::new(into_box(body)), values: PhantomData }
    }

    /// Polls the body, and frees it when it ends. The stage is `Suspended`.
    ///
    /// # Safety
    ///
    /// `resume` is filled as header invariant 2 says.
    #[inline(always)]
    unsafe fn poll(&mut self, context: &mut Context<'_>, resume: MaybeUninit<R>) -> Poll<GeneratorState<Y, F::Output>> {
        let on_end = FreeOnDrop(self);
        // SAFETY: the body is made from a `Co` of `Y` and `R`, and by the caller's promise `resume` suits where it
        // stands.
        let (poll, yielded) = unsafe { Header::<Y, R>::poll(on_end.0.body.as_mut(), context, resume) };
        if let Poll::Ready(value) = poll {
            return Poll::Ready(GeneratorState::Complete(value));
        }
        let step = on_end.0.stage.suspend(yielded);
        mem::forget(on_end);
        step
    }
}

impl<F, Y, R, E> AsyncMovable<F, Y, R, E> {
    /// Takes the body out, if there is one, and finishes the generator.
    #[inline(always)]
    fn take_body(&mut self) -> Option<Pin<Box<F>>> {
        match mem::replace(&mut self.stage, Stage::Finished) {
            Stage::Finished => None,
            // SAFETY: the invariant: the stage was not `Finished`, and is now.
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

/// Frees the body of a generator, and finishes it, when the body has returned or panicked.
struct FreeOnDrop<'a, F, Y, R, E>(&'a mut AsyncMovable<F, Y, R, E>);

impl<F, Y, R, E> Drop for FreeOnDrop<'_, F, Y, R, E> {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(body) = self.0.take_body() {
            // SAFETY: an `async` block that has returned or panicked holds nothing that is to be dropped.
            free_box(unsafe { forget_content(body) });
        }
    }
}

/// Frees a body by value: a stream is not looped over so tightly that it would have to be inlined.
#[cold]
#[inline(never)]
fn free_box<F>(body: Box<ManuallyDrop<F>>) {
    drop(body);
}

impl<F, Y, R, E> Drop for AsyncMovable<F, Y, R, E> {
    #[inline(always)]
    fn drop(&mut self) {
        self.drop_body();
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
        let resume = self.stage.enter(argument);
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
    fn close(mut self: Pin<&mut Self>) {
        self.drop_body();
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
        let Some(resume) = self.stage.enter_stream() else { return Poll::Ready(None) };
        // SAFETY: `enter_stream` has filled `resume` as the stage demanded.
        unsafe { self.poll(context, resume) }.map(E::item)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.stage.size_hint()
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
        self.stage == Stage::Finished
    }
}

impl<F, Y, R, E> fmt::Debug for AsyncMovable<F, Y, R, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncGenerator").field("status", &self.stage.status()).finish_non_exhaustive()
    }
}
