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
//! # Invariants
//!
//! 1. *Ownership.* `top` and the `parent`s that follow from it are frames that came from `Box`, each in one stack and
//!    once in it. `bottom` is the last of them; where `top` is `None` it means nothing.
//! 2. *Output.* A frame's `output` points to an `Option` of what its body returns: the one of the delegate future that
//!    handed the frame over. That future lies in a frame below, so it outlives this frame, and reads it only after this
//!    frame has been popped. A bottom frame's output is given by who drives the stack.
//! 3. *Lifetime.* The borrows in a body are erased from the type; a stack's owner names them in its own type, with a
//!    `Drop` that keeps them alive. Frames handed over were owned by a child that lies in a frame below, whose type
//!    names them.

use alloc::boxed::Box;
use core::cell::Cell;
use core::future::Future;
use core::mem;
use core::pin::Pin;
use core::ptr::{self, NonNull};
use core::task::{Context, Poll};

use crate::header::Header;

/// A body of any type.
trait Body {
    /// Polls the body; on its end writes `Some(value)` to `output`.
    ///
    /// # Safety
    ///
    /// `output` points to an `Option` of the body's return type that nobody else touches now.
    unsafe fn poll_into(self: Pin<&mut Self>, context: &mut Context<'_>, output: *mut ()) -> Poll<()>;
}

impl<F: Future> Body for F {
    unsafe fn poll_into(self: Pin<&mut Self>, context: &mut Context<'_>, output: *mut ()) -> Poll<()> {
        self.poll(context).map(|value| {
            // SAFETY: the caller's promise.
            let output = unsafe { &mut *output.cast::<Option<F::Output>>() };
            *output = Some(value);
        })
    }
}

struct Frame<B: ?Sized> {
    link: Link,
    body: B,
}

struct Link {
    parent: Cell<Option<FramePointer>>,
    output: Cell<*mut ()>,
}

type FramePointer = NonNull<Frame<dyn Body>>;

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
    /// The stack's owner keeps invariant 3 for the borrows in `body`.
    pub(crate) unsafe fn new<'a>(body: impl Future + 'a) -> Self {
        let link = Link { parent: Cell::new(None), output: Cell::new(ptr::null_mut()) };
        let frame: Box<Frame<dyn Body + 'a>> = Box::new(Frame { link, body });
        let frame = NonNull::from(Box::leak(frame));
        // SAFETY: only the lifetime bound of the trait object changes; invariant 3.
        let frame = unsafe { mem::transmute::<NonNull<Frame<dyn Body + 'a>>, FramePointer>(frame) };
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
        let bottom = unsafe { &(*child.bottom.get().as_ptr()).link };
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
    /// the stack now. `header` has this stack, and suits the top frame.
    pub(crate) unsafe fn drive<Y, R, T>(&self, header: &Header<'_, Y, R>) -> Poll<T> {
        let mut output = None::<T>;
        let on_unwind = ClearOnDrop(self);
        // SAFETY: the caller's promise.
        let poll = unsafe { self.poll_frames(header, (&raw mut output).cast()) };
        mem::forget(on_unwind);
        poll.map(|()| output.expect("the bottom frame has written its output before it was popped"))
    }

    /// What [`drive`](Self::drive) does, but for the output and for panics.
    ///
    /// # Safety
    ///
    /// As there; `driver_output` points to an `Option` of what the bottom frame returns.
    unsafe fn poll_frames<Y, R>(&self, header: &Header<'_, Y, R>, driver_output: *mut ()) -> Poll<()> {
        while let Some(frame) = self.top.get() {
            // SAFETY: invariant 1.
            let link = unsafe { &(*frame.as_ptr()).link };
            let output = if link.parent.get().is_some() { link.output.get() } else { driver_output };
            // SAFETY: invariant 1; nobody else refers to the body, for only the top frame's is referred to, here.
            let body = unsafe { &mut (*frame.as_ptr()).body };
            // SAFETY: a frame stays in its box until it is dropped.
            let body = unsafe { Pin::new_unchecked(body) };
            // A context for each poll, because a foreign future may have replaced the last one (header invariant 4).
            // SAFETY: invariant 2, and for the bottom frame the caller's promise.
            if header.with_context(|context| unsafe { body.poll_into(context, output) }).is_ready() {
                self.pop();
            } else if self.top.get().is_some_and(|top| top.cast::<()>() == frame.cast()) {
                return Poll::Pending;
            }
        }
        Poll::Ready(())
    }

    /// Drops the frames, innermost first.
    pub(crate) fn clear(&self) {
        // Should a destructor panic, the others run all the same, as in any function.
        let on_unwind = ClearOnDrop(self);
        while self.top.get().is_some() {
            self.pop();
        }
        mem::forget(on_unwind);
    }

    /// Drops the top frame.
    fn pop(&self) {
        if let Some(frame) = self.top.get() {
            // SAFETY: invariant 1; the frame leaves the stack.
            let frame = unsafe { Box::from_raw(frame.as_ptr()) };
            self.top.set(frame.link.parent.get());
        }
    }
}

struct ClearOnDrop<'a>(&'a FrameStack);

impl Drop for ClearOnDrop<'_> {
    fn drop(&mut self) {
        self.0.clear();
    }
}
