//! Futures, streams and asynchronous generators, polled by hand.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{AsyncGenerator, GeneratorState};

/// A future that is pending for so many polls, and wakes at once.
#[derive(Debug)]
pub struct Pause(pub u32);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// Polls a future once.
pub fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls an asynchronous generator once.
pub fn poll_resume<G, R>(generator: &mut G, argument: &mut Option<R>) -> Poll<GeneratorState<G::Yield, G::Return>>
where
    G: AsyncGenerator<R> + Unpin,
{
    Pin::new(generator).poll_resume(&mut Context::from_waker(Waker::noop()), argument)
}

/// The items of a stream.
pub fn all<S: Stream>(stream: S) -> Vec<S::Item> {
    block_on(stream.collect())
}

/// Begins a step with a value, or the first step without one, drops its future after so many polls, and goes on with
/// the step.
///
/// # Panics
///
/// If the step cannot be begun.
pub fn step<G, R>(generator: &mut G, value: Option<R>, polls: u32) -> GeneratorState<G::Yield, G::Return>
where
    G: AsyncGenerator<R> + Unpin,
{
    let state = if let Some(value) = value {
        ready_within(polls, generator.send(value)).and_then(Result::ok)
    } else {
        ready_within(polls, generator.start()).and_then(Result::ok)
    };
    state.or_else(|| block_on(generator.proceed())).expect("a step that was begun goes on")
}

/// The output of a future that is dropped after so many polls.
fn ready_within<F: Future + Unpin>(polls: u32, mut future: F) -> Option<F::Output> {
    (0..polls).find_map(|_| if let Poll::Ready(output) = poll(&mut future) { Some(output) } else { None })
}
