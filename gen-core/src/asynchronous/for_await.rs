//! What `#[for_await]` awaits.

use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::Stream;

/// The next item of a stream.
#[inline(always)]
pub fn next<'a, 'b, S: Stream>(stream: &'a mut Pin<&'b mut S>) -> NextItem<'a, 'b, S> {
    NextItem { stream }
}

/// The future of [`next`].
#[derive(Debug)]
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
