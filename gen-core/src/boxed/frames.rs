//! The frame stack of boxed generators, by which a resumption costs the same at every depth of a recursion.
//!
//! A [`BoxGenerator`](crate::BoxGenerator) owns the body it was made with, and a stack of the bodies that it delegates
//! to. `yield_from!` of a boxed generator does not resume the child: it hands the child's frames to the driver and
//! suspends. The driver polls the top frame alone.
//!
//! ```text
//!   top ──► ┌────────┐         ┌────────┐         ┌────────┐ ◄── bottom
//!           │ parent ├───────► │ parent ├───────► │ parent ├──► none
//!           │ output ├──┐      │ output ├──┐      │ output │ (the driver's)
//!           │ body   │  │      │ body   │  │      │ body   │
//!           └────────┘  └────► │  ·[ ]  │  └────► │  ·[ ]  │  delegate futures
//!                              └────────┘         └────────┘
//! ```
//!
//! A frame that ends writes its return value into the delegate future of its parent, which is suspended and pinned, and
//! is popped; the parent is polled next and finds the value there. Linked frames make hand-over O(1), even for a child
//! that has a stack of its own already; and because the stack and not the parent owns a started child, dropping is a
//! loop. The native stack does not grow.
//!
//! A pointer to a frame is one word: what can be done with the frame, its `vtable`, is a part of its header. Polling is
//! one function for each type of body, into which the body is inlined together with its end. Frames begin and end in
//! the order of a stack, so their places are given out and taken back at the end of a few large [chunks](super::arena).
//!
//! # Invariants
//!
//! 1. *Ownership.* `top` and the `parent`s that follow from it are frames, each in one stack and once in it; `bottom`
//!    is the last of them, if there is one. They lie in places of the stack's chunks, which were given out in the order
//!    from `bottom` to `top`. A frame's `vtable` is that of its type.
//! 2. *Output.* A frame's `output` points to an `Option` of what its body returns: the one of the delegate future that
//!    handed the frame over. That future lies in a frame below, or in a box that such a frame owns by value (that of an
//!    over-aligned body, or of a generator), so it outlives this frame, and reads it only after this frame has been
//!    popped; until then it is `None`. A bottom frame's output is a local of the driving function. Between two drives
//!    it points to nothing; that of an asynchronous generator is null if no step is under way, unless the generator is
//!    being delegated to, and nobody can ask.
//! 3. *Lifetime.* The borrows in a body are erased from the type; a stack's owner names them in its own type, with a
//!    `Drop` that keeps them alive. Frames handed over were owned by a child that lies in a frame below, whose type
//!    names them.
//! 4. *No claim on what is borrowed.* Of a frame that is suspended, references are made to its header alone: its body
//!    may borrow from itself, and a frame above writes its output there.

use alloc::boxed::Box;
use core::cell::Cell;
use core::future::Future;
use core::mem;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll};

use super::arena::{self, Arena};
use crate::exchange;

/// A body and its place in a stack.
#[repr(C)]
struct Frame<F> {
    header: FrameHeader,
    body: F,
}

/// What a frame begins with, whatever its body is.
struct FrameHeader {
    vtable: &'static FrameVTable,
    parent: Cell<Option<FramePointer>>,
    output: Cell<*mut ()>,
}

/// What can be done with the frames of one type, by pointers to them as a whole.
struct FrameVTable {
    poll: unsafe fn(FramePointer, &mut Context<'_>),
    drop_body: unsafe fn(FramePointer),
}

/// Points to a whole frame, though its type tells the header alone.
type FramePointer = NonNull<FrameHeader>;

impl<F: Future> Frame<F> {
    const VTABLE: &'static FrameVTable = &FrameVTable { poll: Self::poll, drop_body: Self::drop_body };

    /// Polls the body of the top frame of a stack. If it ends, writes its output and pops the frame.
    ///
    /// # Safety
    ///
    /// `top` is of this type. `context` is one that its body may be polled with now (exchange invariants 2 and 3), and
    /// stands in an exchange that has the stack on top of which `top` is.
    unsafe fn poll(top: FramePointer, context: &mut Context<'_>) {
        let frame = top.cast::<Self>().as_ptr();
        // SAFETY: invariants 1 and 4; nobody else refers to the body, for only the top frame's is referred to, here.
        let body = unsafe { &mut (*frame).body };
        // SAFETY: a frame stays in its place until it is dropped.
        let Poll::Ready(value) = unsafe { Pin::new_unchecked(body) }.poll(context) else { return };
        // SAFETY: invariant 1: the frame is there.
        let output = unsafe { top.as_ref() }.output.get();
        // SAFETY: invariant 2: `output` points to an `Option` of this type, which is `None`.
        unsafe { output.cast::<Option<F::Output>>().write(Some(value)) };
        // SAFETY: the caller promises that there is an exchange with the stack; the body may have overwritten the
        // context, but cannot have moved it.
        if let Some(stack) = unsafe { exchange::frame_stack_of(context) } {
            // SAFETY: the caller promises that this is the top frame; an `async` block that has ended holds nothing, so
            // there is nothing left to drop.
            unsafe { stack.pop(top) };
        }
    }

    /// Drops the body of a frame that has been suspended or has panicked.
    ///
    /// # Safety
    ///
    /// The frame is of this type, and is not polled nor dropped again.
    unsafe fn drop_body(frame: FramePointer) {
        // SAFETY: the caller promises that the frame is of this type; it is there (invariant 1).
        let body = unsafe { &raw mut (*frame.cast::<Self>().as_ptr()).body };
        // SAFETY: the body is dropped where it was pinned, and the caller promises that it is not used again.
        unsafe { ptr::drop_in_place(body) };
    }
}

/// A stack of frames, the innermost delegate on top.
pub(crate) struct FrameStack {
    top: Cell<Option<FramePointer>>,
    bottom: Cell<FramePointer>,
    arena: Arena,
}

impl FrameStack {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self { top: Cell::new(None), bottom: Cell::new(NonNull::dangling()), arena: Arena::new() }
    }

    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.top.get().is_none()
    }

    /// Pushes a frame for the `async` block that `make` makes, which writes what it returns to `output`.
    ///
    /// # Safety
    ///
    /// `make` neither panics nor touches the stack. The body keeps exchange invariant 2 for the `K`, `Y` and `R` of the
    /// other bodies on the stack. The stack's owner keeps invariant 3 for the borrows in it. Either the stack is empty,
    /// or it is being driven, and its top frame is suspended in the delegate future that has `output`.
    #[inline(always)]
    pub(crate) unsafe fn push<F: Future>(&self, make: impl FnOnce() -> F, output: *mut ()) {
        if const { align_of::<F>() <= arena::ALIGN } {
            // SAFETY: `make`, the body, the stack's owner and its top frame are as `push_body` demands, for it demands
            // what this function does.
            unsafe { self.push_body(make, output) };
        } else {
            let body = Box::pin(make());
            #[expect(clippy::redundant_async_block, reason = "unlike the box, it holds nothing when it has ended")]
            let make = || async move { body.await };
            // SAFETY: the body keeps exchange invariant 2 by the caller's promise, and so does what awaits it, which
            // passes its context on; this `make` does nothing that could panic. The stack is as the caller promises.
            unsafe { self.push_body(make, output) };
        }
    }

    /// # Safety
    ///
    /// As for [`push`](Self::push).
    #[inline(always)]
    unsafe fn push_body<F: Future>(&self, make: impl FnOnce() -> F, output: *mut ()) {
        let parent = self.top.get();
        let header = FrameHeader { vtable: Frame::<F>::VTABLE, parent: Cell::new(parent), output: Cell::new(output) };
        let frame = self.arena.allocate::<Frame<F>>();
        // SAFETY: the place is ours, and holds nothing. The caller promises that `make` does not panic, so what has
        // been given out becomes a frame.
        unsafe { frame.write(Frame { header, body: make() }) };
        self.top.set(Some(frame.cast()));
        if parent.is_none() {
            self.bottom.set(frame.cast());
        }
    }

    /// Pops the top frame, and gives its place back.
    ///
    /// # Safety
    ///
    /// `top` is the top frame, and its body is not used any more.
    #[inline(always)]
    unsafe fn pop(&self, top: FramePointer) {
        // SAFETY: invariant 1: the frame is there.
        self.top.set(unsafe { top.as_ref() }.parent.get());
        // SAFETY: invariant 1: the top frame's place was given out last; the caller promises that it is not used any
        // more.
        unsafe { self.arena.free(top) };
    }

    /// Takes over the frames of a child that `output` waits for, and leaves the child's stack empty.
    ///
    /// # Safety
    ///
    /// Neither stack is empty. This one is being driven, and its top frame is suspended in the delegate future that has
    /// `output` and owns the child: the future lies in that frame, or in the box of a generator in it.
    pub(crate) unsafe fn take_over(&self, child: &FrameStack, output: *mut ()) {
        let Some(bottom) = child.bottom_header() else { return };
        bottom.parent.set(self.top.get());
        bottom.output.set(output);
        self.top.set(child.top.take());
        // SAFETY: invariant 1: the bottom frame's place was given out first; and that of this stack's top frame, which
        // is suspended, has not been taken back.
        unsafe { self.arena.take_over(&child.arena, child.bottom.get()) };
    }

    /// Polls the top frame, and goes on with its parent as it ends, until a yield suspends or the bottom frame ends.
    /// If a body panics, all frames are dropped.
    ///
    /// # Safety
    ///
    /// The bottom body returns `T`, and nobody else drives or clears the stack now. The stack is not empty. `context`
    /// stands in an exchange that has this stack, and that the bodies on it may be polled with (exchange invariant 2);
    /// its header suits the top frame (exchange invariant 3).
    #[inline]
    pub(crate) unsafe fn drive<T>(&self, context: &mut Context<'_>) -> Poll<T> {
        let mut output = None::<T>;
        debug_assert!(!self.is_empty(), "only an unfinished generator has frames");
        // SAFETY: invariant 1; the caller promises that the stack is not empty.
        unsafe { self.bottom.get().as_ref() }.output.set((&raw mut output).cast());
        let on_unwind = ClearOnDrop(self);
        // SAFETY: the caller promises that nobody else drives or clears the stack, and that `context` is one for the
        // bodies, with a header that suits the top frame; the bottom frame, which returns `T`, has an output for it.
        let suspended = unsafe { self.poll_frames(context) };
        mem::forget(on_unwind);
        if suspended {
            return Poll::Pending;
        }
        // SAFETY: there are no frames any more.
        unsafe { self.arena.release() };
        Poll::Ready(output.expect("the bottom frame has written its output before it was popped"))
    }

    /// The loop of [`drive`](Self::drive). Whether a frame has suspended itself.
    ///
    /// # Safety
    ///
    /// As for [`drive`](Self::drive).
    #[inline]
    unsafe fn poll_frames(&self, context: &mut Context<'_>) -> bool {
        while let (Some(top), Some(header)) = (self.top.get(), self.top_header()) {
            let poll = header.vtable.poll;
            // SAFETY: the function is that of the frame's type (invariant 1). By the caller's promise the context is
            // one for its body, and suits it if it was on top before. If not, it begins, or goes on after frames that
            // were driven elsewhere until now, for which the delegation has readied the header; or its delegate has
            // ended, and the header has no value for it (exchange invariant 3).
            unsafe { poll(top, context) };
            // If the top has changed, the frame has ended or handed over.
            if self.top.get() == Some(top) {
                return true;
            }
        }
        false
    }

    /// Whether a step is under way, as the last [`set_under_way`](Self::set_under_way) has said.
    #[inline(always)]
    pub(crate) fn is_under_way(&self) -> bool {
        self.bottom_header().is_some_and(|bottom| !bottom.output.get().is_null())
    }

    /// Remembers between two drives whether a step is under way, where no word of its own is needed for it.
    #[inline(always)]
    pub(crate) fn set_under_way(&self, is_under_way: bool) {
        if let Some(bottom) = self.bottom_header() {
            bottom.output.set(if is_under_way { ptr::dangling_mut() } else { ptr::null_mut() });
        }
    }

    #[inline(always)]
    fn top_header(&self) -> Option<&FrameHeader> {
        // SAFETY: invariant 1: a frame that is on the stack is there; of its header there are shared references only.
        self.top.get().map(|top| unsafe { top.as_ref() })
    }

    #[inline(always)]
    fn bottom_header(&self) -> Option<&FrameHeader> {
        // SAFETY: invariant 1: if the stack is not empty, the bottom frame is there; and as in `top_header`.
        (!self.is_empty()).then(|| unsafe { self.bottom.get().as_ref() })
    }

    /// Drops the frames, innermost first.
    pub(crate) fn clear(&self) {
        // Should a destructor panic, the others run all the same, as in any function.
        let on_unwind = ClearOnDrop(self);
        while let (Some(top), Some(header)) = (self.top.get(), self.top_header()) {
            self.top.set(header.parent.get());
            // SAFETY: the function is that of the frame's type (invariant 1); the frame has left the stack.
            unsafe { (header.vtable.drop_body)(top) };
        }
        mem::forget(on_unwind);
        // SAFETY: there are no frames any more.
        unsafe { self.arena.release() };
    }
}

impl Drop for FrameStack {
    #[inline]
    fn drop(&mut self) {
        if !self.is_empty() {
            self.clear();
        }
    }
}

struct ClearOnDrop<'a>(&'a FrameStack);

impl Drop for ClearOnDrop<'_> {
    fn drop(&mut self) {
        self.0.clear();
    }
}
