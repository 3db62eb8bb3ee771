//! Generators that run in each other: in a consumer's closure, in a body, in a destructor.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::rc::Rc;

use futures::StreamExt;
use futures::executor::block_on;
use gen_core::{Generator, GeneratorState, LocalBoxGenerator, generator};

#[generator]
fn count(n: u32) -> impl Iterator<Item = u32> + Generator<Yield = u32, Return = u32> {
    for item in 0..n {
        yield_!(item);
    }
    n
}

#[generator]
fn words(n: u32) -> LocalBoxGenerator<'static, String> {
    if n > 0 {
        yield_from!(words(n - 1));
    }
    yield_!(n.to_string());
}

#[test]
fn a_consumer_may_resume_another_generator() {
    let mut other = words(30);
    let mut pairs = Vec::new();
    count(20).for_each(|n| pairs.push((n, other.next().unwrap())));
    words(5).for_each(|word| pairs.push((word.parse().unwrap(), other.next().unwrap_or_default())));
    let expected = (0..20).chain(0..6).zip(0..26).map(|(n, word): (u32, u32)| (n, word.to_string()));
    assert!(pairs.into_iter().eq(expected));
}

#[test]
fn a_consumer_may_run_generators_of_its_own_kind_to_the_end() {
    fn sum(n: u32) -> u32 {
        count(n).fold(0, |total, item| total + item + sum(item))
    }
    fn by_hand(n: u32) -> u32 {
        (0..n).map(|item| item + by_hand(item)).sum()
    }
    assert_eq!(sum(12), by_hand(12));
}

#[test]
fn a_body_may_resume_others_between_its_yields() {
    #[generator]
    fn merged(depth: u32) -> LocalBoxGenerator<'static, u32> {
        let mut own = count(3);
        while let GeneratorState::Yielded(item) = own.resume(()) {
            yield_!(item);
            if depth > 0 {
                yield_!(merged(depth - 1).sum());
                yield_from!(merged(depth - 1));
            }
        }
    }
    assert_eq!(merged(0).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(merged(1).collect::<Vec<_>>(), [0, 3, 0, 1, 2, 1, 3, 0, 1, 2, 2, 3, 0, 1, 2]);
    let mut external = Vec::new();
    for item in merged(3) {
        external.push(item);
    }
    assert_eq!(merged(3).collect::<Vec<_>>(), external);
}

/// Two generators that each hold the other: each resumes the other while it is not running itself.
#[test]
fn two_generators_may_resume_each_other_in_turn() {
    type Shared = Rc<RefCell<Option<LocalBoxGenerator<'static, u32>>>>;
    #[generator]
    fn player(other: Shared, log: Rc<RefCell<Vec<u32>>>, name: u32) -> LocalBoxGenerator<'static, u32> {
        for turn in 0..3 {
            log.borrow_mut().push(name * 10 + turn);
            if let Ok(mut other) = other.try_borrow_mut() {
                let _ = other.as_mut().and_then(Iterator::next);
            }
            yield_!(turn);
        }
    }
    let (left, right, log) = (Shared::default(), Shared::default(), Rc::default());
    *left.borrow_mut() = Some(player(right.clone(), Rc::clone(&log), 1));
    *right.borrow_mut() = Some(player(left.clone(), Rc::clone(&log), 2));
    while left.borrow_mut().as_mut().and_then(Iterator::next).is_some() {}
    assert_eq!(log.take(), [10, 20, 11, 21, 12, 22]);
    left.take();
    right.take();
}

#[test]
fn a_stream_may_be_polled_in_the_body_of_another_and_in_a_consumer() {
    #[generator]
    async fn outer(depth: u32) -> futures::stream::LocalBoxStream<'static, u32> {
        yield_!(depth);
        if depth > 0 {
            let mut inner = outer(depth - 1);
            yield_!(block_on(inner.next()).unwrap());
            yield_!(count(depth).sum());
            yield_from!(inner);
        }
    }
    let mut items = Vec::new();
    block_on_in_a_consumer(outer(2), &mut items);
    assert_eq!(items, [2, 1, 1, 0, 0]);
}

/// `block_on` cannot be nested, so a noop waker polls the outer stream.
fn block_on_in_a_consumer(mut stream: futures::stream::LocalBoxStream<'static, u32>, items: &mut Vec<u32>) {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    while let std::task::Poll::Ready(Some(item)) = stream.poll_next_unpin(&mut context) {
        items.push(item);
    }
}
