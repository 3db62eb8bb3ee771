//! How the body of an asynchronous generator and its driver exchange values.
//!
//! The `Context` in the exchange is the executor's own, moved for the time of the poll: the real waker reaches whatever
//! is awaited.
//!
//! ```text
//!   Exchange
//!  ┌───────────────────┐
//!  │ context, frames   │
//!  │ header            │
//!  │   resume          │  what the pending yield evaluates to
//!  │   yielded         │  what a yield leaves to the driver
//!  └───────────────────┘
//! ```
//!
//! A yield is two futures: [`Deliver`] leaves the value in the header, and is ready at once; [`Park`] is pending for as
//! long as a value lies there. So neither has to remember anything, and LLVM sees that the first is ready.
//!
//! # Invariant
//!
//! *Yielded.* A yield or a delegation that fills `yielded` suspends the body at once, so it is filled once in a poll.

use core::cell::Cell;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll};

use crate::exchange::Exchange;
use crate::kind::{self, Asynchronous, Co, Kind, PhantomInvariant, Progress, Sent};

/// What an asynchronous body and its driver exchange. See the [module](self) documentation.
pub struct Header<Y, R> {
    resume: Cell<MaybeUninit<R>>,
    yielded: Cell<Option<Y>>,
}

/// An exchange for one poll of a body that is to receive `resume`.
#[inline(always)]
pub(crate) fn new_exchange<'a, Y, R>(
    context: &'a mut Context<'_>,
    resume: MaybeUninit<R>,
) -> Exchange<'a, Header<Y, R>> {
    // SAFETY: the content is moved out of a place that is borrowed for `'a`, and that nobody looks at meanwhile. What
    // it was moved to, and all that was borrowed from there, is gone when that borrow ends; a `Context` has no
    // destructor: so the place may be used again as if it had been borrowed. A content that lives for longer than `'a`
    // lives for `'a`; what is put into the moved one, which need not live for longer, does not get back.
    let context = unsafe { ptr::from_mut(context).cast::<Context<'a>>().read() };
    Exchange::new(context, Header { resume: Cell::new(resume), yielded: Cell::new(None) })
}

impl<Y, R> Header<Y, R> {
    /// What the body has yielded.
    #[inline(always)]
    pub(crate) fn into_yielded(self) -> Option<Y> {
        self.yielded.into_inner()
    }

    /// Takes what the body is resumed with.
    ///
    /// # Safety
    ///
    /// There is a value (exchange invariant 3), which is not taken again.
    #[inline(always)]
    unsafe fn take_resume(&self) -> R {
        // SAFETY: the caller promises that there is a value.
        unsafe { self.resume.replace(MaybeUninit::uninit()).assume_init() }
    }

    /// Leaves a value to the driver.
    #[inline(always)]
    fn leave(&self, value: Y) {
        // SAFETY: a cell is not shared between threads, and can be written to. By the invariant it holds no value,
        // which would be leaked.
        unsafe { self.yielded.as_ptr().write(Some(value)) };
    }

    /// Whether a value lies there.
    #[inline(always)]
    fn has_yielded(&self) -> bool {
        // SAFETY: a cell is not shared between threads, and the reference ends here.
        unsafe { &*self.yielded.as_ptr() }.is_some()
    }
}

impl<Y, R> kind::Header<Y, R> for Header<Y, R> {
    #[inline(always)]
    fn is_resumed(&self) -> bool {
        false
    }

    #[inline(always)]
    fn fill_resume(&self, value: R) {
        self.resume.set(MaybeUninit::new(value));
    }

    #[inline(always)]
    unsafe fn take_argument(&self) -> R {
        // SAFETY: the caller promises that there is a value, which nothing else takes in this poll.
        unsafe { self.take_resume() }
    }

    #[inline(always)]
    unsafe fn take_sent(&self, progress: Progress) -> Sent<R> {
        match progress {
            Progress::NotPolled => Sent::Nothing,
            // SAFETY: `progress` says that the body has suspended with the last value of this delegation, and the
            // caller promises that it stands there: so there is a value (exchange invariant 3), which is taken here
            // alone.
            Progress::Yielded => Sent::Value(unsafe { self.take_resume() }),
            Progress::UnderWay => Sent::UnderWay,
        }
    }

    #[inline(always)]
    fn deliver(&self, value: Y) -> Option<R> {
        self.leave(value);
        None
    }
}

/// Suspends with `value`; evaluates to what the caller sends in.
///
/// (So an editor says of `yield_!`. This is its first half, which gives `value` to the driver, and never suspends;
/// [`park`] follows at once.)
#[inline(always)]
pub fn deliver<K: Kind<Unframed = Asynchronous>, Y, R>(_: &Co<K, Y, R>, value: Y) -> Deliver<Y, R> {
    Deliver { value: MaybeUninit::new(value), values: PhantomData }
}

/// Suspends after a delivery; evaluates to what the caller sends in.
#[inline(always)]
pub fn park<K: Kind<Unframed = Asynchronous>, Y, R>(_: &Co<K, Y, R>) -> Park<Y, R> {
    Park { values: PhantomData }
}

/// The first half of a yield. The value has no drop glue, for `.await` polls at once, and the poll moves it out.
#[must_use]
pub struct Deliver<Y, R> {
    value: MaybeUninit<Y>,
    values: PhantomInvariant<(Y, R)>,
}

// Nothing points into it.
impl<Y, R> Unpin for Deliver<Y, R> {}

// SAFETY: it is made and polled in one poll of its body, which moves the value out: no value goes to another thread
// with it.
unsafe impl<Y, R> Send for Deliver<Y, R> {}

// SAFETY: as for `Send`: only the body refers to it.
unsafe impl<Y, R> Sync for Deliver<Y, R> {}

impl<Y, R> Future for Deliver<Y, R> {
    type Output = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // SAFETY: the value is there since this was made, and is read once: what is ready is not polled again by
        // `.await`.
        let value = unsafe { self.value.as_ptr().read() };
        // SAFETY: exchange invariant 2: this was made from a `Co` of `Y`, `R` and a kind that has this header.
        unsafe { Exchange::<Header<Y, R>>::header_of(context) }.leave(value);
        Poll::Ready(())
    }
}

/// The second half of a yield.
#[must_use]
pub struct Park<Y, R> {
    values: PhantomInvariant<(Y, R)>,
}

impl<Y, R> Future for Park<Y, R> {
    type Output = R;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: exchange invariant 2: this was made from a `Co` of `Y`, `R` and a kind that has this header.
        let header = unsafe { Exchange::<Header<Y, R>>::header_of(context) };
        if header.has_yielded() {
            return Poll::Pending;
        }
        // SAFETY: as nothing has been delivered in this poll, the body stood here when it began, so there is a value
        // (exchange invariant 3); it is taken here alone.
        Poll::Ready(unsafe { header.take_resume() })
    }
}
