//! The frame stack of boxed generators, by which a resumption costs the same at every depth of a recursion.
//!
//! A [`BoxGenerator`](crate::BoxGenerator) owns the body it was made with, and a stack of the bodies that it delegates
//! to. `yield_from!` of a boxed generator does not resume the child: it hands the child's frames to the driver and
//! suspends. The driver polls the top frame alone. But a child that begins, as most do, is polled at once where it is
//! handed over, as long as that does not take much of the native stack: until it first suspends, it costs a call.
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
//! A frame that ends writes its return value into the delegate future of its parent, which is pinned, and is popped;
//! the parent goes on and finds the value there. Linked frames make hand-over O(1), even for a child that has a stack
//! of its own already; and because the stack and not the parent owns a started child, dropping is a loop. However deep
//! the frames are, the native stack is not.
//!
//! A pointer to a frame is one word: what can be done with the frame, its `vtable`, is a part of its header. Polling is
//! one function for each type of body, into which the body is inlined together with its end. Frames begin and end in
//! the order of a stack, so their places are given out and taken back at the end of a few large [chunks](super::arena).
//!
//! # Invariants
//!
//! 1. *Ownership.* `top` and the `parent`s that follow from it are frames, each in one stack and once in it; `bottom`
//!    is the last of them, if there is one. They lie in places of the stack's chunks, which were given out in the order
//!    from `bottom` to `top`. A frame's `vtable` is that of its type. Each has its body, but for one that is being
//!    pushed, until its body is written; nothing looks at the stack meanwhile.
//! 2. *Output.* A frame's `output` points to a place for what its body returns: the one in the delegate future that
//!    handed the frame over. That future lies in a frame below, or in a box that such a frame owns by value (that of an
//!    over-aligned body, or of a generator), so it outlives this frame. Nobody else uses the place before this frame
//!    has ended: then it writes it, and is popped; and only now the body below it goes on, or is polled again. A bottom
//!    frame's output is a local of the driving function. Between two drives it points to nothing; that of an
//!    asynchronous generator is null if no step is under way, unless the generator is being delegated to, and nobody
//!    can ask.
//! 3. *Lifetime.* The borrows in a body are erased from the type; a stack's owner names them in its own type, with a
//!    `Drop` that keeps them alive. Frames handed over were owned by a child that lies in a frame below, whose type
//!    names them.
//! 4. *No claim on what is borrowed.* Of a frame that is suspended, references are made to its header alone: its body
//!    may borrow from itself, and a frame above writes its output there. The same goes for one that is being polled,
//!    but for the poll itself.
//! 5. *Polls.* The driver polls the top frame, when none is being polled. A frame that is pushed may be polled in the
//!    delegate future that has its output, by the poll of the frame below. So those that are being polled are the top
//!    ones, each by the one below it, or by a generator in place that this one delegates to; only the topmost runs. If
//!    a poll is pending, the ones that it was made by suspend at once; if it panics, they unwind, and the driver drops
//!    the frames.

use core::cell::Cell;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::{self, MaybeUninit};
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
    poll: unsafe fn(FramePointer, &mut Context<'_>) -> Poll<()>,
    drop_body: unsafe fn(FramePointer),
    size: usize,
}

/// Points to a whole frame, and may access all of its chunk, though its type tells the header alone.
type FramePointer = NonNull<FrameHeader>;

impl<F: Future> Frame<F> {
    const VTABLE: &'static FrameVTable =
        &FrameVTable { poll: Self::poll_out_of_line, drop_body: Self::drop_body, size: size_of::<Self>() };

    /// Polls the body of the top frame of a stack. If it ends, writes its output and pops the frame.
    ///
    /// # Safety
    ///
    /// `top` is of this type, and is not being polled. `context` is one that its body may be polled with now (exchange
    /// invariants 2 and 3), and stands in an exchange that has the stack on top of which `top` is.
    #[inline(always)]
    unsafe fn poll(top: FramePointer, context: &mut Context<'_>) -> Poll<()> {
        let frame = top.cast::<Self>();
        // SAFETY: invariants 1 and 4: the frame is there; nobody else refers to its body, which is not being polled.
        let body = unsafe { &mut (*frame.as_ptr()).body };
        // SAFETY: a frame stays in its place until it is dropped.
        let Poll::Ready(value) = unsafe { Pin::new_unchecked(body) }.poll(context) else { return Poll::Pending };
        // SAFETY: the caller promises what this demands; the body has ended, and this is what it returns.
        unsafe { end(top, value, size_of::<Self>(), context) };
        Poll::Ready(())
    }

    /// The same, for who polls frames of any type, and for the code of a large body to be there once.
    ///
    /// # Safety
    ///
    /// As for [`poll`](Self::poll).
    #[inline(never)]
    unsafe fn poll_out_of_line(top: FramePointer, context: &mut Context<'_>) -> Poll<()> {
        // SAFETY: the caller promises what `poll` demands.
        unsafe { Self::poll(top, context) }
    }

    /// The place of a frame's body.
    ///
    /// # Safety
    ///
    /// `frame` is in a place for a frame of this type.
    #[inline(always)]
    unsafe fn body_of(frame: FramePointer) -> NonNull<F> {
        // SAFETY: the caller promises that there is room for it.
        unsafe { frame.byte_add(mem::offset_of!(Self, body)) }.cast()
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

/// Ends the top frame of a stack, whose body has returned `value`: writes its output and pops it.
///
/// # Safety
///
/// `top` is that frame, has that size, and its body returns `T`. `context` stands in an exchange that has the stack.
#[cfg_attr(not(debug_assertions), inline(always))]
unsafe fn end<T>(top: FramePointer, value: T, size: usize, context: &mut Context<'_>) {
    // SAFETY: invariant 1: the frame is there.
    let output = unsafe { top.as_ref() }.output.get();
    // SAFETY: invariant 2: `output` points to a place for this type, which nobody else uses.
    unsafe { output.cast::<T>().write(value) };
    // SAFETY: the caller promises that there is an exchange with the stack; the body may have overwritten the context,
    // but cannot have moved it. The stack is not null: a body that has left a frame to be polled later is suspended in
    // that delegation until its next poll, before which the driver has written the stack again; and a delegate writes
    // null after its own drive only where there was no stack before, so not within a frame.
    let stack = unsafe { exchange::stack_of_frame(context) };
    // SAFETY: the caller promises that this is the top frame, and its delegates have ended before it; an `async` block
    // that has ended holds nothing, so there is nothing left to drop.
    unsafe { stack.pop(top, size) };
}

/// Polls a frame in the poll of the one below, if not too many are polled so already. If they are it is polled later.
///
/// # Safety
///
/// `top` is on top of the stack that the exchange of `context` has, its type is that which `poll` is for, and its body
/// has not been polled. The context suits it (exchange invariants 2 and 3). If this is pending, the body of the frame
/// below suspends.
#[inline(always)]
unsafe fn poll_nested(
    top: FramePointer,
    poll: unsafe fn(FramePointer, &mut Context<'_>) -> Poll<()>,
    context: &mut Context<'_>,
) -> Poll<()> {
    // SAFETY: the caller promises that there is an exchange.
    let frames = unsafe { exchange::frames_of(context) };
    // SAFETY: the caller promises that its stack is being driven.
    if !unsafe { frames.nest() } {
        // SAFETY: the caller promises that there is an exchange with this stack; what is being polled suspends with the
        // `Pending` that this returns.
        return unsafe { exchange::poll_later(context) };
    }
    // SAFETY: the caller promises that the frame is of this type, on top, and new, and that `context` suits its body.
    let poll = unsafe { poll(top, context) };
    if poll.is_ready() {
        // SAFETY: as before.
        let frames = unsafe { exchange::frames_of(context) };
        // SAFETY: as before.
        unsafe { frames.unnest() };
    }
    poll
}

/// A frame on top of a stack whose body, an `F`, is yet to be written.
pub(crate) struct Pushed<F> {
    frame: FramePointer,
    body: PhantomData<F>,
}

impl<F: Future> Pushed<F> {
    /// The place for the body.
    #[inline(always)]
    pub(super) fn body(&self) -> NonNull<F> {
        // SAFETY: the frame is of this type.
        unsafe { Frame::<F>::body_of(self.frame) }
    }

    /// Polls the frame: now, if not too many are being polled in one another already, and else later. It is ready if
    /// the frame has ended, after which its output is written.
    ///
    /// # Safety
    ///
    /// The frame is on top of its stack, its body has been written, and the body of the one below suspends if this is
    /// pending. `context` stands in an exchange that has that stack, and that suits the body (exchange invariants 2 and
    /// 3).
    #[inline(always)]
    pub(super) unsafe fn poll(self, context: &mut Context<'_>) -> Poll<()> {
        let poll = if const { size_of::<F>() <= SMALL } { Frame::<F>::poll } else { Frame::<F>::poll_out_of_line };
        // SAFETY: the frame is of this type, and new; the caller promises the rest.
        unsafe { poll_nested(self.frame, poll, context) }
    }
}

/// Whether an `F` can be the body of a frame.
pub(super) const fn can_lie_in_frame<F>() -> bool {
    align_of::<F>() <= arena::ALIGN
}

/// A stack of frames, the innermost delegate on top.
pub(crate) struct FrameStack {
    top: Cell<Option<FramePointer>>,
    bottom: Cell<Option<FramePointer>>,
    arena: Arena,
}

impl FrameStack {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self { top: Cell::new(None), bottom: Cell::new(None), arena: Arena::new() }
    }

    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.top.get().is_none()
    }

    /// Pushes a frame for `body`, which writes what it returns to `output`.
    ///
    /// # Safety
    ///
    /// The body [can lie in a frame](can_lie_in_frame), and keeps exchange invariant 2 for the `K`, `Y` and `R` of the
    /// other bodies on the stack. The stack's owner keeps invariant 3 for the borrows in it. Either the stack is empty,
    /// or it is being driven, and its top frame stands in the delegate future that has `output`, and suspends there at
    /// once, or if the poll of the new frame, which comes next, is pending.
    #[inline(always)]
    pub(crate) unsafe fn push<F: Future>(&self, body: F, output: *mut ()) {
        debug_assert!(const { can_lie_in_frame::<F>() });
        // SAFETY: the body is written at once, and the rest the caller promises.
        let frame = unsafe { self.push_any(Frame::<F>::VTABLE, output) };
        // SAFETY: it is a place for a frame of this type.
        let place = unsafe { Frame::<F>::body_of(frame) };
        // SAFETY: the place is for this.
        unsafe { place.write(body) };
    }

    /// Pushes a frame as [`push`](Self::push) does, if there is room for it in the chunk where the top frame lies. Its
    /// body is yet to be written.
    ///
    /// # Safety
    ///
    /// As for `push` of a stack that is not empty. The body is written before anything else looks at the stack, and
    /// [`Pushed::poll`] comes next: the top frame suspends if that is pending.
    #[inline(always)]
    pub(crate) unsafe fn try_push<F: Future>(&self, output: *mut ()) -> Option<Pushed<F>> {
        if const { !can_lie_in_frame::<F>() } {
            return None;
        }
        // SAFETY: the caller promises that the stack is not empty.
        let top = unsafe { self.top.get().unwrap_unchecked() };
        // SAFETY: invariant 1: the top frame's place was given out last.
        let place = unsafe { self.arena.try_allocate(top, size_of::<Frame<F>>()) }?;
        // SAFETY: the place is for this, and was given out last; the rest the caller promises.
        let frame = unsafe { self.push_to(place, Frame::<F>::VTABLE, output) };
        Some(Pushed { frame, body: PhantomData })
    }

    /// # Safety
    ///
    /// As for [`push`](Self::push), for a body of the type that `vtable` is for, which is written before anything else
    /// looks at the stack.
    #[cfg_attr(not(debug_assertions), inline(always))]
    unsafe fn push_any(&self, vtable: &'static FrameVTable, output: *mut ()) -> FramePointer {
        let is_bottom = self.is_empty();
        // SAFETY: invariant 1: the top frame's place was given out last.
        let place = unsafe { self.arena.allocate(self.top.get(), vtable.size) };
        // SAFETY: the place is for this, and was given out last; the rest the caller promises.
        let frame = unsafe { self.push_to(place, vtable, output) };
        if is_bottom {
            self.bottom.set(Some(frame));
        }
        frame
    }

    /// # Safety
    ///
    /// As for [`push_any`](Self::push_any). `place` was given out last, for this frame.
    #[inline(always)]
    unsafe fn push_to(&self, place: NonNull<u8>, vtable: &'static FrameVTable, output: *mut ()) -> FramePointer {
        let frame = place.cast::<FrameHeader>();
        let parent = Cell::new(self.top.replace(Some(frame)));
        // SAFETY: a frame begins with its header; the place is ours, and holds nothing.
        unsafe { frame.write(FrameHeader { vtable, parent, output: Cell::new(output) }) };
        frame
    }

    /// Polls the top frame, of whatever type, as [`Pushed::poll`] does.
    ///
    /// # Safety
    ///
    /// As for [`Pushed::poll`].
    pub(crate) unsafe fn poll_begun(&self, context: &mut Context<'_>) -> Poll<()> {
        let (Some(top), Some(header)) = (self.top.get(), self.top_header()) else {
            unreachable!("a frame has been pushed")
        };
        // SAFETY: the function is that of the frame's type (invariant 1); the caller promises the rest.
        unsafe { poll_nested(top, header.vtable.poll, context) }
    }

    /// Pops the top frame, and gives its place back.
    ///
    /// # Safety
    ///
    /// `top` is the top frame, has that size, and its body is not used any more.
    #[inline(always)]
    unsafe fn pop(&self, top: FramePointer, size: usize) {
        // SAFETY: invariant 1: the frame is there.
        let header = unsafe { top.as_ref() };
        self.top.set(header.parent.get());
        // SAFETY: invariant 1: the top frame's place was given out last; the caller promises that it is not used any
        // more.
        unsafe { self.arena.free(top, size) };
    }

    /// Takes over the frames of a child that `output` waits for, and leaves the child's stack empty. They are to be
    /// polled later.
    ///
    /// # Safety
    ///
    /// Neither stack is empty. This one is being driven, and its top frame stands in the delegate future that has
    /// `output` and owns the child, and suspends there at once: the future lies in that frame, or in the box of a
    /// generator in it.
    pub(crate) unsafe fn take_over(&self, child: &FrameStack, output: *mut ()) {
        let Some(bottom) = child.bottom.get() else { return };
        // SAFETY: invariant 1: the bottom frame of a stack that is not empty is there.
        let header = unsafe { bottom.as_ref() };
        header.parent.set(self.top.get());
        header.output.set(output);
        self.top.set(child.top.take());
        // SAFETY: invariant 1: the bottom frame's place was given out first, for a frame of its type; and that of this
        // stack's top frame has not been taken back.
        unsafe { self.arena.take_over(&child.arena, bottom, header.vtable.size) };
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
        let mut output = MaybeUninit::<T>::uninit();
        debug_assert!(!self.is_empty(), "only an unfinished generator has frames");
        // SAFETY: the caller promises that the stack is not empty, so it has a bottom frame (invariant 1).
        let bottom = unsafe { self.bottom.get().unwrap_unchecked() };
        // SAFETY: as before: the frame is there.
        unsafe { bottom.as_ref() }.output.set(output.as_mut_ptr().cast());
        // SAFETY: the caller promises that there is an exchange.
        unsafe { exchange::frames_of(context) }.let_begin(NESTING);
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
        // SAFETY: the bottom frame has ended, and has written its output (invariant 2).
        Poll::Ready(unsafe { output.assume_init() })
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
            // SAFETY: the function is that of the frame's type (invariant 1), and nothing is being polled. By the
            // caller's promise the context is one for its body, and suits it if it was on top before. If not, it
            // begins, or goes on after frames that were driven elsewhere until now, for which the delegation has
            // readied the header; or its delegate has ended, and the header has no value for it (exchange invariant 3).
            if unsafe { poll(top, context) }.is_ready() {
                continue;
            }
            // SAFETY: the caller promises that there is an exchange.
            let frames = unsafe { exchange::frames_of(context) };
            if !frames.stack.get().is_null() {
                return true;
            }
            frames.stack.set(self);
            frames.let_begin(NESTING);
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
        let bottom = self.bottom.get().filter(|_| !self.is_empty());
        // SAFETY: invariant 1: if the stack is not empty, the bottom frame is there; and as in `top_header`.
        bottom.map(|bottom| unsafe { bottom.as_ref() })
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

/// Up to this size of a body LLVM is given its code where it begins, too: there it knows the state, so it begins
/// without an indirect jump.
const SMALL: usize = 128;

/// How many bodies may begin in the polls of one another, until the next one waits for the driver; or fewer, if they
/// take [much of the native stack](exchange::Frames::is_deep).
const NESTING: u32 = 8;

struct ClearOnDrop<'a>(&'a FrameStack);

impl Drop for ClearOnDrop<'_> {
    fn drop(&mut self) {
        self.0.clear();
    }
}
