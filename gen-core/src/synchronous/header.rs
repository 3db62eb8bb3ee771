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
use core::future::Future;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll, Waker};

use crate::exchange::Exchange;
use crate::kind::{self, Co, Kind, PhantomInvariant, Progress, Sent, Synchronous};
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
    unsafe fn take_argument(&self) -> R {
        self.resume.take().expect("a body that takes an argument is not begun without one")
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
}

/// Suspends with `value`; evaluates to what the caller sends in.
#[inline(always)]
pub fn yield_<K: Kind<Unframed = Synchronous>, Y, R>(_: &Co<K, Y, R>, value: Y) -> Yield<Y, R> {
    Yield { value: MaybeUninit::new(value), values: PhantomData }
}

/// One yield: delivers its value when it is first polled, and is ready when the body is resumed.
///
/// There is no state beside the value: whether this poll is the resumption is asked of the header. The value has no
/// drop glue either, for `.await` polls at once and the first poll moves it out.
#[must_use]
pub struct Yield<Y, R> {
    value: MaybeUninit<Y>,
    values: PhantomInvariant<(Y, R)>,
}

// Nothing points into a yield.
impl<Y, R> Unpin for Yield<Y, R> {}

// SAFETY: a yield is made and polled in one poll of its body, and before the driver of that poll returns to its caller
// it has taken the value, or has panicked, after which nobody reads or drops it: so no value goes to another thread
// with a body.
unsafe impl<Y, R> Send for Yield<Y, R> {}

// SAFETY: as for `Send`: only the body refers to the yield.
unsafe impl<Y, R> Sync for Yield<Y, R> {}

impl<Y, R> Future for Yield<Y, R> {
    type Output = R;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: exchange invariant 2: the yield was made from a `Co` of `Y`, `R` and a kind that has this header.
        let header = unsafe { Exchange::<Header<Y, R>>::header_of(context) };
        if let Some(argument) = header.resume.replace(None) {
            return Poll::Ready(argument);
        }
        // SAFETY: by the invariant `consumer` is what `deliver_in_body` takes. By exchange invariant 3 `resume` is
        // empty only at the first poll, so the value is still there, to be read once. It stays where it is until the
        // body is polled again or dropped, for this yield does.
        match unsafe { (header.deliver_in_body)(header.consumer, self.get_mut().value.as_ptr()) } {
            Some(argument) => Poll::Ready(argument),
            None => Poll::Pending,
        }
    }
}
