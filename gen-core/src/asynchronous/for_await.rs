//! The future that `#[for_await]` awaits.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::Stream;

/// Any stream, which is what `#[for_await]` loops over. It exists for its message.
#[diagnostic::on_unimplemented(
    message = "`#[for_await]` loops over a stream, and `{Self}` is none",
    label = "this is not a `Stream`",
    note = "leave `#[for_await]` out to loop over an iterator"
)]
pub trait Awaited: Stream {}

#[diagnostic::do_not_recommend]
impl<S: Stream> Awaited for S {}

/// Returns the stream; for why it is a call, see [`source`](crate::delegation::offer::source).
#[inline(always)]
pub fn stream<S>(stream: S) -> S {
    stream
}

/// The next item of a stream.
#[inline(always)]
pub fn next<'a, 'b, S: Awaited>(stream: &'a mut Pin<&'b mut S>) -> NextItem<'a, 'b, S> {
    NextItem { stream }
}

/// The future of [`next`].
#[must_use]
pub struct NextItem<'a, 'b, S> {
    stream: &'a mut Pin<&'b mut S>,
}

impl<S: Stream> Future for NextItem<'_, '_, S> {
    type Output = Option<S::Item>;

    #[inline(always)]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.stream.as_mut().poll_next(context)
    }
}
