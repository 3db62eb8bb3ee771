//! Generators of other forms as iterators and generators that own themselves, and the asynchronous ones without an
//! executor.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use gen_core::{AlreadyStarted, AsyncGenerator, Generator, GeneratorState, GeneratorStatus, PinGenerator};

/// An asynchronous generator, or a stream, that is polled until it is ready.
#[derive(Debug)]
pub struct Blocking<G>(pub G);

impl<S: Stream + Unpin> Iterator for Blocking<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        block_on(next(&mut self.0))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl<G: AsyncGenerator<R> + Unpin, R> Generator<R> for Blocking<G> {
    type Yield = G::Yield;
    type Return = G::Return;

    fn resume(&mut self, argument: R) -> GeneratorState<G::Yield, G::Return> {
        let mut argument = Some(argument);
        block_on(poll_fn(|context| Pin::new(&mut self.0).poll_resume(context, &mut argument)))
    }

    fn status(&self) -> GeneratorStatus {
        self.0.status()
    }

    fn close(&mut self) {
        Pin::new(&mut self.0).close();
    }

    fn start(&mut self) -> Result<GeneratorState<G::Yield, G::Return>, AlreadyStarted> {
        block_on(self.0.start())
    }
}

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

/// The next item of a stream.
pub async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

/// Is pending once.
pub async fn pause() {
    let mut paused = false;
    poll_fn(|_| if std::mem::replace(&mut paused, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// An iterator that owns a pinned generator.
#[derive(Debug)]
pub struct Owned<G>(Pin<Box<G>>);

impl<G: PinGenerator> Owned<G> {
    /// Pins `generator`.
    pub fn new(generator: G) -> Self {
        Self(Box::pin(generator))
    }
}

impl<G: PinGenerator> Iterator for Owned<G> {
    type Item = G::Yield;

    fn next(&mut self) -> Option<G::Yield> {
        self.0.as_mut().iter().next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let finished = self.0.status() == GeneratorStatus::Finished;
        (0, finished.then_some(0))
    }

    fn fold<B, F: FnMut(B, G::Yield) -> B>(mut self, initial: B, consume: F) -> B {
        self.0.as_mut().iter().fold(initial, consume)
    }
}
