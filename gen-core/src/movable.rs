//! The generator behind `impl Iterator` and `impl Generator`: movable, though its body may borrow from itself.
//!
//! A body that has started must not move, one that has not may. So the body lies inline until the first external
//! resumption, which moves it to a box. Who owns the generator for good while the body runs, as `fold` does and
//! `yield_from!`, runs the body where it lies, and allocates nothing.
//!
//! Nothing on the way through `next` may take `&mut self` out of line, or else the struct escapes and the loop no longer
//! dissolves: the box is made and freed by functions that take values.
//!
//! # Invariants
//!
//! 1. *Place.* `boxed` tells which field of `place` is valid, and is set exactly while `place.boxed` owns its allocation.
//!    Where it is not set, `place.inline` holds a body unless `phase` is `Finished`.
//! 2. *Pinned.* A body is polled only in its box, or inline by `poll_in_place`, whose caller promises that the generator
//!    is not moved until the body is dropped.
//! 3. *No claim on what is borrowed.* From the first `poll_in_place` on, no reference to a generator that holds its body
//!    inline is made, only to its other fields: the body may borrow from itself.

use alloc::boxed::Box;
use core::fmt;
use core::future::Future;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop};
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll};

use crate::error::AlreadyStarted;
use crate::generator::Generator;
use crate::header::{Fold, Header, Invariant, Slot, foreign_await};
use crate::phase::{Entry, FirstResume, Phase};
use crate::state::{GeneratorState, GeneratorStatus};

/// A generator that can be moved at any time.
#[must_use = "generators are lazy and do nothing unless resumed"]
pub struct Movable<F, Y, R> {
    phase: Phase,
    boxed: bool,
    place: Place<F>,
    values: Invariant<(Y, R)>,
}

/// Either of the two, from its first byte on.
#[repr(C)]
union Place<F> {
    inline: ManuallyDrop<F>,
    boxed: *mut F,
}

// SAFETY: a `Movable` is a body of type `F`, inline or in a box that it alone owns (invariant 1). What it does with `Y`
// and `R` happens in calls of its methods, by `&mut self`.
unsafe impl<F: Send, Y, R> Send for Movable<F, Y, R> {}
// SAFETY: as for `Send`; `&self` gives the phase alone.
unsafe impl<F: Sync, Y, R> Sync for Movable<F, Y, R> {}

// A body that must not move does not lie inline in a generator that may (invariant 2).
impl<F, Y, R> Unpin for Movable<F, Y, R> {}

impl<F, Y, R> Movable<F, Y, R>
where
    F: Future,
{
    /// # Safety
    ///
    /// `body` was made from a `Co` of `Y` and `R`, keeps header invariant 1, and takes its first argument as `first` says.
    #[inline]
    pub(crate) unsafe fn new(body: F, first: FirstResume) -> Self {
        Self {
            phase: Phase::created(first),
            boxed: false,
            place: Place { inline: ManuallyDrop::new(body) },
            values: PhantomData,
        }
    }

    /// Runs the body in its box to the next yield or to its end. The phase is not `Finished`.
    #[inline]
    fn step(&mut self, argument: Option<R>) -> GeneratorState<Y, F::Output> {
        self.phase = Phase::Finished;
        let body = self.take_boxed();
        let mut slot = Slot::new();
        let header = Header::new(&mut slot, argument);
        // SAFETY: invariant 1; nobody else refers to the body.
        let body = unsafe { &mut *body };
        // SAFETY: the body does not leave its box (invariant 2).
        let body = unsafe { Pin::new_unchecked(body) };
        if let Poll::Ready(value) = header.poll(body) {
            self.drop_body();
            return GeneratorState::Complete(value);
        }
        let Some(value) = slot.into_value() else {
            self.drop_body();
            foreign_await()
        };
        self.phase = Phase::Suspended;
        GeneratorState::Yielded(value)
    }

    /// The body in its box; moves it there if it still lies inline. The phase was not `Finished`, and is now.
    #[inline]
    fn take_boxed(&mut self) -> *mut F {
        let place = &raw mut self.place;
        if !self.boxed {
            // SAFETY: invariant 1; as the phase is `Finished` now, nobody looks for the body here any more.
            let body = unsafe { place.cast::<F>().read() };
            // SAFETY: the field is there for this.
            unsafe { place.cast::<*mut F>().write(into_box(body)) };
            self.boxed = true;
        }
        // SAFETY: invariant 1.
        unsafe { place.cast::<*mut F>().read() }
    }

    /// Polls the body where it lies.
    ///
    /// # Safety
    ///
    /// Nobody else touches the generator now, and it is not moved until its body is dropped. It is not `Finished`, and
    /// `header` suits its phase.
    #[inline]
    unsafe fn poll_in_place(this: *mut Self, header: &Header<'_, Y, R>) -> Poll<F::Output> {
        // SAFETY: the caller's promise.
        unsafe { Self::set_phase(this, Phase::Finished) };
        // SAFETY: the caller's promise.
        let body = unsafe { Self::body(this) };
        // SAFETY: the generator was not `Finished`, so the body is there, and nobody else touches it.
        let body = unsafe { &mut *body };
        // SAFETY: a body in its box stays there, and one that lies inline stays by the caller's promise.
        let body = unsafe { Pin::new_unchecked(body) };
        let poll = header.poll(body);
        // SAFETY: the caller's promise.
        unsafe { Self::set_phase(this, Phase::Suspended) };
        if poll.is_ready() {
            // SAFETY: the caller's promise.
            unsafe { Self::drop_in_place(this) };
        }
        poll
    }
}

impl<F, Y, R> Movable<F, Y, R> {
    /// Drops the body, if there is one, and finishes the generator.
    #[inline]
    fn drop_body(&mut self) {
        // SAFETY: nobody else touches the generator during the call. If its body lies inline it has not started, or has
        // been dropped already: no generator is referred to otherwise (invariant 3).
        unsafe { Self::drop_in_place(self) };
    }

    /// Drops the body where it lies, if there is one, and finishes the generator.
    ///
    /// # Safety
    ///
    /// Nobody else touches the generator during the call.
    #[inline]
    unsafe fn drop_in_place(this: *mut Self) {
        // SAFETY: the caller's promise.
        let phase = unsafe { (*this).phase };
        // SAFETY: the caller's promise.
        unsafe { Self::set_phase(this, Phase::Finished) };
        // SAFETY: the caller's promise.
        let body = unsafe { Self::body(this) };
        // SAFETY: the caller's promise; the reference covers this field alone.
        let boxed = unsafe { &mut (*this).boxed };
        if mem::take(boxed) {
            // SAFETY: invariant 1; `boxed` was set, and is not any more, and the box came from `into_box`.
            unsafe { drop_box(body) };
        } else if phase != Phase::Finished {
            // SAFETY: invariant 1; the phase was not `Finished`, and is now.
            unsafe { ptr::drop_in_place(body) };
        }
    }

    /// # Safety
    ///
    /// Nobody else touches the generator during the call.
    #[inline]
    unsafe fn set_phase(this: *mut Self, phase: Phase) {
        // SAFETY: the caller's promise; the assignment touches this field alone.
        unsafe { (*this).phase = phase };
    }

    /// Where the body lies, if there is one.
    ///
    /// # Safety
    ///
    /// Nobody else touches the generator during the call.
    #[inline]
    unsafe fn body(this: *mut Self) -> *mut F {
        // SAFETY: the caller's promise.
        let place = unsafe { &raw mut (*this).place };
        // SAFETY: the caller's promise.
        if unsafe { (*this).boxed } {
            // SAFETY: invariant 1.
            unsafe { place.cast::<*mut F>().read() }
        } else {
            place.cast()
        }
    }
}

/// Moves a body to a box. By value: see the top of this file.
#[inline]
fn into_box<F>(body: F) -> *mut F {
    Box::into_raw(Box::new(body))
}

/// # Safety
///
/// `body` came from `into_box`, and is not used any more.
#[inline]
unsafe fn drop_box<F>(body: *mut F) {
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(body) });
}

impl<F, Y, R> Generator<R> for Movable<F, Y, R>
where
    F: Future,
{
    type Yield = Y;
    type Return = F::Output;

    #[inline]
    fn resume(&mut self, argument: R) -> GeneratorState<Y, F::Output> {
        let argument = self.phase.pass(argument);
        self.step(argument)
    }

    #[inline]
    fn status(&self) -> GeneratorStatus {
        self.phase.status()
    }

    #[inline]
    fn close(&mut self) {
        self.drop_body();
    }

    #[inline]
    fn start(&mut self) -> Result<GeneratorState<Y, F::Output>, AlreadyStarted> {
        match self.status() {
            GeneratorStatus::Created => Ok(self.step(None)),
            _ => Err(AlreadyStarted),
        }
    }

    #[inline]
    unsafe fn __poll_delegate(
        this: *mut Self,
        context: &mut Context<'_>,
        output: *mut Option<F::Output>,
        entry: Option<Entry<R>>,
    ) -> Poll<()> {
        // SAFETY: the caller's promise.
        let header = unsafe { Header::<Y, R>::of::<false>(context) };
        // SAFETY: the caller's promise.
        let phase = unsafe { (*this).phase };
        phase.enter_delegation(header, entry);
        // SAFETY: the caller's promise; at the first call `enter_delegation` refuses `Finished`, and has made the header suit
        // the phase, and at a later one the header is for the yield or the delegation that the body is suspended in.
        let poll = unsafe { Self::poll_in_place(this, header) };
        // SAFETY: the caller's promise.
        poll.map(|value| unsafe { *output = Some(value) })
    }

    #[inline]
    unsafe fn __end_delegate(this: *mut Self) {
        // SAFETY: the caller's promise.
        unsafe { Self::drop_in_place(this) };
    }
}

impl<F, Y, R> Iterator for Movable<F, Y, R>
where
    F: Future,
    R: Default,
{
    type Item = Y;

    #[inline]
    fn next(&mut self) -> Option<Y> {
        if self.phase == Phase::Finished {
            return None;
        }
        self.resume(R::default()).yielded()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.phase.size_hint()
    }

    #[inline]
    fn fold<B, C>(mut self, initial: B, consume: C) -> B
    where
        C: FnMut(B, Y) -> B,
    {
        if self.phase == Phase::Finished {
            return initial;
        }
        let argument = self.phase.pass(R::default());
        let mut consumer = Fold::new(initial, consume);
        let header = Header::new(&mut consumer, argument);
        let this = &raw mut self;
        // SAFETY: this function owns the generator, and does not move it. The phase is not `Finished`, and `pass` says
        // what suits it.
        if unsafe { Self::poll_in_place(this, &header) }.is_pending() {
            // SAFETY: nobody else touches the generator.
            unsafe { Self::drop_in_place(this) };
            foreign_await();
        }
        consumer.into_accumulator()
    }
}

impl<F, Y, R> FusedIterator for Movable<F, Y, R>
where
    F: Future,
    R: Default,
{
}

impl<F, Y, R> fmt::Debug for Movable<F, Y, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generator").field("status", &self.phase.status()).finish_non_exhaustive()
    }
}

impl<F, Y, R> Drop for Movable<F, Y, R> {
    #[inline]
    fn drop(&mut self) {
        self.drop_body();
    }
}
