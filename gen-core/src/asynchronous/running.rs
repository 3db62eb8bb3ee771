//! The body of an asynchronous generator in its box, with what it needs beside it.

use alloc::boxed::Box;
use core::cell::{Cell, UnsafeCell};
use core::future::Future;
use core::marker::{PhantomData, PhantomPinned};
use core::mem::{self, ManuallyDrop};
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll};

use futures_core::{FusedStream, Stream};

use crate::asynchronous::link::{Co, Link, Stage};
use crate::end::End;
use crate::header::{Invariant, resumed_after_end};
use crate::phase::FirstResume;
use crate::state::{GeneratorState, GeneratorStatus};

/// The box that a body and its link lie in.
pub(crate) type Boxed<F, Y, R, E> = Pin<Box<Running<F, Y, R, E>>>;

/// A body that is polled where it lies, beside its link. `E` says what becomes of its return value where it is a stream.
///
/// Invariant: it lies in the box that [`Running::boxed`] has made, and the body keeps link invariant 1. As it may borrow from
/// itself, a shared reference to the generator must not claim it: it lies in an `UnsafeCell`, and nothing is done with it by
/// `&self`.
pub struct Running<F, Y, R, E> {
    body: UnsafeCell<F>,
    link: Link<Y, R>,
    end: Invariant<E>,
    _pinned: PhantomPinned,
}

// SAFETY: between two polls there is no `Y` and no `R` in the link (link invariants 2 and 3).
unsafe impl<F: Send, Y, R, E> Send for Running<F, Y, R, E> {}
// SAFETY: `&self` gives the stage alone, which changes by `&mut self` only.
unsafe impl<F: Sync, Y, R, E> Sync for Running<F, Y, R, E> {}

impl<F, Y, R, E> Running<F, Y, R, E> {
    /// # Safety
    ///
    /// The body that `make` returns keeps link invariant 1, and takes its first argument as `first` says.
    #[inline(always)]
    pub(crate) unsafe fn boxed(make: impl FnOnce(Co<Y, R>) -> F, first: FirstResume) -> Boxed<F, Y, R, E> {
        let mut place = Box::<Self>::new_uninit();
        let this = place.as_mut_ptr();
        // SAFETY: `this` points to memory for a `Self`, of which this is one field.
        let link = unsafe { &raw mut (*this).link };
        // SAFETY: a field in a box is not null.
        let link = unsafe { NonNull::new_unchecked(link) };
        // SAFETY: the caller's promise; the link lies beside the body.
        let co = unsafe { Co::new(link) };
        let (link, body) = (Link::new(first), UnsafeCell::new(make(co)));
        let running = Self { link, body, end: PhantomData, _pinned: PhantomPinned };
        // SAFETY: `this` points to memory for a `Self`.
        unsafe { this.write(running) };
        // SAFETY: all of it has just been written.
        Box::into_pin(unsafe { place.assume_init() })
    }

    /// Frees a generator without looking at its state, if it is finished.
    #[inline(always)]
    pub(crate) fn free(this: Boxed<F, Y, R, E>) {
        if this.link.stage.get() != Stage::Finished {
            return drop(this);
        }
        // SAFETY: it is not moved: what is in the box is freed as it is. As an `async` block that has returned or panicked
        // the body has dropped all that is pinned in it.
        let this = Box::into_raw(unsafe { Pin::into_inner_unchecked(this) });
        // SAFETY: only the type changes, to one that lies in memory alike and has no drop glue.
        drop(unsafe { Box::from_raw(this.cast::<ManuallyDrop<Self>>()) });
    }

    #[inline(always)]
    pub(crate) fn status(&self) -> GeneratorStatus {
        match self.link.stage.get() {
            Stage::Unstarted | Stage::AwaitsArgument => GeneratorStatus::Created,
            Stage::Suspended | Stage::UnderWay => GeneratorStatus::Suspended,
            Stage::Finished => GeneratorStatus::Finished,
        }
    }

    /// Whether a step is under way.
    #[inline(always)]
    pub(crate) fn is_pending(&self) -> bool {
        self.link.stage.get() == Stage::UnderWay
    }
}

impl<F, Y, R, E> Running<F, Y, R, E>
where
    F: Future,
{
    /// See [`AsyncGenerator::poll_resume`](crate::AsyncGenerator::poll_resume).
    #[inline(always)]
    #[track_caller]
    pub(crate) fn poll_resume(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        argument: &mut Option<R>,
    ) -> Poll<GeneratorState<Y, F::Output>> {
        // SAFETY: nothing is moved out of the reference.
        let this = unsafe { self.get_unchecked_mut() };
        let link = &this.link;
        let stage = link.stage.get();
        if stage == Stage::Suspended || stage == Stage::AwaitsArgument {
            let Some(argument) = argument.take() else { no_value() };
            link.resume(argument);
        } else if stage == Stage::Finished {
            resumed_after_end();
        } else if stage == Stage::Unstarted {
            drop(argument.take());
        }
        link.stage.set(Stage::UnderWay);
        let on_end = FinishOnDrop(&link.stage);
        // SAFETY: the body is structurally pinned: it is not moved, and there is no `Drop` nor `Unpin` of our own.
        let body = unsafe { Pin::new_unchecked(this.body.get_mut()) };
        if let Poll::Ready(value) = body.poll(context) {
            return Poll::Ready(GeneratorState::Complete(value));
        }
        mem::forget(on_end);
        if link.stage.get() != Stage::Suspended {
            return Poll::Pending;
        }
        // SAFETY: the body has come to this stage in the poll, for it was another before.
        Poll::Ready(GeneratorState::Yielded(unsafe { link.take_yielded() }))
    }
}

/// Finishes a generator whose body has returned or panicked.
struct FinishOnDrop<'a>(&'a Cell<Stage>);

impl Drop for FinishOnDrop<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.0.set(Stage::Finished);
    }
}

#[cold]
#[track_caller]
fn no_value() -> ! {
    panic!(
        "an asynchronous generator that is suspended at a yield, or has a `#[resume]` parameter, was polled without a value"
    )
}

/// Behind `Pin<Box<dyn Stream>>`.
impl<F, Y, R, E> Stream for Running<F, Y, R, E>
where
    F: Future,
    R: Default,
    E: End<Y, F::Output>,
{
    type Item = Y;

    #[inline]
    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Y>> {
        if self.is_terminated() {
            return Poll::Ready(None);
        }
        self.poll_resume(context, &mut Some(R::default())).map(E::item)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        if self.is_terminated() { (0, Some(0)) } else { (0, None) }
    }
}

impl<F, Y, R, E> FusedStream for Running<F, Y, R, E>
where
    F: Future,
    R: Default,
    E: End<Y, F::Output>,
{
    #[inline]
    fn is_terminated(&self) -> bool {
        self.status() == GeneratorStatus::Finished
    }
}
