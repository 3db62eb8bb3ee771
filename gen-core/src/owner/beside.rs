//! A box with an iterator beside it: a parameter that the body does nothing with but loop over it.
//!
//! If such an iterator is a generator, too, and lies in the body, the pointer to its own body lies in the box of this
//! one: LLVM learns too late that it stays the same, and keeps the inner state in memory, in a pipeline that of every
//! stage but the last. Beside the body it is a part of the generator's value, which is a local variable of whoever
//! consumes it. Then all the pointers of a pipeline are known, and all its states become registers.
//!
//! ```text
//!   consumer's stack                        heap
//!  ┌──────────────────────────┐
//!  │ generator                │            ┌──────┐
//!  │   body    ───────────────┼──────────► │ body │  for item in items { .. }
//!  │   beside                 │            └──────┘
//!  │    ┌────────────────┐    │            ┌──────┐
//!  │    │ items   body ──┼────┼──────────► │ body │
//!  │    └────────────────┘    │            └──────┘
//!  └──────────────────────────┘
//! ```
//!
//! The generator can be moved between two steps, so at each step the body finds by the exchange what lies beside it
//! (exchange invariant 6). The macro puts an iterator there only where nobody can tell it by the order in which values
//! are dropped: what lies beside the body is dropped after it. And only where assertions are off, which is where LLVM
//! optimizes: each stage of a pipeline is a part of the value of the next one, and of its type.

use alloc::boxed::Box;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll};

use crate::exchange::beside_of;
use crate::kind::{Beside, Co, PhantomInvariant};

use super::place::{Boxed, Place, free_box};
use super::view::Erase;

/// A box, and an iterator beside it, until it has ended.
///
/// Invariant: the body was made from a `Co` of the kind `Beside<I>`.
pub struct BoxedBeside<F, I> {
    beside: ManuallyDrop<Option<I>>,
    body: Boxed<F>,
}

// What lies beside the body is not pinned: iterators are asked by `&mut self`.
impl<F, I> Unpin for BoxedBeside<F, I> {}

impl<F, I> BoxedBeside<F, I> {
    /// # Safety
    ///
    /// `body` was made from a `Co` of the kind `Beside<I>`.
    #[inline(always)]
    pub(crate) unsafe fn new(body: F, beside: Option<I>) -> Self {
        Self { beside: ManuallyDrop::new(beside), body: Boxed::new(body) }
    }
}

impl<F: Future, I> Place for BoxedBeside<F, I> {
    type Output = F::Output;

    const BOXED: bool = true;

    #[inline(always)]
    unsafe fn poll(&mut self, context: &mut Context<'_>) -> Poll<F::Output> {
        let beside = MaybeUninit::new(ptr::from_mut(&mut *self.beside).cast());
        // SAFETY: the caller promises that the context belongs to an exchange.
        let outer = unsafe { beside_of(context) }.replace(beside);
        // SAFETY: the caller promises that the body is there, and that the context suits a synchronous one, which one
        // of the kind `Beside<I>` is. Exchange invariant 6 holds: the exchange points to an `Option<I>`, by a pointer
        // that comes from `self`, which is borrowed for the whole poll; and the body is another field.
        let poll = unsafe { self.body.poll(context) };
        // SAFETY: the caller promises that the context belongs to an exchange.
        unsafe { beside_of(context) }.set(outer);
        poll
    }

    #[inline(always)]
    unsafe fn give_up(&mut self, has_body: bool) {
        // SAFETY: the caller promises that the place is not used any more, so the box is taken once.
        let body = unsafe { self.body.take() };
        // SAFETY: the caller promises that there is a body exactly if `has_body`.
        unsafe { drop_both(body, has_body, self.beside.take()) };
    }

    #[inline(always)]
    unsafe fn free(&mut self) {
        // SAFETY: the caller promises that the place is not used any more, and that the body holds nothing.
        unsafe { self.body.free() };
        drop(self.beside.take());
    }
}

// It is seen as it is: only where this crate alone has debug assertions are there such places and views of them.
impl<F: Future, I> Erase for BoxedBeside<F, I> {
    type Erased<'a>
        = &'a mut Self
    where
        Self: 'a;

    #[inline(always)]
    unsafe fn erase(&mut self) -> &mut Self {
        self
    }
}

impl<F: Future, I> Place for &mut BoxedBeside<F, I> {
    type Output = F::Output;

    const BOXED: bool = true;

    #[inline(always)]
    unsafe fn poll(&mut self, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the caller's promises are those of this function.
        unsafe { (**self).poll(context) }
    }

    #[inline(always)]
    unsafe fn give_up(&mut self, has_body: bool) {
        // SAFETY: as before.
        unsafe { (**self).give_up(has_body) };
    }

    #[inline(always)]
    unsafe fn free(&mut self) {
        // SAFETY: as before.
        unsafe { (**self).free() };
    }
}

/// Drops a body, if there is one, and then what lies beside it.
///
/// It is cheap to call, or LLVM would not inline the `drop` of a generator where a panic goes through: the generator's
/// address would escape. The box is an argument of its own, for it does not escape then.
///
/// # Safety
///
/// There is a body exactly if `has_body`; else it has panicked.
#[cold]
#[inline(never)]
unsafe fn drop_both<F, I>(body: Pin<Box<F>>, has_body: bool, beside: Option<I>) {
    // Should a destructor of the body panic, this is dropped, too.
    let _beside = beside;
    if has_body {
        drop(body);
    } else {
        // SAFETY: the caller promises that there is no body any more.
        unsafe { free_box(body) };
    }
}

/// The next item of the iterator beside the body. When it has none it is dropped.
#[inline(always)]
pub fn next_beside<I, Y, R>(_: &Co<Beside<I>, Y, R>) -> NextBeside<I> {
    NextBeside { iterator: PhantomData }
}

/// Takes the next item; never suspends.
#[must_use]
pub struct NextBeside<I> {
    iterator: PhantomInvariant<I>,
}

impl<I: Iterator> Future for NextBeside<I> {
    type Output = Option<I::Item>;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<I::Item>> {
        // SAFETY: exchange invariant 2: this was made from a `Co` of the kind `Beside<I>`.
        let items = unsafe { iterator_of::<I>(context) };
        keep_scalar();
        let Some(iterator) = items else { return Poll::Ready(None) };
        let item = iterator.next();
        if item.is_none() {
            // By value: were it dropped where it lies, its address could escape.
            drop(items.take());
        }
        Poll::Ready(item)
    }
}

/// Drops the iterator beside the body, whose loop may have been left by `break`.
#[inline(always)]
pub fn end_beside<I, Y, R>(_: &Co<Beside<I>, Y, R>) -> EndBeside<I> {
    EndBeside { iterator: PhantomData }
}

/// Drops the iterator; never suspends.
#[must_use]
pub struct EndBeside<I> {
    iterator: PhantomInvariant<I>,
}

impl<I> Future for EndBeside<I> {
    type Output = ();

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // SAFETY: exchange invariant 2: this was made from a `Co` of the kind `Beside<I>`.
        drop(unsafe { iterator_of::<I>(context) }.take());
        Poll::Ready(())
    }
}

/// The iterator beside the body that is being polled with `context`.
///
/// # Safety
///
/// That body is one of the kind `Beside<I>`, and a future that is awaited in it calls this, and polls nothing else
/// while it uses the result.
#[inline(always)]
unsafe fn iterator_of<'a, I>(context: &'a mut Context<'_>) -> &'a mut Option<I> {
    // SAFETY: the caller promises that a body is being polled, so the context belongs to an exchange.
    let beside = unsafe { beside_of(context) }.get();
    // SAFETY: exchange invariant 6: the caller promises what kind of a body it is, so this was written.
    let beside = unsafe { beside.assume_init() }.cast();
    // SAFETY: as before: it points to an `Option<I>`, which that body's futures alone access, one after the other. What
    // the iterator runs when it is asked cannot come here: the generator is borrowed by its driver, and other
    // generators have exchanges of their own, or are polled as a delegate of this one, which is not in this future.
    unsafe { &mut *beside }
}

/// Keeps LLVM from vectorizing the loop that this stands in: it costs no instruction.
///
/// A stage that passes few items on is a loop that searches for the next. If LLVM dissolves the pipeline, it takes that
/// for a long search, and makes one with vectors of it, which costs a hundred instructions an item.
#[inline(always)]
fn keep_scalar() {
    #[cfg(all(
        not(miri),
        any(target_arch = "x86", target_arch = "x86_64", target_arch = "arm", target_arch = "aarch64")
    ))]
    // SAFETY: the empty text does nothing.
    unsafe {
        core::arch::asm!("", options(nomem, nostack, preserves_flags));
    }
}
