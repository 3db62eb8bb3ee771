use std::future::Future;
use std::hint::black_box;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Gives an item to nobody, and is pending once.
pub fn give<T: Unpin>(item: T) -> Give<T> {
    Give(Some(item))
}

pub struct Give<T>(Option<T>);

impl<T: Unpin> Future for Give<T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        match self.0.take() {
            Some(item) => {
                black_box(item);
                Poll::Pending
            }
            None => Poll::Ready(()),
        }
    }
}
