//! How the body of an asynchronous generator and its driver exchange values.
//!
//! As in a synchronous generator, the driver puts a [`Header`] into an [`Exchange`](crate::exchange) on its own stack,
//! where a future in the body finds it. The `Context` there is the executor's own, moved for the time of the poll: the
//! real waker reaches whatever is awaited.
//!
//! ```text
//!   driver's stack                        body (pinned elsewhere)
//!  ┌───────────────────────┐             ┌───────────────────────┐
//!  │ Context               │◄────────────│ Deliver { value }     │
//!  ├───────────────────────┤             │ Park                  │
//!  │ Header                │             └───────────────────────┘
//!  │   resume              │  what the pending yield evaluates to
//!  │   yielded             │  what a yield leaves to the driver
//!  └───────────────────────┘
//! ```
//!
//! A yield is two futures: [`Deliver`] leaves the value in the header, and is ready at once; [`Park`] is pending for as
//! long as a value lies there. So neither has to remember anything, and LLVM sees that the first is ready.
//!
//! # Invariants
//!
//! 1. *Own header.* As header invariant 1 of [synchronous generators](crate::header), with this header: a future that
//!    was made from a `Co<Y, R>` is polled with the context of an exchange that holds a `Header<Y, R>`.
//! 2. *Resumption.* When a body is polled, `resume` is filled exactly if the body is suspended at a yield, its own or
//!    that of a delegate, or waits for the argument of its first resumption. That yield or argument takes the value out
//!    before anything else runs.
//! 3. *Yielded.* A yield or a delegate that fills `yielded` suspends the body at once, so it is filled once in a poll.

use core::future::Future;
use core::marker::PhantomData;
use core::mem::{self, MaybeUninit};
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll};

use crate::exchange::Exchange;
use crate::header::{Co, Invariant};

/// The part of an exchange that a body finds beside its context. See the [module](self) documentation.
pub(crate) struct Header<Y, R> {
    resume: MaybeUninit<R>,
    yielded: Option<Y>,
}

impl<Y, R> Header<Y, R> {
    /// Polls a body; beside the outcome stands what it has yielded.
    ///
    /// # Safety
    ///
    /// The body was made from a `Co<Y, R>` and keeps invariant 1, and `resume` is filled as invariant 2 says.
    #[inline(always)]
    pub(crate) unsafe fn poll<'a, F: Future>(
        body: Pin<&mut F>,
        context: &'a mut Context<'_>,
        resume: MaybeUninit<R>,
    ) -> (Poll<F::Output>, Option<Y>) {
        // SAFETY: the content is moved out of a place that is borrowed for `'a`, and that nobody looks at meanwhile; a
        // `Context` has no destructor, so the place may be used again afterwards. A content that lives for longer than
        // `'a` lives for `'a`; what is put into the moved one, which need not live for longer, does not get back.
        let context = unsafe { ptr::from_mut(context).cast::<Context<'a>>().read() };
        let mut exchange = Exchange::new(context, Self { resume, yielded: None });
        let poll = body.poll(exchange.context());
        (poll, exchange.into_header().yielded)
    }

    /// Takes what the body is resumed with.
    ///
    /// # Safety
    ///
    /// `context` is what a future that was made from a `Co<Y, R>` is being polled with (invariant 1), and the body
    /// stands at this future's yield, or the future takes the first argument (invariant 2). This is called once in a
    /// poll.
    #[inline(always)]
    unsafe fn take_resume(context: &mut Context<'_>) -> R {
        let header = Exchange::<Self>::header_of(context);
        // SAFETY: by invariant 1 the pointer leads to a header, of which this is a field.
        let resume = unsafe { &raw const (*header).resume };
        // SAFETY: the pointer may be read from, for nobody else refers to the header during the poll.
        let resume = unsafe { resume.read() };
        // SAFETY: by invariant 2 it is filled, and by the caller's promise it has not been taken yet.
        unsafe { resume.assume_init() }
    }

    /// Leaves a value to the driver.
    ///
    /// # Safety
    ///
    /// `context` is what a future that was made from a `Co<Y, R>` is being polled with (invariant 1).
    #[inline(always)]
    unsafe fn leave(context: &mut Context<'_>, value: Y) {
        let header = Exchange::<Self>::header_of(context);
        // SAFETY: by invariant 1 the pointer leads to a header, of which this is a field.
        let yielded = unsafe { &raw mut (*header).yielded };
        // SAFETY: the pointer may be written to, for nobody else refers to the header during the poll. There is no
        // value that would have to be dropped (invariant 3).
        unsafe { yielded.write(Some(value)) };
    }

    /// Whether a value lies there.
    ///
    /// # Safety
    ///
    /// As for [`leave`](Self::leave).
    #[inline(always)]
    unsafe fn is_left(context: &mut Context<'_>) -> bool {
        let header = Exchange::<Self>::header_of(context);
        // SAFETY: by invariant 1 the pointer leads to a header, of which this is a field; nobody else refers to it
        // during the poll, and the reference ends here.
        unsafe { &(*header).yielded }.is_some()
    }
}

/// Gives `value` to the driver; never suspends. [`park`] follows at once.
#[inline(always)]
pub fn deliver<Y, R>(_: &Co<Y, R>, value: Y) -> Deliver<Y, R> {
    Deliver { value: MaybeUninit::new(value), values: PhantomData }
}

/// Suspends after a delivery; evaluates to what the caller sends in.
#[inline(always)]
pub fn park<Y, R>(_: &Co<Y, R>) -> Park<Y, R> {
    Park { values: PhantomData }
}

/// The argument of the first resumption.
#[inline(always)]
pub fn first_argument<Y, R>(_: &Co<Y, R>) -> FirstArgument<Y, R> {
    FirstArgument { values: PhantomData }
}

/// The first half of a yield. The value has no drop glue, for `.await` polls at once, and the poll moves it out.
#[derive(Debug)]
#[must_use]
pub struct Deliver<Y, R> {
    value: MaybeUninit<Y>,
    values: Invariant<(Y, R)>,
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

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // SAFETY: the value is there since it was made, and is read once: what is ready is not polled again by
        // `.await`.
        let value = unsafe { self.value.as_ptr().read() };
        // SAFETY: invariant 1: this was made from a `Co<Y, R>`.
        unsafe { Header::<Y, R>::leave(context, value) };
        Poll::Ready(())
    }
}

/// The second half of a yield.
#[derive(Debug)]
#[must_use]
pub struct Park<Y, R> {
    values: Invariant<(Y, R)>,
}

impl<Y, R> Future for Park<Y, R> {
    type Output = R;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: invariant 1: this was made from a `Co<Y, R>`.
        if unsafe { Header::<Y, R>::is_left(context) } {
            return Poll::Pending;
        }
        // SAFETY: invariant 1; and as nothing has been delivered in this poll, the body stood here when it began.
        Poll::Ready(unsafe { Header::<Y, R>::take_resume(context) })
    }
}

/// Takes the argument of the first resumption; never suspends.
#[derive(Debug)]
#[must_use]
pub struct FirstArgument<Y, R> {
    values: Invariant<(Y, R)>,
}

impl<Y, R> Future for FirstArgument<Y, R> {
    type Output = R;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: invariant 1: this was made from a `Co<Y, R>`; and it is what takes the first argument.
        Poll::Ready(unsafe { Header::<Y, R>::take_resume(context) })
    }
}

/// The suspensions of a delegation.
///
/// Invariant: it is a part of a future that was made from a `Co<Y, R>`.
#[derive(Debug)]
pub(crate) struct Port<Y, R> {
    suspended: bool,
    values: Invariant<(Y, R)>,
}

impl<Y, R> Port<Y, R> {
    #[inline(always)]
    pub(crate) fn new(_: &Co<Y, R>) -> Self {
        Self { suspended: false, values: PhantomData }
    }

    /// Takes the value that was sent to the generator, if it stands at a yield of this delegation's.
    ///
    /// # Safety
    ///
    /// `context` is what the future is being polled with that this is a part of.
    #[inline(always)]
    pub(crate) unsafe fn take_resume(&mut self, context: &mut Context<'_>) -> Option<R> {
        mem::take(&mut self.suspended).then(|| {
            // SAFETY: invariant 1, by the invariant of `Port` and the caller's promise; the body has suspended here.
            unsafe { Header::<Y, R>::take_resume(context) }
        })
    }

    /// Yields a value: the future that calls this is pending now.
    ///
    /// # Safety
    ///
    /// As for [`take_resume`](Self::take_resume).
    #[inline(always)]
    pub(crate) unsafe fn suspend(&mut self, context: &mut Context<'_>, value: Y) {
        self.suspended = true;
        // SAFETY: invariant 1, by the invariant of `Port` and the caller's promise.
        unsafe { Header::<Y, R>::leave(context, value) };
    }
}
