//! Consumers that panic while a generator runs in them.
#![forbid(unsafe_code)]

use gen_core::{Generator, GeneratorStatus, LocalBoxGenerator, generator};
use gen_tests::panic_message;

use crate::{Bomb, Living, Value};

#[generator]
fn countdown(n: u32, value: Value) -> impl Iterator<Item = u32> + Generator<Yield = u32, Return = ()> {
    for item in (1..=n).rev() {
        value.check();
        yield_!(item);
    }
}

#[generator]
fn nested(living: Living, n: u32) -> LocalBoxGenerator<'static, u32> {
    let value = living.value();
    yield_!(n);
    if n > 0 {
        if n % 2 == 0 {
            yield_from!(nested(living.clone(), n - 1));
        } else {
            yield_from!(plain(living.clone(), n - 1));
        }
    }
    value.check();
}

#[generator]
fn plain(living: Living, n: u32) -> impl Generator<Yield = u32, Return = ()> + Iterator<Item = u32> {
    let value = living.value();
    yield_from!(nested(living.clone(), n));
    value.check();
}

fn dislike(disliked: u32) -> impl FnMut(u32) {
    move |item| assert_ne!(item, disliked, "disliked")
}

#[test]
fn a_consumer_that_panics_during_internal_iteration_drops_all_once() {
    let living = Living::new();
    for disliked in [10, 5, 1, 0] {
        assert!(panic_message(|| nested(living.clone(), 10).for_each(dislike(disliked))).is_some());
        assert!(panic_message(|| plain(living.clone(), 10).for_each(dislike(disliked))).is_some());
        assert_eq!(living.count(), 0);
    }
    assert!(panic_message(|| countdown(10, living.value()).for_each(dislike(5))).is_some());
    assert_eq!(living.count(), 0);
}

#[test]
fn a_consumer_that_panics_between_resumptions_leaves_the_generator_suspended() {
    let living = Living::new();
    let mut generator = countdown(4, living.value());
    assert!(panic_message(|| generator.by_ref().for_each(dislike(3))).is_some());
    assert_eq!(generator.status(), GeneratorStatus::Suspended);
    assert_eq!(generator.collect::<Vec<_>>(), [2, 1]);
    let mut generator = nested(living.clone(), 4);
    assert!(panic_message(|| generator.by_ref().for_each(dislike(3))).is_some());
    assert_eq!(generator.collect::<Vec<_>>(), [2, 1, 0]);
    assert_eq!(living.count(), 0);
}

/// The accumulator is dropped when the consumer panics, and is not when it has been given back.
#[test]
fn an_accumulator_is_dropped_once() {
    let living = Living::new();
    let accumulate = |(values, mut count): (Vec<Value>, u32), item: u32| {
        count += 1;
        assert!(count < 4, "too many");
        let values = values.into_iter().chain([living.value()]).collect();
        assert!(item != 100, "disliked");
        (values, count)
    };
    assert!(panic_message(|| countdown(9, living.value()).fold((Vec::new(), 0), accumulate)).is_some());
    assert!(panic_message(|| nested(living.clone(), 100).fold((Vec::new(), 0), accumulate)).is_some());
    assert_eq!(living.count(), 0);
    let (values, count) = countdown(3, living.value()).fold((Vec::new(), 0), accumulate);
    assert_eq!((values.len(), count, living.count()), (3, 3, 3));
    drop(values);
    assert_eq!(living.count(), 0);
}

/// Rust drops what has been made when a later destructor panics.
#[test]
fn a_return_value_whose_destructor_panics_drops_the_accumulator() {
    #[generator]
    fn movable() -> impl Iterator<Item = u32> + Generator<Yield = u32, Return = Bomb> {
        yield_!(1);
        Bomb("the return value")
    }
    #[generator]
    fn boxed() -> LocalBoxGenerator<'static, u32, (), Bomb> {
        yield_!(1);
        Bomb("the return value")
    }
    let living = Living::new();
    let accumulate = |_, _| living.value();
    let message = panic_message(|| movable().fold(living.value(), accumulate));
    assert_eq!(message.as_deref(), Some("the return value"));
    let message = panic_message(|| boxed().fold(living.value(), accumulate));
    assert_eq!(message.as_deref(), Some("the return value"));
    assert_eq!(living.count(), 0);
}
