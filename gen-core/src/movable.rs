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
//! 2. *Pinned.* A body is polled in its box, or inline by `fold` and by `__poll_delegate`, which own the generator, or are
//!    promised by their caller, that it is not moved until the body is dropped.
//! 3. *No claim on what is borrowed.* From the first such poll on, no reference to a generator that holds its body
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
use crate::phase::{Entry, FinishOnUnwind, FirstResume, Phase};
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
    #[inline(always)]
    pub(crate) unsafe fn new(body: F, first: FirstResume) -> Self {
        Self {
            phase: Phase::created(first),
            boxed: false,
            place: Place { inline: ManuallyDrop::new(body) },
            values: PhantomData,
        }
    }

    /// Runs the body in its box to the next yield or to its end. The phase is not `Finished`.
    #[inline(always)]
    fn step(&mut self, argument: Option<R>) -> GeneratorState<Y, F::Output> {
        let body = self.start_in_box();
        let mut slot = Slot::new();
        let header = Header::new(&mut slot, argument);
        // SAFETY: invariant 1; nobody else refers to the body or the phase, and the body does not leave its box.
        if let Poll::Ready(value) = unsafe { poll_body(body, &raw mut self.phase, &header) } {
            self.drop_body();
            return GeneratorState::Complete(value);
        }
        // SAFETY: the body is as the poll has left it.
        let Some(value) = (unsafe { slot.take() }) else {
            self.drop_body();
            foreign_await()
        };
        GeneratorState::Yielded(value)
    }

    /// The body in its box, where it is moved if it has not started. The phase is `Suspended` then: the body is about to
    /// be polled.
    #[inline(always)]
    fn start_in_box(&mut self) -> *mut F {
        if self.phase != Phase::Suspended {
            // Should the allocation panic, nobody looks for the body here.
            self.phase = Phase::Finished;
            let place = &raw mut self.place;
            // SAFETY: invariant 1; the body had not started.
            let body = unsafe { place.cast::<F>().read() };
            // SAFETY: the field is there for this.
            unsafe { place.cast::<*mut F>().write(into_box(body)) };
            self.boxed = true;
            self.phase = Phase::Suspended;
        }
        // SAFETY: invariant 1: a movable generator that has started has its body in a box.
        unsafe { (&raw mut self.place).cast::<*mut F>().read() }
    }
}

/// Polls a body, and finishes its owner if it panics.
///
/// # Safety
///
/// Nobody else touches `body` and `phase` now. The body does not move until it is dropped, and `header` suits it.
#[inline(always)]
unsafe fn poll_body<F: Future, Y, R>(body: *mut F, phase: *mut Phase, header: &Header<'_, Y, R>) -> Poll<F::Output> {
    // SAFETY: the caller's promise.
    let on_unwind = unsafe { FinishOnUnwind::new(phase) };
    // SAFETY: the caller's promise.
    let body = unsafe { &mut *body };
    // SAFETY: the caller's promise.
    let poll = header.poll(unsafe { Pin::new_unchecked(body) });
    on_unwind.disarm();
    poll
}

impl<F, Y, R> Movable<F, Y, R> {
    /// Drops the body, if there is one, and finishes the generator.
    #[inline(always)]
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
    #[inline(always)]
    unsafe fn drop_in_place(this: *mut Self) {
        // SAFETY: the caller's promise; the reference covers this field alone.
        let phase = mem::replace(unsafe { &mut (*this).phase }, Phase::Finished);
        // SAFETY: the caller's promise.
        let (inline, boxed) = unsafe { Self::places(this) };
        if let Some(boxed) = boxed {
            // SAFETY: the caller's promise; the assignment touches this field alone.
            unsafe { (*this).boxed = false };
            // SAFETY: invariant 1; `boxed` was set, and is not any more, and the box came from `into_box`.
            unsafe { drop_box(boxed) };
        } else if phase != Phase::Finished {
            // SAFETY: invariant 1; the phase was not `Finished`, and is now.
            unsafe { ptr::drop_in_place(inline) };
        }
    }

    /// The two places where the body can lie: inline, and in the box if there is one.
    ///
    /// # Safety
    ///
    /// Nobody else touches the generator during the call.
    #[inline(always)]
    unsafe fn places(this: *mut Self) -> (*mut F, Option<*mut F>) {
        // SAFETY: the caller's promise.
        let place = unsafe { &raw mut (*this).place };
        // SAFETY: the caller's promise.
        let boxed = unsafe { (*this).boxed };
        // SAFETY: invariant 1.
        (place.cast(), boxed.then(|| unsafe { place.cast::<*mut F>().read() }))
    }
}

/// Moves a body to a box. By value: see the top of this file.
#[inline(always)]
fn into_box<F>(body: F) -> *mut F {
    Box::into_raw(Box::new(body))
}

/// # Safety
///
/// `body` came from `into_box`, and is not used any more.
#[inline(always)]
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

    #[inline(always)]
    fn resume(&mut self, argument: R) -> GeneratorState<Y, F::Output> {
        let argument = self.phase.pass(argument);
        self.step(argument)
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
    fn start(&mut self) -> Result<GeneratorState<Y, F::Output>, AlreadyStarted> {
        match self.status() {
            GeneratorStatus::Created => Ok(self.step(None)),
            _ => Err(AlreadyStarted),
        }
    }

    #[inline(always)]
    unsafe fn __poll_delegate<E: Entry<R>>(
        this: *mut Self,
        context: &Context<'_>,
        output: *mut Option<F::Output>,
        first: bool,
    ) -> Poll<()> {
        // SAFETY: the caller's promise.
        let header = unsafe { Header::<Y, R>::of::<false>(context) };
        // SAFETY: the caller's promise; the pointer covers this field alone.
        let phase = unsafe { &raw mut (*this).phase };
        if first {
            // SAFETY: the caller's promise.
            let phase = unsafe { &mut *phase };
            *phase = phase.enter_delegation::<E, Y, R>(header);
        }
        // SAFETY: the caller's promise.
        let (inline, boxed) = unsafe { Self::places(this) };
        // SAFETY: the caller's promise: nothing here is moved or touched by others. At the first call `enter_delegation` has
        // refused `Finished`, and has made the header suit the phase; at a later one the header is for the yield or the
        // delegation that the body is suspended in.
        let poll = unsafe { poll_body(boxed.unwrap_or(inline), phase, header) };
        poll.map(|value| {
            // SAFETY: the caller's promise; the body is not polled any more.
            unsafe { Self::drop_in_place(this) };
            // SAFETY: the caller's promise.
            unsafe { *output = Some(value) };
        })
    }

    #[inline(always)]
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

    #[inline(always)]
    fn next(&mut self) -> Option<Y> {
        if self.phase == Phase::Finished {
            return None;
        }
        self.resume(R::default()).yielded()
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
        let argument = self.phase.pass(R::default());
        let mut consumer = Fold::new(initial, consume);
        let header = Header::new(&mut consumer, argument);
        self.phase = Phase::Suspended;
        let this = &raw mut self;
        // SAFETY: this function owns the generator, and does not move it.
        let phase = unsafe { &raw mut (*this).phase };
        // SAFETY: as above.
        let poll = match unsafe { Self::places(this) } {
            // SAFETY: as above; the body is polled only once, and dropped after that. `pass` says what suits it.
            (inline, None) => unsafe { poll_body(inline, phase, &header) },
            // SAFETY: as above.
            (_, Some(boxed)) => unsafe { poll_body(boxed, phase, &header) },
        };
        // SAFETY: as above.
        unsafe { Self::drop_in_place(this) };
        if poll.is_pending() {
            foreign_await();
        }
        // Before the accumulator leaves the consumer: should this panic, the accumulator is dropped with it.
        drop(poll);
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
    #[inline(always)]
    fn drop(&mut self) {
        self.drop_body();
    }
}
