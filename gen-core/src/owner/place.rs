//! Where a body lies: in a box, so that its owner can be moved, or in its owner, which is pinned.

use core::cell::UnsafeCell;
use core::future::Future;
use core::marker::PhantomPinned;
use core::mem::ManuallyDrop;
#[cfg(feature = "alloc")]
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::task::{Context, Poll};

#[cfg(feature = "alloc")]
use alloc::alloc::{alloc, dealloc, handle_alloc_error};
#[cfg(feature = "alloc")]
use alloc::boxed::Box;
#[cfg(feature = "alloc")]
use core::alloc::Layout;

#[cfg(feature = "alloc")]
use super::view::Erase;

/// A place for a body, which does not drop it by itself.
pub trait Place {
    /// What the body evaluates to.
    type Output;

    /// Whether it is a box.
    const BOXED: bool;

    /// Polls the body.
    ///
    /// # Safety
    ///
    /// The body is there; and the place is pinned, if it is not `Unpin`. `context` suits the body (exchange invariants
    /// 2 and 3).
    unsafe fn poll(&mut self, context: &mut Context<'_>) -> Poll<Self::Output>;

    /// Gives the place up, and drops the body where it lies, if there is one. It may do that out of line.
    ///
    /// # Safety
    ///
    /// The place is not used any more. There is a body exactly if `has_body`; else it has returned or panicked.
    unsafe fn give_up(&mut self, has_body: bool);

    /// Gives the place up after the body has returned. Then there is nothing in it any more that is to be dropped; and
    /// not to look for it tells LLVM that the state need not be written to memory.
    ///
    /// # Safety
    ///
    /// The place is not used any more, and there is nothing in the body that is to be dropped, or that is pinned.
    unsafe fn free(&mut self);
}

/// A box.
///
/// A body that has started must not move. So it lies in a box from the beginning, and the generator is two words that
/// can go anywhere. (To box it only when it is first resumed would spare generators that are only folded an allocation,
/// but then the box is made inside the loop that resumes it, LLVM does not see that its address stays the same, and the
/// generator's state, and the states of all generators in it, remain in memory.)
///
/// Where everything is inlined, LLVM keeps the state in registers, as long as neither the body's address nor the
/// generator's, which stores it, escapes. So what is not inlined takes values: making the box, which could panic and
/// would then have to drop the body, and dropping it.
#[cfg(feature = "alloc")]
pub struct Boxed<F>(MaybeUninit<Pin<Box<F>>>);

#[cfg(feature = "alloc")]
impl<F> Boxed<F> {
    /// Should there be no memory, and that panic, the body is leaked.
    #[inline(always)]
    pub(crate) fn new(body: F) -> Self {
        const { assert!(size_of::<F>() > 0, "a body has a state") };
        let body = ManuallyDrop::new(body);
        // SAFETY: the size is not 0.
        let place = unsafe { allocate(const { Layout::new::<F>() }) }.cast::<ManuallyDrop<F>>();
        // SAFETY: the place is new, and has the layout of an `F`, which is that of a `ManuallyDrop<F>`; to assign one
        // drops nothing.
        unsafe { *place = body };
        let mut this = MaybeUninit::<Pin<Box<F>>>::uninit();
        // SAFETY: a pinned box lies in memory as a pointer to what the global allocator has given, which nothing else
        // owns, and which is not moved any more.
        unsafe { *this.as_mut_ptr().cast() = place };
        Self(this)
    }

    #[inline(always)]
    pub(super) fn as_pointer(&self) -> *mut F {
        // SAFETY: a pinned box lies in memory as a pointer; it was filled, and stays so if it is taken.
        unsafe { *self.0.as_ptr().cast() }
    }

    /// Takes the box.
    ///
    /// # Safety
    ///
    /// The box has not been taken before.
    #[inline(always)]
    pub(super) unsafe fn take(&mut self) -> Pin<Box<F>> {
        // SAFETY: the caller promises that the box is still there, and does not take it again.
        unsafe { self.0.assume_init_read() }
    }
}

#[cfg(feature = "alloc")]
impl<F: Future> Place for Boxed<F> {
    type Output = F::Output;

    const BOXED: bool = true;

    #[inline(always)]
    unsafe fn poll(&mut self, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the caller promises that the body is there, and so its box.
        unsafe { self.0.assume_init_mut() }.as_mut().poll(context)
    }

    #[inline(always)]
    unsafe fn give_up(&mut self, has_body: bool) {
        if cfg!(debug_assertions) {
            // SAFETY: the caller promises that this is not used any more.
            let mut erased = unsafe { self.erase() };
            // SAFETY: the caller promises that there is a body exactly if `has_body`.
            return unsafe { erased.give_up(has_body) };
        }
        // SAFETY: the caller promises that this is not used any more, and was used until now.
        let body = unsafe { self.take() };
        if has_body {
            drop_box(body);
        } else {
            // SAFETY: the caller promises that there is no body any more.
            unsafe { free_box(body) };
        }
    }

    #[inline(always)]
    unsafe fn free(&mut self) {
        // SAFETY: the caller promises that this is not used any more, and was used until now.
        let body = unsafe { self.take() };
        // SAFETY: the caller promises that nothing in the body is to be dropped, or pinned.
        unsafe { free_box(body) };
    }
}

/// Memory for a body.
///
/// # Safety
///
/// The size is not 0.
#[cfg(feature = "alloc")]
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn allocate(layout: Layout) -> *mut u8 {
    // SAFETY: the caller promises that the size is not 0.
    let place = unsafe { alloc(layout) };
    if place.is_null() {
        handle_alloc_error(layout);
    }
    place
}

#[cfg(feature = "alloc")]
#[cold]
#[inline(never)]
pub(super) fn drop_box<F: ?Sized>(body: Pin<Box<F>>) {
    drop(body);
}

/// Frees a box without dropping what is in it.
///
/// # Safety
///
/// There is nothing in the body that is to be dropped, or that is pinned.
#[cfg(feature = "alloc")]
#[inline(always)]
pub(super) unsafe fn free_box<F: ?Sized>(body: Pin<Box<F>>) {
    // SAFETY: the body is not moved, and the caller promises that it is not pinned any more.
    let body = Box::into_raw(unsafe { Pin::into_inner_unchecked(body) });
    // SAFETY: the body is still there, as one that has ended or panicked.
    let layout = Layout::for_value(unsafe { &*body });
    // SAFETY: it was allocated so; the caller promises that there is nothing to drop.
    unsafe { dealloc(body.cast(), layout) };
}

/// The owner itself.
///
/// As the body may borrow from itself, a shared reference to the owner must not claim it: it lies in an `UnsafeCell`,
/// and nothing is done with it by `&self`.
pub struct InPlace<F> {
    body: UnsafeCell<ManuallyDrop<F>>,
    _pinned: PhantomPinned,
}

// SAFETY: `&self` gives nothing.
unsafe impl<F: Sync> Sync for InPlace<F> {}

impl<F> InPlace<F> {
    #[inline(always)]
    pub(crate) fn new(body: F) -> Self {
        Self { body: UnsafeCell::new(ManuallyDrop::new(body)), _pinned: PhantomPinned }
    }

    /// The body.
    ///
    /// # Safety
    ///
    /// This place is pinned.
    #[inline(always)]
    pub(super) unsafe fn as_pin(&mut self) -> Pin<&mut F> {
        // SAFETY: the body is structurally pinned: the caller promises that this place is, for it is not `Unpin`; the
        // body is not moved out of it, and is dropped where it lies.
        unsafe { Pin::new_unchecked(&mut **self.body.get_mut()) }
    }
}

impl<F: Future> Place for InPlace<F> {
    type Output = F::Output;

    const BOXED: bool = false;

    #[inline(always)]
    unsafe fn poll(&mut self, context: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the caller promises that this place is pinned.
        unsafe { self.as_pin() }.poll(context)
    }

    #[inline(always)]
    unsafe fn give_up(&mut self, has_body: bool) {
        if has_body {
            // SAFETY: the caller promises that the body is there, and is not used any more.
            unsafe { ManuallyDrop::drop(self.body.get_mut()) };
        }
    }

    #[inline(always)]
    unsafe fn free(&mut self) {}
}
