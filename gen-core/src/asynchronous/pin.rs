//! Streams and asynchronous generators that their owner pins: no allocation at all.

use futures_core::FusedStream;

use crate::asynchronous::generator::AsyncGenerator;

/// A stream that is pinned by its owner and never allocates.
///
/// A `#[generator]` on an `async fn` that returns `impl PinStream<Item = Y>` makes one. It works without the `alloc`
/// feature. It is a fused stream, so everything that takes a stream takes it, too, once it is pinned.
///
/// ```
/// use std::pin::pin;
///
/// use futures::StreamExt;
/// use gen_core::{PinStream, generator};
///
/// #[generator]
/// async fn squares(n: u32) -> impl PinStream<Item = u32> {
///     for i in 0..n {
///         yield_!(i * i);
///     }
/// }
///
/// # futures::executor::block_on(async {
/// let mut squares = pin!(squares(4));
/// assert_eq!(squares.next().await, Some(0));
/// assert_eq!(squares.map(|square| square + 1).collect::<Vec<_>>().await, [2, 5, 10]);
/// # });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a pinned stream",
    note = "a `#[generator]` on an `async fn` makes one if it returns `impl PinStream<Item = Y>`"
)]
#[must_use = "streams are lazy and do nothing unless polled"]
pub trait PinStream: FusedStream {}

/// An asynchronous generator that is pinned by its owner and never allocates.
///
/// A `#[generator]` on an `async fn` that returns `impl PinAsyncGenerator<R, Yield = Y, Return = T>` makes one. It
/// works without the `alloc` feature. `Pin<&mut G>` is an [`AsyncGenerator`] that can be moved.
///
/// ```
/// use std::pin::pin;
///
/// use gen_core::{AsyncGenerator, GeneratorState, PinAsyncGenerator, generator};
///
/// #[generator]
/// async fn sums() -> impl PinAsyncGenerator<u32, Yield = u32, Return = ()> {
///     let mut sum = 0;
///     loop {
///         sum += yield_!(sum);
///     }
/// }
///
/// # futures::executor::block_on(async {
/// let mut sums = pin!(sums());
/// assert_eq!(sums.start().await, Ok(GeneratorState::Yielded(0)));
/// assert_eq!(sums.send(2).await, Ok(GeneratorState::Yielded(2)));
/// # });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a pinned asynchronous generator that is resumed with `{R}`",
    note = "a `#[generator]` on an `async fn` makes one if it returns `impl PinAsyncGenerator<R, Yield = Y, Return = T>`"
)]
#[must_use = "generators are lazy and do nothing unless resumed"]
pub trait PinAsyncGenerator<R = ()>: AsyncGenerator<R> {}
