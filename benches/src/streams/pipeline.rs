//! Three streams, each looping over the one before: a count, its squares, and those a bit further.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::counting::PlainCount;
use crate::loops::Run;
use futures::{Stream, StreamExt};

/// What an expert writes by hand: a stream of what `change` makes of another's items.
struct Changed<S, C> {
    numbers: S,
    change: C,
}

impl<S, C> Stream for Changed<S, C>
where
    S: Stream<Item = u64> + Unpin,
    C: FnMut(u64) -> u64 + Unpin,
{
    type Item = u64;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u64>> {
        let this = &mut *self;
        Pin::new(&mut this.numbers).poll_next(context).map(|number| number.map(&mut this.change))
    }
}

fn square(number: u64) -> u64 {
    number.wrapping_mul(number)
}

fn further(number: u64) -> u64 {
    number.wrapping_add(7)
}

fn hand(end: u64) -> impl Stream<Item = u64> {
    Changed { numbers: Changed { numbers: PlainCount::new(end), change: square }, change: further }
}

fn boxed(end: u64) -> impl Stream<Item = u64> {
    let squares = Box::pin(Changed { numbers: Box::pin(PlainCount::new(end)), change: square });
    Box::pin(Changed { numbers: squares, change: further })
}

macro_rules! pipeline {
    ($name:ident, $stream:ident) => {
        mod $name {
            use super::{further, square};
            use gen_core::generator;
            #[allow(unused_imports)]
            use {futures::Stream, gen_core::PinStream};

            #[generator]
            async fn count(end: u64) -> impl $stream<Item = u64> {
                for number in 0..end {
                    yield_!(number);
                }
            }

            #[generator]
            async fn squared(numbers: impl $stream<Item = u64>) -> impl $stream<Item = u64> {
                #[for_await]
                for number in numbers {
                    yield_!(square(number));
                }
            }

            #[generator]
            async fn moved(numbers: impl $stream<Item = u64>) -> impl $stream<Item = u64> {
                #[for_await]
                for number in numbers {
                    yield_!(further(number));
                }
            }

            pub(super) fn make(end: u64) -> impl $stream<Item = u64> {
                moved(squared(count(end)))
            }
        }
    };
}

pipeline!(generator, Stream);
pipeline!(pinned, PinStream);

fn async_stream(end: u64) -> impl Stream<Item = u64> {
    fn count(end: u64) -> impl Stream<Item = u64> {
        async_stream::stream! {
            for number in 0..end {
                yield number;
            }
        }
    }
    fn changed(numbers: impl Stream<Item = u64>, change: fn(u64) -> u64) -> impl Stream<Item = u64> {
        async_stream::stream! {
            for await number in numbers {
                yield change(number);
            }
        }
    }
    changed(changed(count(end), square), further)
}

fn unfold(end: u64) -> impl Stream<Item = u64> {
    let count = move |number| async move { (number != end).then_some((number, number + 1)) };
    futures::stream::unfold(0, count).map(square).map(further)
}

#[cfg(gen_blocks)]
fn nightly(end: u64) -> impl Stream<Item = u64> {
    let count = async_gen! {
        for number in 0..end {
            yield_!(number);
        }
    };
    let squares = async_gen! {
        let mut numbers = std::pin::pin!(count);
        while let Some(number) = numbers.next().await {
            yield_!(square(number));
        }
    };
    async_gen! {
        let mut numbers = std::pin::pin!(squares);
        while let Some(number) = numbers.next().await {
            yield_!(further(number));
        }
    }
}

consume!(run_hand, hand);
consume!(run_generator, generator::make);
consume!(run_pinned, pinned::make);
consume!(run_async_stream, async_stream);
consume!(run_unfold, unfold);
consume!(run_boxed, boxed);
#[cfg(gen_blocks)]
consume!(run_nightly, nightly);

pub(super) const CONTENDERS: &[(&str, Run<u64>)] = &[
    ("hand", run_hand),
    ("generator", run_generator),
    ("pinned", run_pinned),
    ("async-stream", run_async_stream),
    ("unfold", run_unfold),
    ("boxed", run_boxed),
    #[cfg(gen_blocks)]
    ("nightly", run_nightly),
];
