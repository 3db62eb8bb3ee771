//! What those see of a generator who resume it, or drop its body.
//!
//! Without debug assertions that is the generator as it is: LLVM dissolves a state machine only if it knows it. With
//! them nothing is dissolved, and what is compiled for each body costs time at every build. So there the body is seen as
//! a `dyn Future`, by functions that exist once for all bodies that yield, are resumed with and return the same types.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;
use core::future::Future;
#[cfg(debug_assertions)]
use core::marker::PhantomData;
#[cfg(debug_assertions)]
use core::mem::ManuallyDrop;
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll};

use crate::kind::Kind;

use super::AnonymousGenerator;
#[cfg(debug_assertions)]
use super::phase::Phase;
#[cfg(feature = "alloc")]
use super::place::{Boxed, drop_box, free_box};
use super::place::{InPlace, Place};

/// A place whose body can be seen as a `dyn Future`.
pub trait Erase: Place {
    /// The place, seen so.
    type Erased<'a>: Place<Output = Self::Output>
    where
        Self: 'a;

    /// Sees the place so.
    ///
    /// # Safety
    ///
    /// As long as the result exists the place is used by way of it alone. It is pinned, if it is not `Unpin`.
    unsafe fn erase(&mut self) -> Self::Erased<'_>;
}

/// A body somewhere, in a box of its own if it is `BOXED`.
///
/// Invariant: this points to where the body lies, in its box or pinned. It is there as long as its place says so.
pub struct Erased<'a, T, const BOXED: bool>(*mut (dyn Future<Output = T> + 'a));

impl<T, const BOXED: bool> Place for Erased<'_, T, BOXED> {
    type Output = T;

    const BOXED: bool = BOXED;

    #[inline(always)]
    unsafe fn poll(&mut self, context: &mut Context<'_>) -> Poll<T> {
        // SAFETY: the caller promises that the body is there, and `erase` that nothing else uses it meanwhile.
        let body = unsafe { &mut *self.0 };
        // SAFETY: by the invariant it lies in a box or is pinned; it is not moved until it is dropped.
        unsafe { Pin::new_unchecked(body) }.poll(context)
    }

    unsafe fn give_up(&mut self, has_body: bool) {
        #[cfg(feature = "alloc")]
        if BOXED {
            // SAFETY: by the invariant it is the pointer of a box, which the caller promises is not used any more.
            let body = Box::into_pin(unsafe { Box::from_raw(self.0) });
            if has_body {
                drop_box(body);
            } else {
                // SAFETY: the caller promises that there is no body any more.
                unsafe { free_box(body) };
            }
            return;
        }
        if has_body {
            // SAFETY: the caller promises that the body is there, and is not used any more.
            unsafe { ptr::drop_in_place(self.0) };
        }
    }

    unsafe fn free(&mut self) {
        // SAFETY: the caller promises that there is nothing in the body that is to be dropped.
        unsafe { self.give_up(false) };
    }
}

#[cfg(feature = "alloc")]
impl<F: Future> Erase for Boxed<F> {
    type Erased<'a>
        = Erased<'a, F::Output, true>
    where
        Self: 'a;

    #[inline(always)]
    unsafe fn erase(&mut self) -> Erased<'_, F::Output, true> {
        Erased(self.as_pointer())
    }
}

impl<F: Future> Erase for InPlace<F> {
    type Erased<'a>
        = Erased<'a, F::Output, false>
    where
        Self: 'a;

    #[inline(always)]
    unsafe fn erase(&mut self) -> Erased<'_, F::Output, false> {
        // SAFETY: the caller promises that this place is pinned.
        let body = unsafe { self.as_pin() };
        // SAFETY: the body is not moved.
        Erased(unsafe { body.get_unchecked_mut() })
    }
}

/// A generator, for one operation.
#[cfg(not(debug_assertions))]
pub(super) struct View<'a, P: Place, K: Kind, Y, R, E>(Pin<&'a mut AnonymousGenerator<P, K, Y, R, E>>);

#[cfg(not(debug_assertions))]
impl<P: Place, K: Kind, Y, R, E> AnonymousGenerator<P, K, Y, R, E> {
    #[inline(always)]
    pub(super) fn view(self: Pin<&mut Self>) -> View<'_, P, K, Y, R, E> {
        View(self)
    }
}

#[cfg(not(debug_assertions))]
impl<P: Place, K: Kind, Y, R, E> View<'_, P, K, Y, R, E> {
    #[inline(always)]
    pub(super) fn generator(&mut self) -> Pin<&mut AnonymousGenerator<P, K, Y, R, E>> {
        self.0.as_mut()
    }
}

/// A generator, for one operation. It is another one with the same body, which leaves its phase to the first.
///
/// As long as it exists the first is borrowed, so only this one uses the body. It is never dropped. The phase, which
/// says whether there is a body, is put back before the borrow ends, also where a panic goes through: so no view may be
/// forgotten.
#[cfg(debug_assertions)]
pub(super) struct View<'a, P: Place, K: Kind, Y, R, E> {
    generator: ManuallyDrop<AnonymousGenerator<P, K, Y, R, E>>,
    phase: &'a mut Phase,
}

#[cfg(debug_assertions)]
impl<P: Erase, K: Kind, Y, R, E> AnonymousGenerator<P, K, Y, R, E> {
    #[inline(always)]
    pub(super) fn view(self: Pin<&mut Self>) -> View<'_, P::Erased<'_>, K, Y, R, E> {
        // SAFETY: nothing is moved out of the reference.
        let Self { phase, place, .. } = unsafe { self.get_unchecked_mut() };
        // SAFETY: the place is pinned, as a part of the generator, which is borrowed for as long as the view exists.
        let place = unsafe { place.erase() };
        View { generator: ManuallyDrop::new(AnonymousGenerator { phase: *phase, place, values: PhantomData }), phase }
    }
}

#[cfg(debug_assertions)]
impl<P: Place, K: Kind, Y, R, E> View<'_, P, K, Y, R, E> {
    pub(super) fn generator(&mut self) -> Pin<&mut AnonymousGenerator<P, K, Y, R, E>> {
        // SAFETY: the body does not lie in the generator that this is.
        unsafe { Pin::new_unchecked(&mut self.generator) }
    }
}

#[cfg(debug_assertions)]
impl<P: Place, K: Kind, Y, R, E> Drop for View<'_, P, K, Y, R, E> {
    fn drop(&mut self) {
        *self.phase = self.generator.phase;
    }
}
