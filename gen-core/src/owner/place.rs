//! Where a body lies: in a box, so that its owner can be moved, or in its owner, which is pinned.

use core::cell::UnsafeCell;
use core::future::Future;
use core::marker::PhantomPinned;
use core::mem::ManuallyDrop;
use core::pin::Pin;

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

/// A place for a body, which does not drop it by itself.
pub trait Place {
    /// The body.
    type Body: Future<Output = Self::Output>;
    /// What the body evaluates to.
    type Output;

    /// Whether it is a box.
    const BOXED: bool;

    /// Puts a body there.
    fn new(body: Self::Body) -> Self;

    /// The body that lies there.
    ///
    /// # Safety
    ///
    /// The body is there, and the place is pinned, if it is not `Unpin`.
    unsafe fn body(&mut self) -> Pin<&mut Self::Body>;

    /// Drops the body where it lies.
    ///
    /// # Safety
    ///
    /// The body is there, and the place is not used any more.
    unsafe fn drop_body(&mut self);

    /// Gives up the place of a body that has returned or panicked. Then there is nothing in it any more that is to be
    /// dropped; and not to look for it tells LLVM that the state need not be written to memory.
    ///
    /// # Safety
    ///
    /// As for [`drop_body`](Self::drop_body); and there is nothing in the body that is to be dropped, nor pinned.
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
pub struct Boxed<F>(ManuallyDrop<Pin<Box<F>>>);

#[cfg(feature = "alloc")]
impl<F: Future> Place for Boxed<F> {
    type Body = F;
    type Output = F::Output;

    const BOXED: bool = true;

    /// Should there be no memory, and that panic, the body is leaked.
    #[inline(always)]
    fn new(body: F) -> Self {
        let body = Box::into_raw(Box::new(ManuallyDrop::new(body)));
        // SAFETY: a `ManuallyDrop<F>` lies in memory as an `F`, and is not used any more.
        Self(ManuallyDrop::new(unsafe { Box::from_raw(body.cast::<F>()) }.into()))
    }

    #[inline(always)]
    unsafe fn body(&mut self) -> Pin<&mut F> {
        self.0.as_mut()
    }

    #[inline(always)]
    unsafe fn drop_body(&mut self) {
        // SAFETY: the caller promises that the body is there, and that this is not used any more.
        drop_box(unsafe { ManuallyDrop::take(&mut self.0) });
    }

    #[inline(always)]
    unsafe fn free(&mut self) {
        // SAFETY: as in `drop_body`.
        let body = unsafe { ManuallyDrop::take(&mut self.0) };
        // SAFETY: the body is not moved, and the caller promises that it is not pinned any more.
        let body = Box::into_raw(unsafe { Pin::into_inner_unchecked(body) });
        // SAFETY: only the type changes, to one that lies in memory alike, and that drops nothing; the caller promises
        // that there is nothing to drop.
        drop(unsafe { Box::from_raw(body.cast::<ManuallyDrop<F>>()) });
    }
}

#[cfg(feature = "alloc")]
#[cold]
#[inline(never)]
fn drop_box<F>(body: Pin<Box<F>>) {
    drop(body);
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

impl<F: Future> Place for InPlace<F> {
    type Body = F;
    type Output = F::Output;

    const BOXED: bool = false;

    #[inline(always)]
    fn new(body: F) -> Self {
        Self { body: UnsafeCell::new(ManuallyDrop::new(body)), _pinned: PhantomPinned }
    }

    #[inline(always)]
    unsafe fn body(&mut self) -> Pin<&mut F> {
        let body = &mut **self.body.get_mut();
        // SAFETY: the body is structurally pinned: the caller promises that this place is pinned, for it is not
        // `Unpin`; the body is not moved out of it, and is dropped where it lies.
        unsafe { Pin::new_unchecked(body) }
    }

    #[inline(always)]
    unsafe fn drop_body(&mut self) {
        // SAFETY: the caller promises that the body is there, and is not used any more.
        unsafe { ManuallyDrop::drop(self.body.get_mut()) };
    }

    #[inline(always)]
    unsafe fn free(&mut self) {}
}
