//! What a boxed generator owns: the seed of its body, then a stack of frames.
//!
//! What makes a body is a closure, and what that holds are the generator's arguments: a few words, where a body has
//! room for all that it will ever keep. So a boxed generator begins as its closure, and its frame is made where it is
//! started: by then its driver is known, whose stack may have room for it.
//!
//! # Invariant
//!
//! `Seed::captured` holds a closure of the type that `kind` was made for.

use alloc::boxed::Box;
use core::future::Future;
use core::mem::MaybeUninit;
use core::ptr;

use crate::frames::FrameStack;
use crate::header::Co;
use crate::phase::{FirstResume, Phase};

pub(crate) enum State {
    Created(Seed),
    /// Finished, or handed over, when the stack is empty.
    Started(FrameStack),
}

// SAFETY: a seed, and the frame at the bottom of a stack, are `Send` by the promise that `new` was called with, or lie
// in a type that is not: all that a seed captures is in the body that it makes. A frame above was handed over by a
// child that lies in a delegate future in a frame below; that frame's body, which holds the child, is `Send`, so the
// child is. The rest is memory that the generator owns alone; and what happens with the values that are yielded, sent
// and returned happens in calls by `&mut self`.
unsafe impl Send for State {}

impl State {
    /// A generator whose body is what `make` makes.
    ///
    /// # Safety
    ///
    /// The body is `Send`, or the type that this is a part of is not.
    #[inline(always)]
    pub(crate) unsafe fn new<Y, R, B, F>(make: B, first: FirstResume) -> Self
    where
        B: FnOnce(Co<Y, R>) -> F,
        F: Future,
    {
        Self::Created(if const { fits::<B>() } { Seed::new(make, first) } else { Seed::new(Box::new(make), first) })
    }

    #[inline(always)]
    pub(crate) const fn finished() -> Self {
        Self::Started(FrameStack::new())
    }

    #[inline(always)]
    pub(crate) fn phase(&self) -> Phase {
        match self {
            Self::Created(seed) => Phase::created(seed.kind.first),
            Self::Started(stack) if stack.is_empty() => Phase::Finished,
            Self::Started(_) => Phase::Suspended,
        }
    }

    /// Hands the frames of this generator to `driver`; it is finished then. They write the return value to `output`.
    ///
    /// # Safety
    ///
    /// As for [`FrameStack::push`]; and the generator is not finished.
    #[inline(always)]
    pub(crate) unsafe fn hand_over(&mut self, driver: &FrameStack, output: *mut ()) {
        match self {
            // SAFETY: the invariant, and the caller's promise.
            Self::Created(seed) => unsafe { (seed.kind.push)(self, driver, output) },
            // SAFETY: the caller's promise.
            Self::Started(stack) => unsafe { driver.take_over(stack, output) },
        }
    }

    /// The generator's own stack, which is empty if the generator is finished.
    ///
    /// # Safety
    ///
    /// As for [`FrameStack::push`], but for the stack and the output.
    #[inline(always)]
    pub(crate) unsafe fn started(&mut self) -> &FrameStack {
        if let Self::Created(_) = self {
            // SAFETY: the caller's promise.
            unsafe { self.start() };
        }
        match self {
            Self::Started(stack) => stack,
            Self::Created(_) => unreachable!("the generator has just been started"),
        }
    }

    /// # Safety
    ///
    /// As for [`started`](Self::started).
    #[inline(never)]
    unsafe fn start(&mut self) {
        let stack = FrameStack::new();
        // SAFETY: the stack is empty; for the rest the caller's promise.
        unsafe { self.hand_over(&stack, ptr::null_mut()) };
        *self = Self::Started(stack);
    }
}

pub(crate) struct Seed {
    kind: &'static SeedKind,
    captured: Captured,
}

/// Room for a closure that captures three words; a larger one gets a box.
type Captured = MaybeUninit<[*mut (); 3]>;

const fn fits<B>() -> bool {
    size_of::<B>() <= size_of::<Captured>() && align_of::<B>() <= align_of::<Captured>()
}

/// What can be done with the closures of one type.
struct SeedKind {
    first: FirstResume,
    push: unsafe fn(&mut State, &FrameStack, *mut ()),
    drop: unsafe fn(*mut Captured),
}

impl Seed {
    #[inline(always)]
    fn new<Y, R, B, F>(make: B, first: FirstResume) -> Self
    where
        B: FnOnce(Co<Y, R>) -> F,
        F: Future,
    {
        let kind = match first {
            FirstResume::Dropped => const { &SeedKind::of::<Y, R, B, F>(FirstResume::Dropped) },
            FirstResume::Taken => const { &SeedKind::of::<Y, R, B, F>(FirstResume::Taken) },
        };
        assert!(fits::<B>(), "`State::new` boxes what does not fit");
        let mut captured = Captured::uninit();
        // SAFETY: the closure fits.
        unsafe { captured.as_mut_ptr().cast::<B>().write(make) };
        Self { kind, captured }
    }
}

impl Drop for Seed {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the invariant; the closure is not used any more.
        unsafe { (self.kind.drop)(&raw mut self.captured) };
    }
}

impl SeedKind {
    const fn of<Y, R, B, F>(first: FirstResume) -> Self
    where
        B: FnOnce(Co<Y, R>) -> F,
        F: Future,
    {
        Self { first, push: push::<Y, R, B, F>, drop: drop::<B> }
    }
}

/// Pushes the frame of a generator that has not started, and leaves it finished.
///
/// # Safety
///
/// `state` is a seed of this kind. For the rest as for [`FrameStack::push`].
unsafe fn push<Y, R, B, F>(state: &mut State, stack: &FrameStack, output: *mut ())
where
    B: FnOnce(Co<Y, R>) -> F,
    F: Future,
{
    let body = || {
        let State::Created(seed) = state else { unreachable!("a generator is started once") };
        // SAFETY: the caller's promise, and the invariant; the seed is forgotten with the next statement.
        let make = unsafe { seed.captured.as_ptr().cast::<B>().read() };
        // SAFETY: a reference can be written to.
        unsafe { ptr::write(state, State::finished()) };
        make(Co::new())
    };
    // SAFETY: the caller's promise.
    unsafe { stack.push::<Y, R, F>(body, output) };
}

/// # Safety
///
/// `captured` holds a `B`, which is not used any more.
unsafe fn drop<B>(captured: *mut Captured) {
    // SAFETY: the caller's promise.
    unsafe { ptr::drop_in_place(captured.cast::<B>()) };
}
