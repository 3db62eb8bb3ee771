//! A stream that yields the items of another.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::counting::PlainCount;
use crate::loops::Run;
use futures::Stream;
use gen_core::{PinStream, generator};

/// What an expert writes by hand.
struct Outer<S> {
    inner: S,
}

impl<S: Stream + Unpin> Stream for Outer<S> {
    type Item = S::Item;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        Pin::new(&mut self.inner).poll_next(context)
    }
}

fn hand(end: u64) -> impl Stream<Item = u64> {
    Outer { inner: PlainCount::new(end) }
}

fn boxed(end: u64) -> impl Stream<Item = u64> {
    Box::pin(Outer { inner: Box::pin(PlainCount::new(end)) })
}

#[generator]
async fn count(end: u64) -> impl Stream<Item = u64> {
    for number in 0..end {
        yield_!(number);
    }
}

#[generator]
async fn generate(end: u64) -> impl Stream<Item = u64> {
    yield_from!(count(end));
}

#[generator]
async fn count_pinned(end: u64) -> impl PinStream<Item = u64> {
    for number in 0..end {
        yield_!(number);
    }
}

#[generator]
async fn generate_pinned(end: u64) -> impl PinStream<Item = u64> {
    yield_from!(count_pinned(end));
}

fn async_stream(end: u64) -> impl Stream<Item = u64> {
    let count = async_stream::stream! {
        for number in 0..end {
            yield number;
        }
    };
    async_stream::stream! {
        for await number in count {
            yield number;
        }
    }
}

consume!(run_hand, hand);
consume!(run_generator, generate);
consume!(run_pinned, generate_pinned);
consume!(run_async_stream, async_stream);
consume!(run_boxed, boxed);

pub(super) const CONTENDERS: &[(&str, Run<u64>)] = &[
    ("hand", run_hand),
    ("generator", run_generator),
    ("pinned", run_pinned),
    ("async-stream", run_async_stream),
    ("boxed", run_boxed),
];
