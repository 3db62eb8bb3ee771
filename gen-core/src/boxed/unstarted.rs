//! What a boxed generator owns: an unstarted closure, then a stack of frames.
//!
//! What makes a body is a closure, and what that holds are the generator's arguments: a few words, where a body has
//! room for all that it will ever keep. So a boxed generator begins as its closure, and its frame is made where it is
//! started: by then its driver is known, whose stack may have room for it.
//!
//! # Invariant
//!
//! `Unstarted::captured` holds a closure of the type that `vtable` was made for.

use alloc::boxed::Box;
use core::future::Future;
use core::hint;
use core::mem::MaybeUninit;
use core::ptr;
use core::task::{Context, Poll};

use super::frames::{FrameStack, can_lie_in_frame};
use crate::exchange::{frames_of, poll_later, stack_of_frame};
use crate::kind::{Co, Framed, Kind};
use crate::owner::phase::{FirstResume, Phase};

pub(crate) enum State {
    Created(Unstarted),
    /// Finished, or handed over, when the stack is empty.
    Started(FrameStack),
}

// SAFETY: an unstarted closure, and the frame at the bottom of a stack, are `Send` by the promise that `new` was called
// with, or lie in a type that is not: all that such a closure captures is in the body that it makes. A frame above was
// handed over by a child that lies in a delegate future in a frame below; that frame's body, which holds the child, is
// `Send`, so the child is. The rest is memory that the generator owns alone; and what happens with the values that are
// yielded, sent and returned happens in calls by `&mut self`.
unsafe impl Send for State {}

impl State {
    /// A generator whose body is what `make` makes.
    ///
    /// # Safety
    ///
    /// The body keeps exchange invariant 2. The type that this is a part of names what it borrows (frames invariant 3),
    /// and is not `Send` if the body is not. What `make` captures it moves into the body, and does nothing else.
    #[inline(always)]
    pub(crate) unsafe fn new<K, Y, R, B: FnOnce(Co<Framed<K>, Y, R>) -> F, F: Future>(
        make: B,
        first: FirstResume,
    ) -> Self {
        Self::Created(if const { fits::<B>() } {
            Unstarted::new(make, first)
        } else {
            Unstarted::new(Box::new(make), first)
        })
    }

    #[inline(always)]
    pub(crate) const fn finished() -> Self {
        Self::Started(FrameStack::new())
    }

    #[inline(always)]
    pub(crate) fn phase<K: Kind>(&self) -> Phase {
        match self {
            Self::Created(unstarted) => Phase::created(unstarted.vtable.first),
            Self::Started(stack) if stack.is_empty() => Phase::Finished,
            Self::Started(stack) if K::ASYNCHRONOUS && stack.is_under_way() => Phase::UnderWay,
            Self::Started(_) => Phase::Suspended,
        }
    }

    /// Hands the frames of this generator to the stack of the exchange that `context` stands in; it is finished then.
    /// It is ready if they have ended already, after which the return value is written to `output`.
    ///
    /// # Safety
    ///
    /// The generator is not finished. `context` stands in an exchange whose stack is being driven; its top frame stands
    /// in the delegate future that has `output`, and suspends if this is pending. The context suits the body (exchange
    /// invariants 2 and 3). If the generator has been started, as for [`FrameStack::take_over`].
    #[inline(always)]
    pub(crate) unsafe fn hand_over(&mut self, context: &mut Context<'_>, output: *mut ()) -> Poll<()> {
        match self {
            Self::Created(unstarted) => {
                // SAFETY: the caller promises that there is an exchange.
                if unsafe { frames_of(context) }.is_deep() {
                    // SAFETY: this demands what the caller promises.
                    return unsafe { self.begin_later(context, output) };
                }
                // SAFETY: the function is that of the closure's type (the invariant), and demands what this does.
                unsafe { (unstarted.vtable.begin)(self, context, output) }
            }
            Self::Started(stack) => {
                // SAFETY: the caller promises that there is an exchange with a stack, whose top frame runs.
                let driver = unsafe { stack_of_frame(context) };
                // SAFETY: the stack is not empty, for the generator is not finished; the rest the caller promises.
                unsafe { driver.take_over(stack, output) };
                // SAFETY: as before; what is being polled suspends with the `Pending` that this returns.
                unsafe { poll_later(context) }
            }
        }
    }

    /// The same for a generator that has not started: the driver is to poll its frame, after the top one has suspended.
    ///
    /// # Safety
    ///
    /// As for [`hand_over`](Self::hand_over).
    #[cold]
    #[inline(never)]
    unsafe fn begin_later(&mut self, context: &mut Context<'_>, output: *mut ()) -> Poll<()> {
        let Self::Created(unstarted) = self else { unreachable!("a generator is started once") };
        // SAFETY: the caller promises that there is an exchange with a stack, whose top frame runs.
        let stack = unsafe { stack_of_frame(context) };
        // SAFETY: the function is that of the closure's type (the invariant), and demands what the caller promises.
        unsafe { (unstarted.vtable.push)(self, stack, output) };
        // SAFETY: the top frame suspends with the `Pending` that this returns.
        unsafe { poll_later(context) }
    }

    /// Lets LLVM know that the generator is finished: then there is nothing to drop.
    ///
    /// # Safety
    ///
    /// It is.
    #[inline(always)]
    pub(crate) unsafe fn assume_finished(&self) {
        let is_finished = matches!(self, Self::Started(stack) if stack.is_empty());
        // SAFETY: the caller promises it.
        unsafe { hint::assert_unchecked(is_finished) };
    }

    /// The generator's own stack, which is empty if the generator is finished.
    #[inline(always)]
    pub(crate) fn started(&mut self) -> &FrameStack {
        if let Self::Created(_) = self {
            self.start();
        }
        match self {
            Self::Started(stack) => stack,
            Self::Created(_) => unreachable!("the generator has just been started"),
        }
    }

    #[inline(never)]
    fn start(&mut self) {
        let Self::Created(unstarted) = self else { return };
        let push = unstarted.vtable.push;
        let stack = FrameStack::new();
        // SAFETY: the function is that of the closure's type (the invariant), and the generator is not started. The
        // stack is empty, so nobody waits for an output. By the safety of `new` the body keeps exchange invariant 2,
        // and what it borrows is named (frames invariant 3).
        unsafe { push(self, &stack, ptr::null_mut()) };
        *self = Self::Started(stack);
    }
}

pub(crate) struct Unstarted {
    vtable: &'static UnstartedVTable,
    captured: Captured,
}

/// Room for a closure that captures three words; a larger one gets a box.
type Captured = MaybeUninit<[*mut (); 3]>;

const fn fits<B>() -> bool {
    size_of::<B>() <= size_of::<Captured>() && align_of::<B>() <= align_of::<Captured>()
}

/// What can be done with the closures of one type.
struct UnstartedVTable {
    first: FirstResume,
    begin: unsafe fn(&mut State, &mut Context<'_>, *mut ()) -> Poll<()>,
    push: unsafe fn(&mut State, &FrameStack, *mut ()),
    drop: unsafe fn(*mut Captured),
}

impl Unstarted {
    #[inline(always)]
    fn new<K, Y, R, B: FnOnce(Co<Framed<K>, Y, R>) -> F, F: Future>(make: B, first: FirstResume) -> Self {
        let vtable = match first {
            FirstResume::Dropped => const { &UnstartedVTable::of::<K, Y, R, B, F>(FirstResume::Dropped) },
            FirstResume::Taken => const { &UnstartedVTable::of::<K, Y, R, B, F>(FirstResume::Taken) },
        };
        assert!(const { fits::<B>() }, "`State::new` boxes what does not fit");
        let mut captured = Captured::uninit();
        // SAFETY: there is room for the closure, which fits; nothing has been written there yet.
        unsafe { captured.as_mut_ptr().cast::<B>().write(make) };
        Self { vtable, captured }
    }
}

impl Drop for Unstarted {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the function is that of the closure's type (the invariant); the closure is not used any more.
        unsafe { (self.vtable.drop)(&raw mut self.captured) };
    }
}

impl UnstartedVTable {
    const fn of<K, Y, R, B: FnOnce(Co<Framed<K>, Y, R>) -> F, F: Future>(first: FirstResume) -> Self {
        let begin = if cfg!(debug_assertions) { begin_any } else { begin::<K, Y, R, B, F> };
        Self { first, begin, push: push::<K, Y, R, B, F>, drop: drop::<B> }
    }
}

/// Hands over the frame of a generator that has not started, and leaves it finished.
///
/// # Safety
///
/// `state` is unstarted, with this vtable. For the rest as for [`State::hand_over`].
unsafe fn begin<K, Y, R, B: FnOnce(Co<Framed<K>, Y, R>) -> F, F: Future>(
    state: &mut State,
    context: &mut Context<'_>,
    output: *mut (),
) -> Poll<()> {
    // SAFETY: the caller promises that there is an exchange with a stack, whose top frame runs.
    let stack = unsafe { stack_of_frame(context) };
    // SAFETY: the body is written at once, and polled then: `make` only moves what it has captured (`State::new`), so
    // nothing panics or looks at the stack before. The caller promises the rest.
    let Some(pushed) = (unsafe { stack.try_push::<F>(output) }) else {
        // SAFETY: nothing has been done yet, and the caller promises what this demands.
        return unsafe { state.begin_later(context, output) };
    };
    // The body last: so LLVM knows the state that it is in where it is polled at once.
    // SAFETY: the caller promises that `state` is unstarted, with this vtable.
    let made = unsafe { make::<K, Y, R, B, F>(state) };
    // SAFETY: the place is for this.
    unsafe { pushed.body().write(made) };
    // SAFETY: the frame is on top, and has its body; the caller promises the rest.
    unsafe { pushed.poll(context) }
}

/// The same by the other function of the vtable, where LLVM does not optimize: one function for all closures.
///
/// # Safety
///
/// As for [`begin`].
unsafe fn begin_any(state: &mut State, context: &mut Context<'_>, output: *mut ()) -> Poll<()> {
    let State::Created(unstarted) = state else { unreachable!("a generator is started once") };
    // SAFETY: the caller promises that there is an exchange with a stack, whose top frame runs.
    let stack = unsafe { stack_of_frame(context) };
    // SAFETY: the function is that of the closure's type (the invariant), and demands what the caller promises.
    unsafe { (unstarted.vtable.push)(state, stack, output) };
    // SAFETY: the frame is on top now; the caller promises the rest.
    unsafe { stack.poll_begun(context) }
}

/// Pushes the frame of a generator that has not started, and leaves it finished.
///
/// # Safety
///
/// `state` is unstarted, with this vtable. For the rest as for [`FrameStack::push`].
#[cold]
#[inline(never)]
unsafe fn push<K, Y, R, B: FnOnce(Co<Framed<K>, Y, R>) -> F, F: Future>(
    state: &mut State,
    stack: &FrameStack,
    output: *mut (),
) {
    // SAFETY: the caller promises that `state` is unstarted, with this vtable.
    let body = unsafe { make::<K, Y, R, B, F>(state) };
    if const { can_lie_in_frame::<F>() } {
        // SAFETY: it can lie in a frame; the rest the caller promises.
        unsafe { stack.push(body, output) };
    } else {
        let body = Box::pin(body);
        #[expect(clippy::redundant_async_block, reason = "unlike the box, it holds nothing when it has ended")]
        let body = async move { body.await };
        // SAFETY: the body keeps exchange invariant 2 by the caller's promise, and so does what awaits it, which passes
        // its context on; and this is a pointer and a state, and can lie in a frame. The stack is as the caller
        // promises.
        unsafe { stack.push(body, output) };
    }
}

/// Makes the body of a generator that has not started, and leaves it finished.
///
/// # Safety
///
/// `state` is unstarted, with this vtable.
#[inline(always)]
unsafe fn make<K, Y, R, B: FnOnce(Co<Framed<K>, Y, R>) -> F, F: Future>(state: &mut State) -> F {
    // SAFETY: the caller promises that it is unstarted.
    let State::Created(unstarted) = state else { unsafe { hint::unreachable_unchecked() } };
    // SAFETY: the caller promises that this is the vtable of the closure, which is then a `B` (the invariant); it
    // is forgotten with the next statement.
    let make = unsafe { unstarted.captured.as_ptr().cast::<B>().read() };
    // SAFETY: a reference can be written to. The closure was moved out, so what was there must not be dropped.
    unsafe { ptr::write(state, State::finished()) };
    make(Co::new())
}

/// # Safety
///
/// `captured` holds a `B`, which is not used any more.
unsafe fn drop<B>(captured: *mut Captured) {
    // SAFETY: the caller promises that there is a `B`, which this is the last use of.
    unsafe { ptr::drop_in_place(captured.cast::<B>()) };
}
