//! Generators that are never dropped: what they borrow is free again, and nothing of them looks at it.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::pin::pin;
use std::sync::Mutex;

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{LocalBoxGenerator, PinGenerator, generator};

use crate::{Living, Value};

/// Forgets a value, as `mem::forget` does, but where a leak checker finds it.
pub(crate) fn forget<T>(value: T) {
    static FORGOTTEN: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    let forgotten = Box::leak(Box::new(value));
    FORGOTTEN.lock().unwrap().push((&raw const *forgotten).expose_provenance());
}

#[generator]
fn fill(numbers: &mut Vec<u32>, _value: Value) -> impl Iterator<Item = usize> {
    for n in 0..10 {
        numbers.push(n);
        yield_!(numbers.len());
    }
}

#[generator]
fn fill_boxed(numbers: &mut Vec<u32>, depth: u32, value: Value) -> LocalBoxGenerator<'_, usize> {
    numbers.push(depth);
    yield_!(numbers.len());
    if depth > 0 {
        yield_from!(fill_boxed(numbers, depth - 1, value));
    }
}

#[generator]
async fn fill_stream(numbers: &mut Vec<u32>, _value: Value) -> impl Stream<Item = usize> {
    for n in 0..10 {
        numbers.push(n);
        yield_!(numbers.len());
    }
}

#[test]
fn what_a_forgotten_generator_borrowed_is_free_again() {
    let living = Living::new();
    let mut numbers = Vec::new();
    let mut generator = fill(&mut numbers, living.value());
    assert_eq!(generator.next(), Some(1));
    forget(generator);
    let mut generator = fill_boxed(&mut numbers, 10, living.value());
    assert_eq!(generator.nth(3), Some(5));
    forget(generator);
    let mut stream = fill_stream(&mut numbers, living.value());
    assert_eq!(block_on(stream.next()), Some(6));
    forget(stream);
    forget(fill(&mut numbers, living.value()));
    numbers.clear();
    numbers.shrink_to_fit();
    assert_eq!(living.count(), 4);
}

#[test]
fn a_guard_in_a_forgotten_generator_is_held_for_ever() {
    #[generator]
    fn guarded(cell: &RefCell<u32>) -> impl Iterator<Item = u32> {
        let mut guard = cell.borrow_mut();
        loop {
            *guard += 1;
            yield_!(*guard);
        }
    }
    let cell = RefCell::new(0);
    let mut generator = guarded(&cell);
    assert_eq!(generator.next(), Some(1));
    forget(generator);
    assert!(cell.try_borrow().is_err());
}

#[test]
fn a_delegate_that_is_forgotten_half_way_leaves_the_outer_generator_whole() {
    #[generator]
    fn outer(living: Living) -> impl Iterator<Item = u32> {
        let mut inner = three(living.value());
        yield_!(inner.next().unwrap());
        forget(inner);
        yield_!(10);
        yield_from!(three(living.value()));
    }
    #[generator]
    fn three(value: Value) -> impl Iterator<Item = u32> {
        for n in 0..3 {
            value.check();
            yield_!(n);
        }
    }
    let living = Living::new();
    assert_eq!(outer(living.clone()).collect::<Vec<_>>(), [0, 10, 0, 1, 2]);
    assert_eq!(living.count(), 1);
}

#[test]
fn forgetting_a_view_of_a_generator_does_nothing_to_it() {
    #[generator]
    fn numbers() -> impl PinGenerator<Yield = u32> {
        for n in 0..4 {
            yield_!(n);
        }
    }
    let mut numbers = pin!(numbers());
    let mut items = numbers.as_mut().iter();
    assert_eq!(items.next(), Some(0));
    forget(items);
    assert_eq!(numbers.as_mut().iter().collect::<Vec<_>>(), [1, 2, 3]);
    numbers.close();
}
