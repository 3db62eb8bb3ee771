//! Asynchronous generators: `#[generator]` on an `async fn`.
//!
//! The body is the same state machine, but its driver is polled by an executor, whose context goes through to what the body
//! awaits. So the body and its driver meet elsewhere, at a [`link`] that lies beside the body.

pub(crate) mod delegate;
pub(crate) mod for_await;
pub(crate) mod generator;
pub(crate) mod link;
pub(crate) mod movable;
pub(crate) mod running;
pub(crate) mod try_delegate;
