//! Asynchronous generators: `#[generator]` on an `async fn`.
//!
//! The body is the same state machine, and finds its driver in the same way. But its driver is polled by an executor,
//! whose context goes through to what the body awaits, and a step may take more than one poll.

pub(crate) mod for_await;
pub(crate) mod generator;
pub(crate) mod header;
pub(crate) mod pin;
pub(crate) mod steps;
