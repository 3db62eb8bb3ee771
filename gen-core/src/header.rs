//! How a running body and its driver exchange values.
//!
//! A body is an `async` block, and the one thing that reaches every `.await` inside it is the [`Context`] that it is
//! polled with. So the driver puts a [`Header`] on its own stack and polls the body with a waker whose data pointer
//! leads there; a yield is a future that looks through it:
//!
//! ```text
//!   driver's stack                            body (pinned elsewhere)
//!  ┌───────────────────────┐   waker.data()  ┌───────────────────────┐
//!  │ Header                │◄────────────────│ Yield { value }       │
//!  │   deliver  ───────────│──► code         └───────────────────────┘
//!  │   consumer ─────┐     │
//!  │   resume        │     │  what the pending yield evaluates to
//!  │   frames        │     │  where delegates of boxed generators go
//!  ├─────────────────▼─────┤
//!  │ Consumer              │  a slot (`next`) or an accumulator and a closure (`fold`)
//!  └───────────────────────┘
//! ```
//!
//! The consumer lies apart from the header because only `deliver` writes to it: nothing that escapes to the body can
//! then change `deliver`, LLVM proves it constant, inlines it, and dissolves header, waker and state machine into
//! registers.
//!
//! # Invariants
//!
//! 1. *Own header.* A body that was made from a `Co<Y, R>` is polled only through [`Header::poll`] or
//!    [`Header::with_context`] of a `Header<Y, R>`, and a `Co` and the futures that are made from it exist nowhere but
//!    directly in such a body, which awaits the futures there. The first half is upheld by the types that own bodies, the
//!    second by the caller of their `unsafe` constructors: the macro, which names the `Co` so that nobody else can, hands
//!    it to functions of this crate alone, and has rustc prove by a label where each future is awaited.
//! 2. *Resumption.* When a body is polled, `resume` is filled exactly if the body is suspended at a yield, its own or that
//!    of a delegate that runs in its place, or waits for the argument of its first resumption. That yield or argument
//!    takes the value out before anything else runs. A body whose delegate's frames have been run by the driver is polled
//!    with it empty.
//! 3. *Live consumer.* `consumer` points to a `C: Consumer<Y, R>` that nothing else touches while the header exists, and
//!    `deliver` and `deliver_in_body` are those of `C`.
//! 4. *Own context.* When a future of this crate is polled, the context's waker is the one that `with_context` made for
//!    the body it stands in. Either nothing else is awaited in the body, or something foreign may be, if a macro hides it,
//!    and it could have put another context in the place of ours: then [`Header::of`] looks at the vtable first. That
//!    suffices: a waker with our vtable is reached only by reference, for as long as the poll that it was made for lasts,
//!    its clones have another vtable, and a foreign future is polled with a context of every lifetime, so it cannot put a
//!    waker of another generator there.

use core::cell::Cell;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop, MaybeUninit};
use core::pin::Pin;
use core::ptr;
use core::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

#[cfg(feature = "alloc")]
use crate::end::End;
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

/// What a body finds behind its waker. See the [module](self) documentation.
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

    /// Whether a delegation begins with this poll: there is nothing to resume the body with, as when the delegate's frames
    /// have been run by the driver; but that it remembers in `begun`, which is looked at only then.
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

    /// Polls a body once with this header behind its waker.
    #[inline(always)]
    pub(crate) fn poll<F: Future + ?Sized>(&self, body: Pin<&mut F>) -> Poll<F::Output> {
        self.with_context(|context| body.poll(context))
    }

    /// Calls `poll` with a context that leads to this header.
    #[inline(always)]
    pub(crate) fn with_context<T>(&self, poll: impl FnOnce(&mut Context<'_>) -> T) -> T {
        // SAFETY: the functions of `VTABLE` do not touch the data pointer, so they keep the contract of `RawWaker` for
        // any data.
        let waker = unsafe { Waker::new(ptr::from_ref(self).cast(), &VTABLE) };
        let waker = ManuallyDrop::new(waker);
        poll(&mut Context::from_waker(&waker))
    }

    /// The header that a body is being polled with. `FOREIGN` says whether something foreign may be awaited in the body.
    ///
    /// # Panics
    ///
    /// If a foreign future has put another context in the place of ours.
    ///
    /// # Safety
    ///
    /// `context` is what a future that was made from a `Co<Y, R, FOREIGN>` is being polled with (invariant 1).
    #[inline(always)]
    pub(crate) unsafe fn of<const FOREIGN: bool>(context: &'driver Context<'_>) -> &'driver Self {
        refuse_foreign::<FOREIGN>(context);
        // SAFETY: invariants 1 and 4: the waker was made by `with_context` of a `Header<Y, R>`, which is on the stack below
        // this call and is only ever shared.
        unsafe { &*context.waker().data().cast() }
    }
}

/// Panics if a foreign future has put another context in the place of ours (header invariant 4).
#[inline(always)]
pub(crate) fn refuse_foreign<const FOREIGN: bool>(context: &Context<'_>) {
    if FOREIGN && !ptr::eq(context.waker().vtable(), &raw const VTABLE) {
        foreign_context();
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

/// Leads a body to its header. Waking does nothing: a generator is resumed by its owner, not by an executor.
static VTABLE: RawWakerVTable = RawWakerVTable::new(clone_as_noop, ignore, ignore, ignore);

/// A clone may outlive the header, so it forgets where that was (invariant 4).
fn clone_as_noop(_: *const ()) -> RawWaker {
    let noop = Waker::noop();
    RawWaker::new(noop.data(), noop.vtable())
}

fn ignore(_: *const ()) {}

/// The handle by which a body suspends itself. The macro names it so that no user code can, and calls no method of it:
/// a trait of the user's could have one of the same name.
///
/// Invariant in the types: a handle of another lifetime must not fit. `FOREIGN` says whether something foreign may be
/// awaited in the body (header invariant 4).
#[derive(Debug)]
pub struct Co<Y, R, const FOREIGN: bool> {
    values: Invariant<(Y, R)>,
}

impl<Y, R, const FOREIGN: bool> Co<Y, R, FOREIGN> {
    pub(crate) fn new() -> Self {
        Self { values: PhantomData }
    }
}

/// Suspends with `value`; evaluates to what the caller sends in.
#[inline(always)]
pub fn yield_<Y, R, const FOREIGN: bool>(_: &Co<Y, R, FOREIGN>, value: Y) -> Yield<Y, R, FOREIGN> {
    Yield { value: MaybeUninit::new(value), values: PhantomData }
}

/// The argument of the first resumption.
#[inline(always)]
pub fn first_argument<Y, R, const FOREIGN: bool>(_: &Co<Y, R, FOREIGN>) -> FirstArgument<Y, R, FOREIGN> {
    FirstArgument { values: PhantomData }
}

/// One yield: delivers its value when it is first polled, and is ready when the body is resumed.
///
/// There is no state beside the value: whether this poll is the resumption is asked of the header. The value has no
/// drop glue either, for `.await` polls at once and the first poll moves it out.
#[derive(Debug)]
#[must_use]
pub struct Yield<Y, R, const FOREIGN: bool> {
    value: MaybeUninit<Y>,
    values: Invariant<(Y, R)>,
}

// Nothing points into a yield.
impl<Y, R, const FOREIGN: bool> Unpin for Yield<Y, R, FOREIGN> {}

// SAFETY: a yield is made and polled in one poll of its body, and before the driver of that poll returns to its caller it
// has taken the value, or has panicked, after which nobody reads or drops it: so no value goes to another thread with a body.
unsafe impl<Y, R, const FOREIGN: bool> Send for Yield<Y, R, FOREIGN> {}

// SAFETY: as for `Send`: only the body refers to the yield.
unsafe impl<Y, R, const FOREIGN: bool> Sync for Yield<Y, R, FOREIGN> {}

impl<Y, R, const FOREIGN: bool> Future for Yield<Y, R, FOREIGN> {
    type Output = R;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: header invariant 1; the yield was made from a `Co<Y, R, FOREIGN>`.
        let header = unsafe { Header::<Y, R>::of::<FOREIGN>(context) };
        if let Some(argument) = header.take_resume() {
            return Poll::Ready(argument);
        }
        // SAFETY: invariant 2: `resume` is empty only at the first poll, so the value is still there. It stays where it is
        // until the body is polled again or dropped, for this yield does.
        match unsafe { header.deliver_in_body(self.value.as_ptr()) } {
            Some(argument) => Poll::Ready(argument),
            None => Poll::Pending,
        }
    }
}

/// Takes the argument of the first resumption; never suspends.
#[derive(Debug)]
#[must_use]
pub struct FirstArgument<Y, R, const FOREIGN: bool> {
    values: Invariant<(Y, R)>,
}

impl<Y, R, const FOREIGN: bool> Future for FirstArgument<Y, R, FOREIGN> {
    type Output = R;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: header invariant 1; the future was made from a `Co<Y, R, FOREIGN>`.
        let header = unsafe { Header::<Y, R>::of::<FOREIGN>(context) };
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

/// A body is pending and has delivered nothing: it awaits something that is not a yield. The macro refuses `.await` in a
/// synchronous generator where it can see it; this is what is left.
#[cold]
#[track_caller]
pub(crate) fn foreign_await() -> ! {
    panic!(
        "the body of a synchronous generator suspended itself by an `.await`, which a macro hides in it; \
         only `yield_!` and `yield_from!` can suspend a synchronous generator"
    )
}

/// A future that is awaited in a body has replaced the context that it was polled with.
#[cold]
#[track_caller]
fn foreign_context() -> ! {
    panic!(
        "a future that a macro awaits in the body of a synchronous generator has replaced its `Context`; \
         only `yield_!` and `yield_from!` can suspend a synchronous generator"
    )
}

/// Rule 5.
#[cold]
#[track_caller]
pub(crate) fn resumed_after_end() -> ! {
    panic!("`resume` was called on a finished generator; `send` would have given the value back")
}
