//! How the body of an asynchronous generator and its driver exchange values.
//!
//! The body awaits what it likes, with the executor's own [`Context`], unwrapped. So what is yielded takes another road than
//! in a synchronous generator: a [`Link`] lies beside the body in the same box, and the body's [`Co`] points to it.
//!
//! ```text
//!           box
//!  ┌───────────────────┐
//!  │ Link              │◄─┐
//!  │   stage           │  │  where the body stands
//!  │   yielded         │  │  what a yield leaves to the driver
//!  │   resume          │  │  what the driver leaves to the yield
//!  ├───────────────────┤  │
//!  │ body: .. Co ──────┼──┘
//!  └───────────────────┘
//! ```
//!
//! # Invariants
//!
//! 1. *Own link.* A `Co<Y, R>` and the futures that are made from it exist nowhere but directly in the body that the `Co` was
//!    made for, which awaits the futures there, at once. The link lies beside that body, and is not moved or dropped
//!    before it.
//! 2. *Alone.* A link is used by the body while it is polled, and by the driver while it is not.
//! 3. *Yielded.* `yielded` holds a value from the making of a yield's future, or a delegation's delivery, until the driver
//!    takes it: after the poll in which that happened, and in which the body has come to the stage `Suspended`.
//! 4. *Resume.* The driver fills `resume` just before it polls a body that stands at a yield, or that is to take its first
//!    argument; that yield or argument takes the value before anything else happens. Who stands at a yield knows it: it has
//!    been polled before.
//!
//! So between two polls there is no value in the link. And that a yield looks into itself, and not at the stage, to know
//! whether it is resumed, spares its first poll the question: LLVM sees the answer.

use core::cell::{Cell, UnsafeCell};
use core::future::Future;
use core::marker::PhantomData;
use core::mem::{self, MaybeUninit};
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll};

use crate::header::Invariant;
use crate::phase::FirstResume;

/// Where a body stands.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Stage {
    /// At a yield.
    Suspended,
    /// Between two yields: it runs, or awaits something.
    UnderWay,
    /// Nothing has run; the first argument is to be dropped.
    Unstarted,
    /// Nothing has run; the body begins by taking the first argument.
    AwaitsArgument,
    /// The body has ended.
    Finished,
}

impl Stage {
    pub(crate) fn created(first: FirstResume) -> Self {
        match first {
            FirstResume::Dropped => Self::Unstarted,
            FirstResume::Taken => Self::AwaitsArgument,
        }
    }
}

/// What lies beside a body. See the [module](self) documentation.
pub(crate) struct Link<Y, R> {
    pub(crate) stage: Cell<Stage>,
    yielded: UnsafeCell<MaybeUninit<Y>>,
    resume: UnsafeCell<MaybeUninit<R>>,
}

impl<Y, R> Link<Y, R> {
    #[inline(always)]
    pub(crate) fn new(first: FirstResume) -> Self {
        Self {
            stage: Cell::new(Stage::created(first)),
            yielded: UnsafeCell::new(MaybeUninit::uninit()),
            resume: UnsafeCell::new(MaybeUninit::uninit()),
        }
    }

    /// Leaves what it is to be resumed with to the body, which is about to be polled.
    #[inline(always)]
    pub(crate) fn resume(&self, argument: R) {
        // SAFETY: invariant 2; no reference into the link outlives a function of this file.
        unsafe { &mut *self.resume.get() }.write(argument);
    }

    /// Takes what the body is resumed with.
    ///
    /// # Safety
    ///
    /// This is called once for each [`resume`](Self::resume), in the poll that follows.
    #[inline(always)]
    unsafe fn take_resume(&self) -> R {
        // SAFETY: invariant 2.
        let resume = unsafe { &*self.resume.get() };
        // SAFETY: the caller's promise.
        unsafe { resume.assume_init_read() }
    }

    /// Leaves a yielded value to the driver.
    #[inline(always)]
    fn deliver(&self, value: Y) {
        // SAFETY: invariant 2.
        unsafe { &mut *self.yielded.get() }.write(value);
    }

    /// What the body has yielded in the last poll, in which it has come to the stage `Suspended`.
    ///
    /// # Safety
    ///
    /// This is called once after such a poll.
    #[inline(always)]
    pub(crate) unsafe fn take_yielded(&self) -> Y {
        // SAFETY: invariant 2.
        let yielded = unsafe { &*self.yielded.get() };
        // SAFETY: invariant 3, and the caller's promise.
        unsafe { yielded.assume_init_read() }
    }
}

/// The handle by which a body suspends itself. The macro names it so that no user code can, and calls no method of it.
#[derive(Debug)]
pub struct Co<Y, R> {
    link: NonNull<Link<Y, R>>,
    values: Invariant<(Y, R)>,
}

// SAFETY: a handle is of use to the body alone that it lies in, which is polled by one thread at a time (invariant 2).
// Between two polls there is neither a `Y` nor an `R` in the link (invariant 3), so none goes to another thread with it.
unsafe impl<Y, R> Send for Co<Y, R> {}
// SAFETY: as for `Send`: only the body refers to the handle.
unsafe impl<Y, R> Sync for Co<Y, R> {}

impl<Y, R> Co<Y, R> {
    /// # Safety
    ///
    /// The handle goes to a body with which it keeps invariant 1.
    #[inline(always)]
    pub(crate) unsafe fn new(link: NonNull<Link<Y, R>>) -> Self {
        Self { link, values: PhantomData }
    }

    /// For a future that is made from this handle.
    #[inline(always)]
    fn again(&self) -> Self {
        Self { link: self.link, values: PhantomData }
    }

    #[inline(always)]
    fn link(&self) -> &Link<Y, R> {
        // SAFETY: invariant 1: this is called in the body that the link lies beside. The link is only ever shared.
        unsafe { self.link.as_ref() }
    }
}

/// Suspends with `value`; evaluates to what the caller sends in.
#[inline(always)]
pub fn yield_<Y, R>(co: &Co<Y, R>, value: Y) -> Yield<Y, R> {
    co.link().deliver(value);
    Yield { co: co.again(), suspended: false }
}

/// The argument of the first resumption.
#[inline(always)]
pub fn first_argument<Y, R>(co: &Co<Y, R>) -> FirstArgument<Y, R> {
    FirstArgument { co: co.again() }
}

/// One yield, whose value has been delivered: suspends when it is first polled, and is ready when the body is resumed.
#[derive(Debug)]
#[must_use]
pub struct Yield<Y, R> {
    co: Co<Y, R>,
    suspended: bool,
}

impl<Y, R> Future for Yield<Y, R> {
    type Output = R;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<R> {
        if self.suspended {
            // SAFETY: invariant 4: this is where the body stands, for it is polled a second time.
            return Poll::Ready(unsafe { self.co.link().take_resume() });
        }
        self.suspended = true;
        self.co.link().stage.set(Stage::Suspended);
        Poll::Pending
    }
}

/// Takes the argument of the first resumption; never suspends.
#[derive(Debug)]
#[must_use]
pub struct FirstArgument<Y, R> {
    co: Co<Y, R>,
}

impl<Y, R> Future for FirstArgument<Y, R> {
    type Output = R;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<R> {
        // SAFETY: invariant 4: a body that takes its first argument is started with one, and does so first.
        Poll::Ready(unsafe { self.co.link().take_resume() })
    }
}

/// What a delegation has of the link.
#[derive(Debug)]
pub(crate) struct Port<Y, R> {
    co: Co<Y, R>,
    suspended: bool,
}

impl<Y, R> Port<Y, R> {
    #[inline(always)]
    pub(crate) fn new(co: &Co<Y, R>) -> Self {
        Self { co: co.again(), suspended: false }
    }

    /// What is sent to the generator, if it stands at a yield of the delegation's.
    #[inline(always)]
    pub(crate) fn take_resume(&mut self) -> Option<R> {
        mem::take(&mut self.suspended).then(|| {
            // SAFETY: invariant 4: this is where the body stands, for it has suspended here.
            unsafe { self.co.link().take_resume() }
        })
    }

    /// Yields a value: the future that calls this is pending now.
    #[inline(always)]
    pub(crate) fn suspend(&mut self, value: Y) {
        self.suspended = true;
        let link = self.co.link();
        link.deliver(value);
        link.stage.set(Stage::Suspended);
    }
}
