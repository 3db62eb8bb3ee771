use std::pin::Pin;
use std::task::{Context, Poll, Waker};

struct ReplaceBy<'a>(&'a Waker);

impl Future for ReplaceBy<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        *context = Context::from_waker(self.0);
        Poll::Ready(())
    }
}

fn main() {}
