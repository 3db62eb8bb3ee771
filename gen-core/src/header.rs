//! How the body of a synchronous generator and its driver exchange values.
//!
//! The driver puts a [`Header`] into an [`Exchange`](crate::exchange) on its own stack, where a future in the body
//! finds it:
//!
//! ```text
//!   driver's stack                            body (pinned elsewhere)
//!  ┌───────────────────────┐                 ┌───────────────────────┐
//!  │ Context               │◄────────────────│ Yield { value }       │
//!  ├───────────────────────┤                 └───────────────────────┘
//!  │ Header                │
//!  │   deliver  ───────────│──► code
//!  │   consumer ─────┐     │
//!  │   resume        │     │  what the pending yield evaluates to
//!  │   frames        │     │  where delegates of boxed generators go
//!  ├─────────────────▼─────┤
//!  │ Consumer              │  a slot (`next`) or an accumulator and a closure (`fold`)
//!  └───────────────────────┘
//! ```
//!
//! The `Context` has the waker that does nothing: a generator is resumed by its owner, not by an executor. The consumer
//! lies apart from the header because only `deliver` writes to it: nothing that escapes to the body can then change
//! `deliver`, LLVM proves it constant, inlines it, and dissolves header, context and state machine into registers.
//!
//! # Invariants
//!
//! 1. *Own header.* A body that was made from a `Co<Y, R>` is polled only with the context of an `Exchange` that holds
//!    a `Header<Y, R>`, and a `Co` and the futures that are made from it exist nowhere but directly in such a body,
//!    which awaits the futures there. The first half is upheld by the types that own bodies, the second by the caller
//!    of their `unsafe` constructors: the macro, which names the `Co` so that nobody else can, hands it to functions of
//!    this crate alone, and has rustc prove by a label where each future is awaited. So the context that such a future
//!    is polled with stands in such an exchange.
//! 2. *Resumption.* When a body is polled, `resume` is filled exactly if the body is suspended at a yield, its own or
//!    that of a delegate that runs in its place, or waits for the argument of its first resumption. That yield or
//!    argument takes the value out before anything else runs. A body whose delegate's frames have been run by the
//!    driver is polled with it empty.
//! 3. *Live consumer.* `consumer` points to a `C: Consumer<Y, R>` that nothing else touches while the header exists,
//!    and `deliver` and `deliver_in_body` are those of `C`.

use core::cell::Cell;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::{self, MaybeUninit};
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll, Waker};

#[cfg(feature = "alloc")]
use crate::end::End;
use crate::exchange::Exchange;
#[cfg(feature = "alloc")]
use crate::frames::FrameStack;

/// Makes a type invariant in `T`, and keeps `T` out of its auto traits.
pub(crate) type Invariant<T> = PhantomData<fn(T) -> T>;

/// What is done with the yielded values.
pub(crate) trait Consumer<Y, R> {
    /// Takes a yielded value. `Some(value)` resumes the body with it at once, `None` suspends the body.
    fn deliver(&mut self, value: Y) -> Option<R>;

    /// Takes a yielded value that lies in the body, and may leave it there while the body is suspended: one copy less.
    ///
    /// # Safety
    ///
    /// `value` can be read once. If this returns `None`, it can be read until the body is polled again or dropped.
    #[inline(always)]
    unsafe fn deliver_in_body(&mut self, value: *const Y) -> Option<R> {
        // SAFETY: the caller's promise.
        self.deliver(unsafe { value.read() })
    }
}

/// The part of an exchange that a body finds beside its context. See the [module](self) documentation.
pub(crate) struct Header<'driver, Y, R> {
    deliver: unsafe fn(*mut (), Y) -> Option<R>,
    deliver_in_body: unsafe fn(*mut (), *const Y) -> Option<R>,
    consumer: *mut (),
    resume: Cell<Option<R>>,
    #[cfg(feature = "alloc")]
    frames: Option<&'driver FrameStack>,
    borrowed: PhantomData<&'driver mut ()>,
}

impl<'driver, Y, R> Header<'driver, Y, R> {
    /// A header for one poll of a body that is to receive `resume`.
    #[inline(always)]
    pub(crate) fn new<C: Consumer<Y, R>>(consumer: &'driver mut C, resume: Option<R>) -> Self {
        Self {
            deliver: deliver::<C, Y, R>,
            deliver_in_body: deliver_in_body::<C, Y, R>,
            consumer: ptr::from_mut(consumer).cast(),
            resume: Cell::new(resume),
            #[cfg(feature = "alloc")]
            frames: None,
            borrowed: PhantomData,
        }
    }

    /// The same header for a driver that has a frame stack.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn with_frames(self, frames: &'driver FrameStack) -> Self {
        Self { frames: Some(frames), ..self }
    }

    /// A header that delivers to the same consumer, for a delegate that drives itself with a frame stack of its own.
    /// It takes the pending resume value over.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn delegated<'inner>(&'inner self, frames: &'inner FrameStack) -> Header<'inner, Y, R> {
        Header {
            deliver: self.deliver,
            deliver_in_body: self.deliver_in_body,
            consumer: self.consumer,
            resume: Cell::new(self.resume.take()),
            frames: Some(frames),
            borrowed: PhantomData,
        }
    }

    /// The frame stack of the driver, if it has one.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn frames(&self) -> Option<&'driver FrameStack> {
        self.frames
    }

    /// Takes the value that the body is resumed with.
    #[inline(always)]
    pub(crate) fn take_resume(&self) -> Option<R> {
        self.resume.take()
    }

    /// Whether a delegation begins with this poll: there is nothing to resume the body with, as when the delegate's
    /// frames have been run by the driver; but that it remembers in `begun`, which is looked at only then.
    #[inline(always)]
    pub(crate) fn begins(&self, begun: &mut bool) -> bool {
        // SAFETY: a cell is not shared between threads, and the reference ends here.
        let resumes = unsafe { &*self.resume.as_ptr() }.is_some();
        !resumes && !mem::replace(begun, true)
    }

    /// Fills in the value that a delegate is resumed with and that nobody has sent.
    #[inline(always)]
    pub(crate) fn fill_resume(&self, value: R) {
        self.resume.set(Some(value));
    }

    /// Gives a yielded value to the consumer; `Some(value)` is what the yield evaluates to, `None` suspends.
    #[inline(always)]
    pub(crate) fn deliver(&self, value: Y) -> Option<R> {
        // SAFETY: invariant 3.
        unsafe { (self.deliver)(self.consumer, value) }
    }

    /// Gives a yielded value that lies in the body to the consumer, as [`deliver`](Self::deliver) does.
    ///
    /// # Safety
    ///
    /// As for [`Consumer::deliver_in_body`].
    #[inline(always)]
    pub(crate) unsafe fn deliver_in_body(&self, value: *const Y) -> Option<R> {
        // SAFETY: invariant 3, and the caller's promise.
        unsafe { (self.deliver_in_body)(self.consumer, value) }
    }

    /// The exchange by whose context a body finds this header.
    #[inline(always)]
    pub(crate) fn into_exchange(self) -> Exchange<'driver, Self> {
        Exchange::new(Context::from_waker(Waker::noop()), self)
    }

    /// The header that a body is being polled with.
    ///
    /// # Safety
    ///
    /// `context` stands in an exchange with a `Header<Y, R>`, as the one does that a future is polled with which was
    /// made from a `Co<Y, R>` (invariant 1).
    #[inline(always)]
    pub(crate) unsafe fn of(context: &'driver mut Context<'_>) -> &'driver Self {
        // SAFETY: by the caller's promise the pointer leads to a header. It lives as long as the exchange, which the
        // context is borrowed from, and is only ever shared: the driver does not touch it during the poll (invariant of
        // `Exchange`).
        unsafe { &*Exchange::<Self>::header_of(context) }
    }
}

/// # Safety
///
/// `consumer` points to a live `C` that nothing else touches during the call.
#[inline(always)]
unsafe fn deliver<C: Consumer<Y, R>, Y, R>(consumer: *mut (), value: Y) -> Option<R> {
    // SAFETY: the caller's promise.
    let consumer = unsafe { &mut *consumer.cast::<C>() };
    consumer.deliver(value)
}

/// # Safety
///
/// As for [`deliver`] and [`Consumer::deliver_in_body`].
#[inline(always)]
unsafe fn deliver_in_body<C: Consumer<Y, R>, Y, R>(consumer: *mut (), value: *const Y) -> Option<R> {
    // SAFETY: the caller's promise.
    let consumer = unsafe { &mut *consumer.cast::<C>() };
    // SAFETY: the caller's promise.
    unsafe { consumer.deliver_in_body(value) }
}

/// The handle by which a body suspends itself. The macro names it so that no user code can, and calls no method of it:
/// a trait of the user's could have one of the same name.
///
/// Invariant in the types: a handle of another lifetime must not fit.
#[derive(Debug)]
pub struct Co<Y, R> {
    values: Invariant<(Y, R)>,
}

impl<Y, R> Co<Y, R> {
    pub(crate) fn new() -> Self {
        Self { values: PhantomData }
    }
}

/// Suspends with `value`; evaluates to what the caller sends in.
#[inline(always)]
pub fn yield_<Y, R>(_: &Co<Y, R>, value: Y) -> Yield<Y, R> {
    Yield { value: MaybeUninit::new(value), values: PhantomData }
}

/// The argument of the first resumption.
#[inline(always)]
pub fn first_argument<Y, R>(_: &Co<Y, R>) -> FirstArgument<Y, R> {
    FirstArgument { values: PhantomData }
}

/// One yield: delivers its value when it is first polled, and is ready when the body is resumed.
///
/// There is no state beside the value: whether this poll is the resumption is asked of the header. The value has no
/// drop glue either, for `.await` polls at once and the first poll moves it out.
#[derive(Debug)]
#[must_use]
pub struct Yield<Y, R> {
    value: MaybeUninit<Y>,
    values: Invariant<(Y, R)>,
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

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: header invariant 1; the yield was made from a `Co<Y, R>`.
        let header = unsafe { Header::<Y, R>::of(context) };
        if let Some(argument) = header.take_resume() {
            return Poll::Ready(argument);
        }
        // SAFETY: invariant 2: `resume` is empty only at the first poll, so the value is still there. It stays where it
        // is until the body is polled again or dropped, for this yield does.
        match unsafe { header.deliver_in_body(self.value.as_ptr()) } {
            Some(argument) => Poll::Ready(argument),
            None => Poll::Pending,
        }
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
        // SAFETY: header invariant 1; the future was made from a `Co<Y, R>`.
        let header = unsafe { Header::<Y, R>::of(context) };
        // Header invariant 2.
        Poll::Ready(header.take_resume().expect("a body that takes an argument is not begun without one"))
    }
}

/// External iteration: remembers where the value lies, or keeps it, for the caller of `resume`, and suspends.
///
/// Invariant: `in_body` is null, or a value that can be read once, until the body is polled again or dropped.
pub(crate) struct Slot<Y> {
    in_body: *const Y,
    kept: Option<Y>,
}

impl<Y> Slot<Y> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self { in_body: ptr::null(), kept: None }
    }

    /// The delivered value. A pending body that has delivered none awaits something that is not a yield.
    ///
    /// # Safety
    ///
    /// The body has been polled once with this slot, and is still as that poll has left it.
    #[inline(always)]
    pub(crate) unsafe fn take(self) -> Option<Y> {
        if self.in_body.is_null() {
            return self.kept;
        }
        // SAFETY: the invariant, and the caller's promise.
        Some(unsafe { self.in_body.read() })
    }
}

impl<Y, R> Consumer<Y, R> for Slot<Y> {
    #[inline(always)]
    fn deliver(&mut self, value: Y) -> Option<R> {
        self.kept = Some(value);
        None
    }

    #[inline(always)]
    unsafe fn deliver_in_body(&mut self, value: *const Y) -> Option<R> {
        self.in_body = value;
        None
    }
}

/// Internal iteration: calls the consumer's closure, and goes on.
#[cfg(feature = "alloc")]
pub(crate) struct Fold<B, C> {
    accumulator: Option<B>,
    consume: C,
}

#[cfg(feature = "alloc")]
impl<B, C> Fold<B, C> {
    #[inline(always)]
    pub(crate) fn new(initial: B, consume: C) -> Self {
        Self { accumulator: Some(initial), consume }
    }

    /// Consumes the last item that the body's return value makes, if it makes one.
    #[inline(always)]
    pub(crate) fn end<Y, T, E: End<Y, T>>(&mut self, returned: T)
    where
        C: FnMut(B, Y) -> B,
    {
        if let Some(item) = E::last(returned) {
            self.consume(item);
        }
    }

    #[inline(always)]
    fn consume<Y>(&mut self, item: Y)
    where
        C: FnMut(B, Y) -> B,
    {
        let accumulator = self.accumulator.take().expect("the consumer is not re-entered");
        self.accumulator = Some((self.consume)(accumulator, item));
    }

    #[inline(always)]
    pub(crate) fn into_accumulator(self) -> B {
        self.accumulator.expect("a consumer that panicked does not come back")
    }
}

#[cfg(feature = "alloc")]
impl<B, C, Y, R> Consumer<Y, R> for Fold<B, C>
where
    C: FnMut(B, Y) -> B,
    R: Default,
{
    #[inline(always)]
    fn deliver(&mut self, value: Y) -> Option<R> {
        self.consume(value);
        Some(R::default())
    }
}

/// A body is pending and has delivered nothing: it awaits something that is not a yield. The macro refuses `.await` in
/// a synchronous generator where it can see it; this is what is left.
#[cold]
#[track_caller]
pub(crate) fn foreign_await() -> ! {
    panic!(
        "the body of a synchronous generator suspended itself by an `.await`, which a macro hides in it; \
         only `yield_!` and `yield_from!` can suspend a synchronous generator"
    )
}

/// Rule 5.
#[cold]
#[track_caller]
pub(crate) fn resumed_after_end() -> ! {
    panic!("`resume` was called on a finished generator; `send` would have given the value back")
}
