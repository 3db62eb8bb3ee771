//! Three boxed streams of `Result`s, each looping over the one before and passing its errors on.

use std::num::TryFromIntError;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::counting::PlainCount;
use crate::loops::Run;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use gen_core::try_generator;

type Item = Result<u64, TryFromIntError>;

fn checked(number: u64) -> Item {
    i64::try_from(number).map(i64::unsigned_abs)
}

/// What an expert writes by hand: a stream of what `checked` makes of another's items.
struct Checked<S> {
    numbers: S,
}

impl<S: Stream<Item = Item> + Unpin> Stream for Checked<S> {
    type Item = Item;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Item>> {
        self.numbers.poll_next_unpin(context).map(|item| item.map(|number| checked(number?)))
    }
}

fn hand(end: u64) -> BoxStream<'static, Item> {
    let numbers: BoxStream<'static, Item> = PlainCount::new(end).map(checked).boxed();
    let numbers: BoxStream<'static, Item> = Checked { numbers }.boxed();
    Checked { numbers }.boxed()
}

#[try_generator]
async fn count(end: u64) -> BoxStream<'static, Item> {
    for number in 0..end {
        yield_!(checked(number)?);
    }
}

#[try_generator]
async fn check(numbers: BoxStream<'static, Item>) -> BoxStream<'static, Item> {
    #[for_await]
    for number in numbers {
        yield_!(checked(number?)?);
    }
}

fn generate(end: u64) -> BoxStream<'static, Item> {
    check(check(count(end)))
}

fn async_stream(end: u64) -> BoxStream<'static, Item> {
    fn check(numbers: BoxStream<'static, Item>) -> BoxStream<'static, Item> {
        async_stream::try_stream! {
            for await number in numbers {
                yield checked(number?)?;
            }
        }
        .boxed()
    }
    let count = async_stream::try_stream! {
        for number in 0..end {
            yield checked(number)?;
        }
    };
    check(check(count.boxed()))
}

macro_rules! oks {
    ($make:expr) => {
        |end| $make(end).map(|item| item.unwrap_or_default())
    };
}

consume!(run_hand, oks!(hand));
consume!(run_generator, oks!(generate));
consume!(run_async_stream, oks!(async_stream));

pub(super) const CONTENDERS: &[(&str, Run<u64>)] =
    &[("hand", run_hand), ("generator", run_generator), ("async-stream", run_async_stream)];
