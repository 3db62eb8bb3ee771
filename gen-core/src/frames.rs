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
//! is popped; the parent is polled next and finds the value there. Linked frames make hand-over O(1), even for a
//! child that has a stack of its own already; and because the stack and not the parent owns a started child, dropping is
//! a loop. The native stack does not grow.
//!
//! A pointer to a frame is one word: what can be done with the frame, its `kind`, is a part of its link. Polling is one
//! function for each type of body, into which the body is inlined together with its context and its end.
//!
//! # Invariants
//!
//! 1. *Ownership.* `top` and the `parent`s that follow from it are frames that came from `Box`, each in one stack and
//!    once in it. `bottom` is the last of them; where `top` is `None` it means nothing. A frame's `kind` is
//!    that of its type.
//! 2. *Output.* A frame's `output` points to an `Option` of what its body returns: the one of the delegate future that
//!    handed the frame over. That future lies in a frame below, so it outlives this frame, and reads it only after this
//!    frame has been popped; until then it is `None`. A bottom frame's output is a local of who drives the stack.
//! 3. *Lifetime.* The borrows in a body are erased from the type; a stack's owner names them in its own type, with a
//!    `Drop` that keeps them alive. Frames handed over were owned by a child that lies in a frame below, whose type
//!    names them.

use alloc::boxed::Box;
use core::cell::Cell;
use core::future::Future;
use core::mem;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::Poll;

use crate::header::Header;

/// A body in its box.
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
    poll: unsafe fn(FramePointer, *const (), &FrameStack) -> Poll<()>,
    free: unsafe fn(FramePointer),
}

/// Points to a whole frame, though its type tells the link alone.
type FramePointer = NonNull<Link>;

impl<F: Future> Frame<F> {
    /// How frames are treated whose bodies were made from a `Co` of `Y` and `R`.
    const fn kind<Y, R>() -> &'static FrameKind {
        &FrameKind { poll: Self::poll::<Y, R>, free: Self::free }
    }

    /// Polls the body of the top frame of `stack`. If it ends, writes its output and pops the frame.
    ///
    /// # Safety
    ///
    /// `top` is the top frame of `stack` and of this type, made by `kind::<Y, R>`. `header` points to a `Header<Y, R>` that
    /// suits it.
    unsafe fn poll<Y, R>(top: FramePointer, header: *const (), stack: &FrameStack) -> Poll<()> {
        let frame = top.cast::<Self>().as_ptr();
        // SAFETY: the caller's promise.
        let header = unsafe { &*header.cast::<Header<'_, Y, R>>() };
        // SAFETY: invariant 1; nobody else refers to the body, for only the top frame's is referred to, here.
        let body = unsafe { &mut (*frame).body };
        // SAFETY: a frame stays in its box until it is dropped.
        let Poll::Ready(value) = header.poll(unsafe { Pin::new_unchecked(body) }) else {
            return Poll::Pending;
        };
        // SAFETY: invariant 1.
        let link = unsafe { &(*frame).link };
        stack.top.set(link.parent.get());
        // SAFETY: invariant 2.
        unsafe { link.output.get().cast::<Option<F::Output>>().write(Some(value)) };
        // SAFETY: invariant 1; the frame has left the stack.
        unsafe { Self::free(top) };
        Poll::Ready(())
    }

    /// Drops a frame.
    ///
    /// # Safety
    ///
    /// The frame is of this type and is in no stack.
    unsafe fn free(frame: FramePointer) {
        // SAFETY: invariant 1.
        drop(unsafe { Box::from_raw(frame.cast::<Self>().as_ptr()) });
    }
}

/// A stack of frames, the innermost delegate on top.
pub(crate) struct FrameStack {
    top: Cell<Option<FramePointer>>,
    bottom: Cell<FramePointer>,
}

impl FrameStack {
    /// A stack of one frame.
    ///
    /// # Safety
    ///
    /// `body` was made from a `Co` of `Y` and `R`. The stack's owner keeps invariant 3 for the borrows in it.
    pub(crate) unsafe fn new<Y, R, F: Future>(body: F) -> Self {
        let link =
            Link { kind: Frame::<F>::kind::<Y, R>(), parent: Cell::new(None), output: Cell::new(ptr::null_mut()) };
        let frame = NonNull::from(Box::leak(Box::new(Frame { link, body }))).cast();
        Self { top: Cell::new(Some(frame)), bottom: Cell::new(frame) }
    }

    /// Takes over the frames of a child that `output` waits for, and leaves the child's stack empty.
    ///
    /// # Safety
    ///
    /// Neither stack is empty. This one is being driven, and its top frame is suspended in the delegate future that has
    /// `output` and owns the child: the future lies in that frame, or in the box of a generator in it.
    pub(crate) unsafe fn take_over<T>(&self, child: &FrameStack, output: *mut Option<T>) {
        // SAFETY: invariant 1; the child is not empty.
        let bottom = unsafe { child.bottom.get().as_ref() };
        bottom.parent.set(self.top.get());
        bottom.output.set(output.cast());
        self.top.set(child.top.take());
    }

    /// Polls the top frame, and goes on with its parent as it ends, until a yield suspends or the bottom frame ends.
    /// If a body panics, all frames are dropped.
    ///
    /// # Safety
    ///
    /// The bodies on this stack are made from a `Co` of `Y` and `R`, the bottom one returns `T`, and nobody else drives or clears
    /// the stack now. The stack is not empty. `header` has this stack, and suits the top frame.
    pub(crate) unsafe fn drive<Y, R, T>(&self, header: &Header<'_, Y, R>) -> Poll<T> {
        let mut output = None::<T>;
        // SAFETY: invariant 1; the stack is not empty.
        unsafe { self.bottom.get().as_ref() }.output.set((&raw mut output).cast());
        let on_unwind = ClearOnDrop(self);
        // SAFETY: the caller's promise.
        let poll = unsafe { self.poll_frames(ptr::from_ref(header).cast()) };
        mem::forget(on_unwind);
        poll.map(|()| output.expect("the bottom frame has written its output before it was popped"))
    }

    /// What [`drive`](Self::drive) does, but for the output and for panics.
    ///
    /// # Safety
    ///
    /// As there.
    unsafe fn poll_frames(&self, header: *const ()) -> Poll<()> {
        while let Some(frame) = self.top.get() {
            // SAFETY: invariant 1.
            let poll = unsafe { frame.as_ref() }.kind.poll;
            // SAFETY: the caller's promise.
            let poll = unsafe { poll(frame, header, self) };
            if poll.is_pending() && self.top.get() == Some(frame) {
                return Poll::Pending;
            }
        }
        Poll::Ready(())
    }

    /// Drops the frames, innermost first.
    pub(crate) fn clear(&self) {
        // Should a destructor panic, the others run all the same, as in any function.
        let on_unwind = ClearOnDrop(self);
        while let Some(frame) = self.top.get() {
            // SAFETY: invariant 1.
            let link = unsafe { frame.as_ref() };
            self.top.set(link.parent.get());
            let free = link.kind.free;
            // SAFETY: invariant 1; the frame has left the stack.
            unsafe { free(frame) };
        }
        mem::forget(on_unwind);
    }
}

struct ClearOnDrop<'a>(&'a FrameStack);

impl Drop for ClearOnDrop<'_> {
    fn drop(&mut self) {
        self.0.clear();
    }
}
