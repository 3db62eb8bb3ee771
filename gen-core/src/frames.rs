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
//! A pointer to a frame is one word: what can be done with the frame, its `kind`, is a part of its link. Polling is one
//! function for each type of body, into which the body is inlined together with its context and its end. Frames begin
//! and end in the order of a stack, so their places are given out and taken back at the end of a few large
//! [chunks](crate::chunks).
//!
//! # Invariants
//!
//! 1. *Ownership.* `top` and the `parent`s that follow from it are frames, each in one stack and once in it; `bottom`
//!    is the last of them, if there is one. They lie in places of the stack's chunks, which were given out in the order
//!    from `bottom` to `top`. A frame's `kind` is that of its type.
//! 2. *Output.* A frame's `output` points to an `Option` of what its body returns: the one of the delegate future that
//!    handed the frame over. That future lies in a frame below, or in a box that such a frame owns by value (that of an
//!    over-aligned body, or of a generator), so it outlives this frame, and reads it only after this frame has been
//!    popped; until then it is `None`. A bottom frame's output is a local of who drives the stack.
//! 3. *Lifetime.* The borrows in a body are erased from the type; a stack's owner names them in its own type, with a
//!    `Drop` that keeps them alive. Frames handed over were owned by a child that lies in a frame below, whose type
//!    names them.
//! 4. *No claim on what is borrowed.* Of a frame that is suspended, references are made to its link alone: its body may
//!    borrow from itself, and a frame above writes its output there.

use alloc::boxed::Box;
use core::cell::Cell;
use core::future::Future;
use core::mem;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll};

use crate::chunks::{self, Chunks};
use crate::header::Header;

/// A body and its place in a stack.
#[repr(C)]
struct Frame<F> {
    link: Link,
    body: F,
}

/// What a frame begins with, whatever its body is.
struct Link {
    kind: &'static FrameKind,
    parent: Cell<Option<FramePointer>>,
    output: Cell<*mut ()>,
}

/// What can be done with the frames of one type, by pointers to them as a whole.
struct FrameKind {
    poll: unsafe fn(FramePointer, &mut Context<'_>),
    drop_body: unsafe fn(FramePointer),
}

/// Points to a whole frame, though its type tells the link alone.
type FramePointer = NonNull<Link>;

impl<F: Future> Frame<F> {
    /// How frames are treated whose bodies were made from a `Co` of `Y` and `R`.
    const fn kind<Y, R>() -> &'static FrameKind {
        const { &FrameKind { poll: Self::poll::<Y, R>, drop_body: Self::drop_body } }
    }

    /// Polls the body of the top frame of a stack. If it ends, writes its output and pops the frame.
    ///
    /// # Safety
    ///
    /// `top` is of this type, made by `kind::<Y, R>`. `context` stands in an exchange with a `Header<Y, R>` (header
    /// invariant 1), whose `resume` suits where the body stands (header invariant 2), and whose frame stack has `top`
    /// on top.
    unsafe fn poll<Y, R>(top: FramePointer, context: &mut Context<'_>) {
        let frame = top.cast::<Self>().as_ptr();
        // SAFETY: invariants 1 and 4; nobody else refers to the body, for only the top frame's is referred to, here.
        let body = unsafe { &mut (*frame).body };
        // SAFETY: a frame stays in its place until it is dropped. By the caller's promise the context is one that the
        // body may be polled with.
        let Poll::Ready(value) = unsafe { Pin::new_unchecked(body) }.poll(context) else { return };
        // SAFETY: invariant 1.
        let output = unsafe { top.as_ref() }.output.get();
        // SAFETY: invariant 2.
        unsafe { output.cast::<Option<F::Output>>().write(Some(value)) };
        // SAFETY: the caller's promise: whatever the body has put into the context, it stands where it stood.
        if let Some(stack) = unsafe { Header::<'_, Y, R>::of(context) }.frames() {
            // SAFETY: an `async` block that has ended holds nothing, so there is nothing left to drop.
            unsafe { stack.pop(top) };
        }
    }

    /// Drops the body of a frame that has been suspended or has panicked.
    ///
    /// # Safety
    ///
    /// The frame is of this type, and is not polled nor dropped again.
    unsafe fn drop_body(frame: FramePointer) {
        // SAFETY: the caller's promise.
        let body = unsafe { &raw mut (*frame.cast::<Self>().as_ptr()).body };
        // SAFETY: the caller's promise.
        unsafe { ptr::drop_in_place(body) };
    }
}

/// A stack of frames, the innermost delegate on top.
pub(crate) struct FrameStack {
    top: Cell<Option<FramePointer>>,
    bottom: Cell<FramePointer>,
    chunks: Chunks,
}

impl FrameStack {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self { top: Cell::new(None), bottom: Cell::new(NonNull::dangling()), chunks: Chunks::new() }
    }

    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.top.get().is_none()
    }

    /// Pushes a frame for the `async` block that `make` makes, which writes what it returns to `output`.
    ///
    /// # Safety
    ///
    /// The body is made from a `Co` of `Y` and `R`. The stack's owner keeps invariant 3 for the borrows in it. Either
    /// the stack is empty, or it is being driven, and its top frame is suspended in the delegate future that has
    /// `output`.
    #[inline(always)]
    pub(crate) unsafe fn push<Y, R, F: Future>(&self, make: impl FnOnce() -> F, output: *mut ()) {
        if const { align_of::<F>() <= chunks::ALIGN } {
            // SAFETY: the caller's promise.
            unsafe { self.push_body::<Y, R, F>(make, output) };
        } else {
            let body = Box::pin(make());
            #[expect(clippy::redundant_async_block, reason = "unlike the box, it holds nothing when it has ended")]
            let make = || async move { body.await };
            // SAFETY: the caller's promise; what awaits the body passes its context on.
            unsafe { self.push_body::<Y, R, _>(make, output) };
        }
    }

    /// # Safety
    ///
    /// As for [`push`](Self::push).
    #[inline(always)]
    unsafe fn push_body<Y, R, F: Future>(&self, make: impl FnOnce() -> F, output: *mut ()) {
        let parent = self.top.get();
        let link = Link { kind: Frame::<F>::kind::<Y, R>(), parent: Cell::new(parent), output: Cell::new(output) };
        let frame = self.chunks.allocate::<Frame<F>>();
        // SAFETY: the place is ours, and holds nothing.
        unsafe { frame.write(Frame { link, body: make() }) };
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
        // SAFETY: invariant 1.
        self.top.set(unsafe { top.as_ref() }.parent.get());
        // SAFETY: invariant 1: the top frame's place was given out last.
        unsafe { self.chunks.free(top) };
    }

    /// Takes over the frames of a child that `output` waits for, and leaves the child's stack empty.
    ///
    /// # Safety
    ///
    /// Neither stack is empty. This one is being driven, and its top frame is suspended in the delegate future that has
    /// `output` and owns the child: the future lies in that frame, or in the box of a generator in it.
    pub(crate) unsafe fn take_over(&self, child: &FrameStack, output: *mut ()) {
        // SAFETY: invariant 1; the child is not empty.
        let bottom = unsafe { child.bottom.get().as_ref() };
        bottom.parent.set(self.top.get());
        bottom.output.set(output);
        self.top.set(child.top.take());
        // SAFETY: invariant 1: the bottom frame's place was given out first.
        unsafe { self.chunks.take_over(&child.chunks, child.bottom.get()) };
    }

    /// Polls the top frame, and goes on with its parent as it ends, until a yield suspends or the bottom frame ends.
    /// If a body panics, all frames are dropped.
    ///
    /// # Safety
    ///
    /// The bodies on this stack are made from a `Co` of `Y` and `R`, the bottom one returns `T`, and nobody else drives
    /// or clears the stack now. The stack is not empty. `context` stands in an exchange with a `Header<Y, R>` that has
    /// this stack, and whose `resume` suits the top frame (header invariant 2).
    #[inline]
    pub(crate) unsafe fn drive<T>(&self, context: &mut Context<'_>) -> Poll<T> {
        debug_assert!(!self.is_empty(), "only an unfinished generator has frames");
        let mut output = None::<T>;
        // SAFETY: invariant 1; the stack is not empty.
        unsafe { self.bottom.get().as_ref() }.output.set((&raw mut output).cast());
        let on_unwind = ClearOnDrop(self);
        // SAFETY: the caller's promise.
        let suspended = unsafe { self.poll_frames(context) };
        mem::forget(on_unwind);
        if suspended {
            return Poll::Pending;
        }
        // SAFETY: there are no frames any more.
        unsafe { self.chunks.release() };
        Poll::Ready(output.expect("the bottom frame has written its output before it was popped"))
    }

    /// What [`drive`](Self::drive) does, but for the output and for panics. Whether a frame has suspended itself.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline]
    unsafe fn poll_frames(&self, context: &mut Context<'_>) -> bool {
        while let Some(top) = self.top.get() {
            // SAFETY: invariant 1.
            let poll = unsafe { top.as_ref() }.kind.poll;
            // SAFETY: the caller's promise.
            unsafe { poll(top, context) };
            // Otherwise it has ended, or has handed over.
            if self.top.get() == Some(top) {
                return true;
            }
        }
        false
    }

    /// Drops the frames, innermost first.
    pub(crate) fn clear(&self) {
        // Should a destructor panic, the others run all the same, as in any function.
        let on_unwind = ClearOnDrop(self);
        while let Some(top) = self.top.get() {
            // SAFETY: invariant 1.
            let link = unsafe { top.as_ref() };
            self.top.set(link.parent.get());
            // SAFETY: invariant 1; the frame has left the stack.
            unsafe { (link.kind.drop_body)(top) };
        }
        mem::forget(on_unwind);
        // SAFETY: there are no frames any more.
        unsafe { self.chunks.release() };
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
