//! How the body of a synchronous generator and its driver exchange values.
//!
//! ```text
//!   Exchange
//!  ┌───────────────────┐
//!  │ context, frames   │
//!  │ header            │
//!  │   deliver  ───────┼──► code
//!  │   consumer ───┐   │
//!  │   resume      │   │  what the pending yield evaluates to
//!  └───────────────┼───┘
//!  ┌───────────────▼───┐
//!  │ Consumer          │  a slot (`next`), or an accumulator and a closure (`fold`)
//!  └───────────────────┘
//! ```
//!
//! The `Context` has the waker that does nothing: a generator is resumed by its owner, not by an executor. The consumer
//! lies apart from the exchange because only `deliver` writes to it: nothing that escapes to the body can then change
//! `deliver`, LLVM proves it constant, inlines it, and dissolves exchange, context and state machine into registers.
//!
//! # Invariant
//!
//! *Live consumer.* `consumer` points to a `C: Consumer<Y, R>` that nothing else touches while the exchange exists, and
//! `deliver` and `deliver_in_body` are those of `C`.

use core::cell::Cell;
use core::ptr;
use core::task::{Context, Waker};

use crate::exchange::Exchange;
use crate::kind::{self, Progress, Sent};
use crate::synchronous::consumer::Consumer;

/// What a synchronous body and its driver exchange. See the [module](self) documentation.
pub struct Header<Y, R> {
    deliver: unsafe fn(*mut (), Y) -> Option<R>,
    deliver_in_body: unsafe fn(*mut (), *const Y) -> Option<R>,
    consumer: *mut (),
    resume: Cell<Option<R>>,
}

/// An exchange for one poll of a body that is to receive `resume`.
#[inline(always)]
pub(crate) fn new_exchange<C: Consumer<Y, R>, Y, R>(consumer: &mut C, resume: Option<R>) -> Exchange<'_, Header<Y, R>> {
    let header = Header {
        deliver: deliver::<C, Y, R>,
        deliver_in_body: deliver_in_body::<C, Y, R>,
        consumer: ptr::from_mut(consumer).cast(),
        resume: Cell::new(resume),
    };
    Exchange::new(Context::from_waker(Waker::noop()), header)
}

/// # Safety
///
/// `consumer` points to a live `C` that nothing else touches during the call.
#[inline(always)]
unsafe fn deliver<C: Consumer<Y, R>, Y, R>(consumer: *mut (), value: Y) -> Option<R> {
    // SAFETY: by the caller's promise the pointer is one to a live `C`, and the reference is the only one.
    let consumer = unsafe { &mut *consumer.cast::<C>() };
    consumer.deliver(value)
}

/// # Safety
///
/// As for [`deliver`] and [`Consumer::deliver_in_body`].
#[inline(always)]
unsafe fn deliver_in_body<C: Consumer<Y, R>, Y, R>(consumer: *mut (), value: *const Y) -> Option<R> {
    // SAFETY: as in `deliver`.
    let consumer = unsafe { &mut *consumer.cast::<C>() };
    // SAFETY: the caller promises that `value` can be read once, and after a `None` for as long as the body stands.
    unsafe { consumer.deliver_in_body(value) }
}

impl<Y, R> kind::Header<Y, R> for Header<Y, R> {
    #[inline(always)]
    fn is_resumed(&self) -> bool {
        // SAFETY: a cell is not shared between threads, and the reference ends here.
        unsafe { &*self.resume.as_ptr() }.is_some()
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
    unsafe fn take_sent(&self, _: Progress) -> Sent<R> {
        self.resume.take().map_or(Sent::Nothing, Sent::Value)
    }

    #[inline(always)]
    fn deliver(&self, value: Y) -> Option<R> {
        // SAFETY: by the invariant `consumer` is what `deliver` takes.
        unsafe { (self.deliver)(self.consumer, value) }
    }

    #[inline(always)]
    unsafe fn deliver_in_body(&self, value: *const Y) -> Option<R> {
        // SAFETY: by the invariant `consumer` is what `deliver_in_body` takes; the rest the caller promises.
        unsafe { (self.deliver_in_body)(self.consumer, value) }
    }
}
