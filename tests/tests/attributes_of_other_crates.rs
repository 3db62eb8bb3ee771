//! Attributes that many programs use, before, behind and around `#[generator]`. What cannot be is in `ui/attributes/`.

use async_trait::async_trait;
use futures::{Stream, StreamExt};
use gen_core::{Generator, gen_, generator};
use tracing::instrument;

mod instrumented {
    use super::{Stream, generator, instrument};

    #[instrument]
    #[generator]
    pub(crate) fn before(n: u32) -> impl Iterator<Item = u32> {
        yield_!(n);
        yield_from!([n + 1, n + 2]);
    }

    #[generator]
    #[instrument(skip(last), fields(twice = 2 * n))]
    pub(crate) fn behind(n: u32, last: u32) -> impl Iterator<Item = u32> {
        yield_!(n);
        yield_from!([n + 1, last]);
    }

    #[generator]
    #[instrument(level = "debug")]
    pub(crate) async fn stream(n: u32) -> impl Stream<Item = u32> {
        yield_!(std::future::ready(n).await);
        yield_from!([n + 1, n + 2]);
    }
}

#[tokio::test]
async fn instrument_stands_before_and_behind() {
    assert_eq!(instrumented::before(1).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(instrumented::behind(1, 3).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(instrumented::stream(1).collect::<Vec<_>>().await, [1, 2, 3]);
}

#[async_trait(?Send)]
trait Source {
    fn items(&self) -> Box<dyn Iterator<Item = u32> + '_>;

    fn stream(&self) -> futures::stream::BoxStream<'_, u32>;

    async fn sum(&self) -> u32 {
        let later = gen_!(async {
            yield_from!(self.items());
        });
        later.fold(0, |sum, item| async move { sum + item }).await
    }
}

#[async_trait(?Send)]
impl Source for Vec<u32> {
    #[generator]
    fn items(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        for item in self {
            yield_!(*item);
        }
    }

    // To `async_trait`, an `async fn` is one of its own.
    fn stream(&self) -> futures::stream::BoxStream<'_, u32> {
        #[generator]
        async fn stream(items: &[u32]) -> futures::stream::BoxStream<'_, u32> {
            for item in items {
                yield_!(std::future::ready(*item).await);
            }
        }
        stream(self)
    }

    async fn sum(&self) -> u32 {
        #[generator]
        fn doubled(source: &dyn Source) -> impl Iterator<Item = u32> {
            for item in source.items() {
                yield_!(2 * item);
            }
        }
        doubled(self).sum()
    }
}

struct Defaults;

#[async_trait(?Send)]
impl Source for Defaults {
    #[generator]
    #[inline(never)]
    fn items(&self) -> Box<dyn Iterator<Item = u32> + '_> {
        yield_from!([1, 2, 3]);
    }

    fn stream(&self) -> futures::stream::BoxStream<'_, u32> {
        futures::stream::empty().boxed()
    }
}

#[tokio::test]
async fn async_trait_stands_around() {
    let source = vec![1, 2, 3];
    assert_eq!(source.items().collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(source.stream().collect::<Vec<_>>().await, [1, 2, 3]);
    assert_eq!(source.sum().await, 12);
    assert_eq!(Defaults.sum().await, 6);
}

/// In the body that `tokio::test` has moved into an `async` block.
#[tokio::test]
async fn tokio_stands_around() {
    #[generator]
    async fn numbers(n: u32) -> impl Stream<Item = u32> {
        for i in 0..n {
            tokio::task::yield_now().await;
            yield_!(i);
        }
    }
    let doubled = gen_!(async {
        #[for_await]
        for number in numbers(3) {
            yield_!(2 * number);
        }
    });
    assert_eq!(doubled.collect::<Vec<_>>().await, [0, 2, 4]);
}

#[cfg_attr(all(), generator)]
#[cfg_attr(all(), instrument)]
fn conditional(n: u32) -> impl Generator<u32, Yield = u32, Return = u32> {
    yield_!(n) + yield_!(n + 1)
}

#[cfg_attr(any(), generator)]
#[generator]
#[cfg_attr(any(), instrument)]
#[cfg_attr(all(), must_use, doc = "Has documentation.")]
fn conditionally_not() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[test]
fn what_is_conditional_stands_before_and_behind() {
    let mut sum = conditional(1);
    assert_eq!(sum.start().unwrap().yielded(), Some(1));
    assert_eq!(sum.resume(10).yielded(), Some(2));
    assert_eq!(sum.resume(20).complete(), Some(30));
    assert_eq!(conditionally_not().sum::<u32>(), 1);
}
