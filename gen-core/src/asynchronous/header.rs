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
//! # Invariant
//!
//! *Yielded.* A yield or a delegation that fills `yielded` suspends the body at once, so it is filled once in a poll.

use core::cell::Cell;
use core::ptr;
use core::task::Context;

use crate::exchange::Exchange;
use crate::kind::{self, Progress, Sent};

/// What an asynchronous body and its driver exchange. See the [module](self) documentation.
pub struct Header<Y, R> {
    resume: Cell<Option<R>>,
    yielded: Cell<Option<Y>>,
}

/// An exchange for one poll of a body that is to receive `resume`.
#[inline(always)]
pub(crate) fn new_exchange<'a, Y, R>(context: &'a mut Context<'_>, resume: Option<R>) -> Exchange<'a, Header<Y, R>> {
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

    /// Leaves a value to the driver.
    #[inline(always)]
    fn leave(&self, value: Y) {
        // SAFETY: a cell is not shared between threads, and can be written to. By the invariant it holds no value,
        // which would be leaked.
        unsafe { self.yielded.as_ptr().write(Some(value)) };
    }
}

impl<Y, R> kind::Header<Y, R> for Header<Y, R> {
    #[inline(always)]
    fn is_resumed(&self) -> bool {
        false
    }

    #[inline(always)]
    fn fill_resume(&self, value: R) {
        self.resume.set(Some(value));
    }

    #[inline(always)]
    fn take_resume(&self) -> Option<R> {
        self.resume.take()
    }

    #[inline(always)]
    unsafe fn take_sent(&self, progress: Progress) -> Sent<R> {
        if progress == Progress::UnderWay {
            return Sent::UnderWay;
        }
        self.resume.take().map_or(Sent::Nothing, Sent::Value)
    }

    #[inline(always)]
    fn deliver(&self, value: Y) -> Option<R> {
        self.leave(value);
        None
    }

    #[inline(always)]
    unsafe fn deliver_in_body(&self, value: *const Y) -> Option<R> {
        // SAFETY: the caller promises that the value can be read once.
        self.deliver(unsafe { value.read() })
    }
}
