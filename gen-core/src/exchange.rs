//! How a future in a body finds the driver of that body: by the address of the [`Context`] that it is polled with.
//!
//! ```text
//!   driver's stack                     body (in a box, a frame, or pinned)
//!  ┌──────────────────┐  &mut Context  ┌───────────────────────────────────┐
//!  │ context  ◄───────┼────────────────│ future, awaited                   │
//!  │ frames, beside   │                │   1. is polled with that address  │
//!  │ header   ◄───────┼────────────────│   2. adds an offset, and is here  │
//!  └──────────────────┘                └───────────────────────────────────┘
//! ```
//!
//! The *driver* is the function that polls a body: of a generator's own `next` or `resume`, or of `fold`, or of the
//! poll of a stream.
//!
//! The driver makes an exchange on its stack, and polls the body with the `Context` at its head. An `async` block polls
//! whatever it awaits with that very object: according to the Reference, the task context of an `await` expression
//! "refers to the `Context` which was supplied to the current async context when the async context itself was polled".
//! So a future that is awaited directly in the body knows the address of the exchange. What a foreign future does to
//! the content of the `Context`, which it is given by `&mut`, does not change where it lies: nothing has to be checked,
//! and nothing is assumed of wakers.
//!
//! A `&mut Context` grants access to the `Context` alone. So the driver exposes the provenance of the whole exchange,
//! and the future picks it up again.
//!
//! The header has what a resumption brings and where a yielded value goes. It differs between
//! [synchronous](crate::synchronous::header) and [asynchronous](crate::asynchronous::header) generators; the frames are
//! where both leave [boxed delegates](crate::boxed::frames).
//!
//! # Invariants
//!
//! 1. *Place.* From [`Exchange::context`] to the end of the poll, an exchange is not moved, and is touched only by way
//!    of that context.
//! 2. *Own exchange.* A body that was made from a `Co<K, Y, R>` is polled only with the context of an
//!    `Exchange<K::Header<Y, R>>`, and a `Co` and the futures that are made from it exist nowhere but directly in such
//!    a body, which awaits the futures there. The first half is upheld by the types that own bodies, the second by the
//!    caller of their `unsafe` constructors: the macro, which names the `Co` so that nobody else can, hands it to
//!    functions of this crate alone, and has rustc prove by a label where each future is awaited. So the context that
//!    such a future is polled with stands in such an exchange.
//! 3. *Resumption.* When a body is polled, the header has a value for it exactly if the body is suspended at a yield,
//!    its own or that of a delegate that runs on its behalf, or waits for the argument of its first resumption. That
//!    yield or argument takes the value out before anything else runs. A body whose delegate's frames have been run by
//!    the driver is polled without one.
//! 4. *Frames.* When a body is polled, `frames.stack` is null, or points to a frame stack that outlives the poll, is
//!    being driven, and has on top the body that is being polled, or the one on whose behalf that body runs. The driver
//!    writes it, before the poll; and a delegate that has a stack, where it is null, for the time of its own drive. A
//!    delegate that has given the driver frames which wait to be polled makes it null: then the bodies that are being
//!    polled suspend at once, and nothing else looks for a stack before the driver writes it again: between the two
//!    there are only suspensions of `async` blocks and the returns of who polled them; no destructor runs, and no
//!    future of the user's.
//! 5. *Nesting.* While a frame stack is being driven, `frames.nesting` has a value, which is at least 1 whenever a body
//!    runs: it becomes 0 only where all bodies suspend, after which the driver writes it anew.
//! 6. *Beside.* When a body of the kind `Beside<I>` is polled, `beside` points to an `Option<I>`, which may be accessed
//!    by way of it until the end of the poll, and by that body's futures alone. The owner of the body writes it before
//!    the poll, and when the poll returns puts back what was there. If it panics, all that runs with this exchange
//!    unwinds, and nothing is polled with it again.

#[cfg(feature = "alloc")]
use core::cell::Cell;
#[cfg(feature = "alloc")]
use core::mem::MaybeUninit;
use core::ptr;
use core::task::Context;
#[cfg(feature = "alloc")]
use core::task::Poll;

#[cfg(feature = "alloc")]
use crate::boxed::frames::FrameStack;

/// A `Context`, and what is found by its address. `'a` is the lifetime of what the exchange borrows: the consumer of
/// the yielded values, or the executor's context.
#[repr(C)]
pub(crate) struct Exchange<'a, H> {
    context: Context<'a>,
    #[cfg(feature = "alloc")]
    pub(crate) frames: Frames,
    #[cfg(feature = "alloc")]
    beside: Cell<MaybeUninit<*mut ()>>,
    pub(crate) header: H,
}

/// So many bytes of the native stack are much.
#[cfg(feature = "alloc")]
const DEEP: usize = 8 * 1024;

/// What has to do with frames, if there are any.
#[cfg(feature = "alloc")]
pub(crate) struct Frames {
    pub(crate) stack: Cell<*const FrameStack>,
    /// One more than how many bodies may still begin in the polls of one another. Whoever drives the frames writes it.
    nesting: Cell<MaybeUninit<u32>>,
}

#[cfg(feature = "alloc")]
impl Frames {
    /// Before a poll by who drives the frames: so many bodies may begin in it.
    #[inline(always)]
    pub(crate) fn let_begin(&self, bodies: u32) {
        self.nesting.set(MaybeUninit::new(bodies + 1));
    }

    /// Whether one more body may begin in the polls of the others. If not, all of them have to suspend.
    ///
    /// # Safety
    ///
    /// A frame stack is being driven.
    #[inline(always)]
    pub(crate) unsafe fn nest(&self) -> bool {
        // SAFETY: by invariant 5 and the caller's promise there is a value, and it is not 0.
        let left = unsafe { self.nesting.get().assume_init() } - 1;
        self.nesting.set(MaybeUninit::new(left));
        left > 0
    }

    /// Whether the bodies that are being polled take much of the native stack, where the exchange lies, too.
    ///
    /// A native stack grows downwards. An interpreter or a sanitizer may keep locals elsewhere: then this answers
    /// anything, and the limit to how many begin in one another is the only one.
    #[inline(always)]
    pub(crate) fn is_deep(&self) -> bool {
        let here = MaybeUninit::<u8>::uninit();
        !cfg!(miri) && ptr::from_ref(self).addr().wrapping_sub((&raw const here).addr()) > DEEP
    }

    /// The body that has begun last has ended.
    ///
    /// # Safety
    ///
    /// As for [`nest`](Self::nest).
    #[inline(always)]
    pub(crate) unsafe fn unnest(&self) {
        // SAFETY: as in `nest`.
        let left = unsafe { self.nesting.get().assume_init() };
        self.nesting.set(MaybeUninit::new(left + 1));
    }
}

impl<'a, H> Exchange<'a, H> {
    #[inline(always)]
    pub(crate) fn new(context: Context<'a>, header: H) -> Self {
        Self {
            context,
            #[cfg(feature = "alloc")]
            frames: Frames { stack: Cell::new(ptr::null()), nesting: Cell::new(MaybeUninit::uninit()) },
            #[cfg(feature = "alloc")]
            beside: Cell::new(MaybeUninit::uninit()),
            header,
        }
    }

    /// Returns the context that a body is to be polled with.
    #[inline(always)]
    pub(crate) fn context(&mut self) -> &mut Context<'a> {
        let this = ptr::from_mut(self);
        let _ = this.expose_provenance();
        // SAFETY: `this` comes from `self`, which is borrowed for as long as the result lives.
        unsafe { &mut (*this).context }
    }

    /// The header of the exchange that a body is being polled with.
    ///
    /// # Safety
    ///
    /// `context` stands in an `Exchange<H>`, as the one does that a future is polled with which was made from a `Co`
    /// whose header is an `H` (invariant 2).
    #[inline(always)]
    pub(crate) unsafe fn header_of(context: &'a mut Context<'_>) -> &'a H {
        let this = exchange_of::<H>(context);
        // SAFETY: by the caller's promise an exchange begins where its context lies, and its provenance was exposed
        // when that context was made. It lives as long as the context that is borrowed from it, and during the poll its
        // header is only ever shared: the driver does not touch it (invariant 1). The reference does not cover the
        // context, which those hold by `&mut` who poll this.
        unsafe { &(*this).header }
    }
}

/// Where the exchange lies whose context this is, if it is that of one.
#[inline(always)]
fn exchange_of<'a, H>(context: &mut Context<'_>) -> *const Exchange<'a, H> {
    ptr::with_exposed_provenance(ptr::from_mut(context).addr())
}

/// The frames of the exchange that a body is being polled with.
///
/// # Safety
///
/// `context` stands in an exchange, whatever its header is.
#[cfg(feature = "alloc")]
#[inline(always)]
pub(crate) unsafe fn frames_of<'a>(context: &'a mut Context<'_>) -> &'a Frames {
    let this = exchange_of::<()>(context);
    // SAFETY: what is before the header lies in all exchanges alike; for the rest as in `header_of`.
    unsafe { &(*this).frames }
}

/// Where the exchange that a body is being polled with says what lies [beside](crate::owner::beside) the body.
///
/// # Safety
///
/// As for [`frames_of`].
#[cfg(feature = "alloc")]
#[inline(always)]
pub(crate) unsafe fn beside_of<'a>(context: &'a mut Context<'_>) -> &'a Cell<MaybeUninit<*mut ()>> {
    let this = exchange_of::<()>(context);
    // SAFETY: as in `frames_of`.
    unsafe { &(*this).beside }
}

/// The frame stack of the exchange that a body in a frame is being polled with.
///
/// # Safety
///
/// As for [`frames_of`]. There is a stack, and it has not been told to [poll a frame later](poll_later). The result is
/// not used after the poll.
#[cfg(feature = "alloc")]
#[inline(always)]
pub(crate) unsafe fn stack_of_frame<'a>(context: &mut Context<'_>) -> &'a FrameStack {
    // SAFETY: the caller promises that there is an exchange.
    let frames = unsafe { frames_of(context) };
    // SAFETY: invariant 4: what is not null outlives the poll, after which the caller promises not to use it.
    unsafe { &*frames.stack.get() }
}

/// Has the driver poll the top frame of its stack as soon as all that is being polled has suspended.
///
/// # Safety
///
/// As for [`frames_of`]. There is a stack, and all that is being polled suspends at once.
#[cfg(feature = "alloc")]
#[cold]
pub(crate) unsafe fn poll_later(context: &mut Context<'_>) -> Poll<()> {
    // SAFETY: the caller promises that there is an exchange, and what invariant 4 demands.
    unsafe { frames_of(context) }.stack.set(ptr::null());
    Poll::Pending
}
