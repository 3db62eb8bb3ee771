//! What a generator and a stream have in common, so that they live side by side.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures::Stream;
use gen_core::{AsyncGenerator, Generator, GeneratorState, GeneratorStatus};

use super::bodies;
use super::plan::Plan;

/// A generator or a stream.
pub(super) trait Member {
    /// The next item, `None` at the end; pending where a stream awaits something.
    fn resume(&mut self) -> Poll<Option<u64>>;
    fn close(&mut self);
    fn is_finished(&self) -> bool;
}

struct OfGenerator<G>(G);

impl<G: Generator<Yield = u64, Return = ()>> Member for OfGenerator<G> {
    fn resume(&mut self) -> Poll<Option<u64>> {
        Poll::Ready(match self.0.resume(()) {
            GeneratorState::Yielded(item) => Some(item),
            GeneratorState::Complete(()) => None,
        })
    }

    fn close(&mut self) {
        self.0.close();
    }

    fn is_finished(&self) -> bool {
        self.0.status() == GeneratorStatus::Finished
    }
}

struct OfStream<S>(S);

impl<S: Stream<Item = u64> + AsyncGenerator + Unpin> Member for OfStream<S> {
    fn resume(&mut self) -> Poll<Option<u64>> {
        Pin::new(&mut self.0).poll_next(&mut Context::from_waker(Waker::noop()))
    }

    fn close(&mut self) {
        Pin::new(&mut self.0).close();
    }

    fn is_finished(&self) -> bool {
        self.0.status() == GeneratorStatus::Finished
    }
}

/// Makes a member of one form.
pub(super) type Make<M> = fn(Plan) -> Box<M>;

pub(super) const GENERATORS: [Make<dyn Member + Send>; 4] = [
    |plan| Box::new(OfGenerator(bodies::movable(<_>::default(), plan))),
    |plan| Box::new(OfGenerator(Box::pin(bodies::pinned(<_>::default(), plan)))),
    |plan| Box::new(OfGenerator(bodies::boxed(<_>::default(), plan))),
    |plan| Box::new(OfGenerator(bodies::dynamic(<_>::default(), plan))),
];

pub(super) const STREAMS: [Make<dyn Member + Send>; 4] = [
    |plan| Box::new(OfStream(bodies::stream(<_>::default(), plan))),
    |plan| Box::new(OfStream(bodies::nested_stream(<_>::default(), plan))),
    |plan| Box::new(OfStream(bodies::boxed_stream(<_>::default(), plan))),
    |plan| Box::new(OfStream(Box::pin(bodies::pinned_stream(<_>::default(), plan)))),
];

pub(super) const LOCAL_GENERATORS: [Make<dyn Member>; 4] = [
    |plan| Box::new(OfGenerator(bodies::local_movable(<_>::default(), plan))),
    |plan| Box::new(OfGenerator(Box::pin(bodies::local_pinned(<_>::default(), plan)))),
    |plan| Box::new(OfGenerator(bodies::local_boxed(<_>::default(), plan))),
    |plan| Box::new(OfGenerator(bodies::local_dynamic(<_>::default(), plan))),
];

pub(super) const LOCAL_STREAMS: [Make<dyn Member>; 4] = [
    |plan| Box::new(OfStream(bodies::local_stream(<_>::default(), plan))),
    |plan| Box::new(OfStream(bodies::local_nested_stream(<_>::default(), plan))),
    |plan| Box::new(OfStream(bodies::local_boxed_stream(<_>::default(), plan))),
    |plan| Box::new(OfStream(Box::pin(bodies::local_pinned_stream(<_>::default(), plan)))),
];
