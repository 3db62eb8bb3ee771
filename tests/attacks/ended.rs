//! Generators that have ended, and are asked for more. What they own is freed: to refer to it would be wrong even if
//! nothing is read, which Miri alone sees.
#![forbid(unsafe_code)]

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{BoxGenerator, Generator, GeneratorStatus, generator};

use crate::{Living, Value};

#[generator]
fn values(living: Living, n: u32) -> impl Iterator<Item = Value> + Generator<Yield = Value> {
    for _ in 0..n {
        yield_!(living.value());
    }
}

#[generator]
async fn streamed(living: Living, n: u32) -> impl Stream<Item = Value> {
    for _ in 0..n {
        yield_!(living.value());
    }
}

/// Each begins in the poll of the one before.
#[generator]
fn nested(n: u32) -> BoxGenerator<'static, String> {
    if n > 0 {
        yield_from!(nested(n - 1));
        yield_!(n.to_string());
    }
}

#[test]
fn an_iterator_that_has_ended_is_asked_for_more() {
    let living = Living::new();
    let mut items = values(living.clone(), 1);
    assert!(items.next().is_some());
    assert!(items.next().is_none() && items.next().is_none());
    assert!(catch_unwind(AssertUnwindSafe(|| items.resume(()))).is_err());
    items.close();
    assert_eq!(items.status(), GeneratorStatus::Finished);
    assert_eq!(living.count(), 0);
}

#[test]
fn a_stream_that_has_ended_is_asked_for_more() {
    let living = Living::new();
    let mut items = streamed(living.clone(), 1);
    block_on(async {
        assert!(items.next().await.is_some());
        assert!(items.next().await.is_none() && items.next().await.is_none());
    });
    assert_eq!(living.count(), 0);
}

#[test]
fn a_generator_whose_body_has_panicked_is_asked_for_more() {
    #[generator]
    fn panics() -> impl Iterator<Item = u32> {
        yield_!(1);
        panic!("on purpose");
    }
    let mut items = panics();
    assert_eq!(items.next(), Some(1));
    assert!(catch_unwind(AssertUnwindSafe(|| items.next())).is_err());
    assert_eq!(items.next(), None);
}

#[test]
fn frames_begin_in_one_another() {
    assert_eq!(nested(20).last().as_deref(), Some("20"));
}
