//! How a future in a body finds the driver of that body: by the address of the [`Context`] that it is polled with.
//!
//! ```text
//!   driver's stack                           body (pinned elsewhere)
//!  ┌───────────────────────┐                ┌───────────────────────┐
//!  │ Exchange              │  &mut Context  │ Yield { value }       │
//!  │   context     ◄───────┼────────────────│                       │
//!  │   header              │                └───────────────────────┘
//!  └───────────────────────┘
//! ```
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
//! # Invariant
//!
//! From [`Exchange::context`] to the end of the poll, an exchange is not moved, and is touched only by way of that
//! context.

use core::mem;
use core::ptr;
use core::task::Context;

/// A `Context`, and what is found by its address.
#[repr(C)]
pub(crate) struct Exchange<'a, H> {
    context: Context<'a>,
    header: H,
}

impl<'a, H> Exchange<'a, H> {
    #[inline(always)]
    pub(crate) fn new(context: Context<'a>, header: H) -> Self {
        Self { context, header }
    }

    /// Returns the context that a body is to be polled with.
    #[inline(always)]
    pub(crate) fn context(&mut self) -> &mut Context<'a> {
        let this = ptr::from_mut(self);
        let _ = this.expose_provenance();
        // SAFETY: `this` comes from `self`, which is borrowed for as long as the result lives.
        unsafe { &mut (*this).context }
    }

    /// The header after the poll.
    #[cfg(feature = "stream")]
    #[inline(always)]
    pub(crate) fn into_header(self) -> H {
        self.header
    }

    /// Where the header of the exchange lies whose context this is.
    ///
    /// The pointer is made for any context, and must not be used with one that does not stand in an `Exchange<'_, H>`.
    #[inline(always)]
    pub(crate) fn header_of(context: &mut Context<'_>) -> *mut H {
        let this = ptr::with_exposed_provenance_mut::<Self>(ptr::from_mut(context).addr());
        this.wrapping_byte_add(mem::offset_of!(Self, header)).cast()
    }
}
