//! Destructors that panic, iterate, or own generators, run by every way in which a generator ends.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::pin::pin;
use std::rc::Rc;

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{Generator, GeneratorStatus, LocalBoxGenerator, PinGenerator, generator};
use gen_tests::panic_message;

use crate::{Bomb, Living, Value};

/// Where in a generator a destructor panics.
#[derive(Clone, Copy, Debug)]
enum Place {
    Local,
    Argument,
    Delegate,
}

const PLACES: [Place; 3] = [Place::Local, Place::Argument, Place::Delegate];

type Bombs = [Option<Bomb>; 3];

fn bomb_in(place: Place) -> Bombs {
    let mut bombs = [None, None, None];
    bombs[place as usize] = Some(Bomb("dropped"));
    bombs
}

#[generator]
fn movable(living: Living, bombs: Bombs, _v: Value) -> impl Iterator<Item = u32> + Generator<Yield = u32, Return = ()> {
    let _first = living.value();
    let [local, _argument, delegate] = bombs;
    let _local = local;
    let _last = living.value();
    yield_!(1);
    yield_from!(innermost(living.clone(), delegate));
    yield_!(3);
}

#[generator]
fn innermost(living: Living, bomb: Option<Bomb>) -> impl Generator<Yield = u32, Return = ()> {
    let _first = living.value();
    let _bomb = bomb;
    let _last = living.value();
    yield_!(2);
}

#[generator]
fn boxed(living: Living, bombs: Bombs, _v: Value) -> LocalBoxGenerator<'static, u32> {
    let _first = living.value();
    let [local, _argument, delegate] = bombs;
    let _local = local;
    let _last = living.value();
    yield_!(1);
    yield_from!(innermost_boxed(living.clone(), delegate));
    yield_!(3);
}

#[generator]
fn innermost_boxed(living: Living, bomb: Option<Bomb>) -> LocalBoxGenerator<'static, u32> {
    let _first = living.value();
    let _bomb = bomb;
    let _last = living.value();
    yield_!(2);
}

#[generator]
fn pinned(living: Living, bombs: Bombs, _v: Value) -> impl PinGenerator<Yield = u32, Return = ()> {
    yield_from!(movable(living.clone(), bombs, living.value()));
}

#[generator]
async fn stream(living: Living, bombs: Bombs, _v: Value) -> impl Stream<Item = u32> {
    yield_from!(movable(living.clone(), bombs, living.value()));
}

/// Runs what `make` makes for each number of items, ends it in each way, and expects what the destructor says, and
/// nothing left.
fn end_everywhere<G>(living: &Living, make: impl Fn() -> G)
where
    G: Generator<Yield = u32> + Iterator<Item = u32>,
{
    let ends: [fn(G); 4] = [
        |generator| drop(generator),
        |mut generator| generator.close(),
        |generator| generator.for_each(drop),
        |mut generator| while generator.next().is_some() {},
    ];
    for (at, end) in ends.into_iter().enumerate() {
        for items in 0..4 {
            let message = panic_message(|| {
                let mut generator = make();
                assert_eq!(generator.by_ref().take(items).count(), items);
                end(generator);
            });
            assert_eq!(message.as_deref(), Some("dropped"), "end {at} after {items} items");
            assert_eq!(living.count(), 0, "end {at} after {items} items");
        }
    }
}

#[test]
fn a_destructor_that_panics_leaves_the_others_to_run() {
    for place in PLACES {
        let living = Living::new();
        end_everywhere(&living, || movable(living.clone(), bomb_in(place), living.value()));
        end_everywhere(&living, || boxed(living.clone(), bomb_in(place), living.value()));
    }
}

#[test]
fn a_destructor_that_panics_in_a_pinned_generator_or_a_stream_leaves_the_others_to_run() {
    for (place, items) in PLACES.into_iter().flat_map(|place| (0..4).map(move |items| (place, items))) {
        let living = Living::new();
        let message = panic_message(|| {
            let mut pinned = pin!(pinned(living.clone(), bomb_in(place), living.value()));
            assert_eq!(pinned.as_mut().iter().take(items).count(), items);
        });
        assert_eq!(message.as_deref(), Some("dropped"), "pinned after {items} items");
        assert_eq!(living.count(), 0);
        let message = panic_message(|| {
            let mut stream = stream(living.clone(), bomb_in(place), living.value());
            assert_eq!(block_on(stream.by_ref().take(items).count()), items);
        });
        assert_eq!(message.as_deref(), Some("dropped"), "stream after {items} items");
        assert_eq!(living.count(), 0);
    }
}

#[test]
fn a_generator_that_a_destructor_has_finished_by_a_panic_is_finished() {
    let living = Living::new();
    let mut generator = movable(living.clone(), bomb_in(Place::Local), living.value());
    assert_eq!(generator.next(), Some(1));
    assert!(panic_message(|| generator.close()).is_some());
    assert_eq!((generator.status(), generator.next()), (GeneratorStatus::Finished, None));
    let mut generator = boxed(living.clone(), bomb_in(Place::Delegate), living.value());
    assert_eq!(generator.nth(1), Some(2));
    assert!(panic_message(|| generator.close()).is_some());
    assert_eq!((generator.status(), generator.next()), (GeneratorStatus::Finished, None));
    assert_eq!(living.count(), 0);
}

/// Iterates over what it owns when it is dropped, and writes the items down.
struct Drain<G: Iterator<Item = u32>> {
    rest: G,
    items: Rc<RefCell<Vec<u32>>>,
}

impl<G: Iterator<Item = u32>> Drop for Drain<G> {
    fn drop(&mut self) {
        for item in self.rest.by_ref() {
            self.items.borrow_mut().push(item);
        }
    }
}

/// Owns a generator of its own kind that is suspended, and that its destructor runs to the end.
#[generator]
fn draining(depth: u32, items: Rc<RefCell<Vec<u32>>>) -> LocalBoxGenerator<'static, u32> {
    let _owned = (depth > 0).then(|| {
        let mut rest = draining(depth - 1, items.clone());
        assert_eq!(rest.next(), Some(depth - 1));
        Drain { rest, items: items.clone() }
    });
    yield_!(depth);
    yield_!(100 + depth);
}

#[generator]
fn draining_vector(items: Rc<RefCell<Vec<u32>>>) -> impl Iterator<Item = u32> {
    let _owned = Drain { rest: vec![7, 8].into_iter(), items };
    yield_!(1);
    yield_!(2);
}

#[test]
fn a_destructor_may_iterate_and_own_generators() {
    let items = Rc::new(RefCell::new(Vec::new()));
    let mut generator = draining_vector(items.clone());
    assert_eq!(generator.next(), Some(1));
    drop(generator);
    assert_eq!(items.take(), [7, 8]);
    assert_eq!(draining(3, items.clone()).collect::<Vec<_>>(), [3, 103]);
    assert_eq!(items.take(), [102, 101, 100]);
    let mut generator = draining(3, items.clone());
    assert_eq!(generator.next(), Some(3));
    drop(generator);
    assert_eq!(items.take(), [102, 101, 100]);
}

/// The first argument of a generator without a `#[resume]` parameter, whose destructor panics.
struct First(#[expect(dead_code, reason = "it is there for its destructor")] Option<Bomb>);

#[generator]
fn finished() -> LocalBoxGenerator<'static, u64, First, u64> {
    drop(yield_!(1));
    2
}

macro_rules! outer_generators {
    ($($name:ident: $form:ty;)*) => {
        $(
            #[generator]
            fn $name(mut inner: LocalBoxGenerator<'static, u64, First, u64>) -> $form {
                inner.close();
                yield_from!(inner)
            }
        )*
    };
}

outer_generators! {
    outer_movable: impl Generator<First, Yield = u64, Return = u64>;
    outer_dyn: Box<dyn Generator<First, Yield = u64, Return = u64>>;
    outer_boxed: LocalBoxGenerator<'static, u64, First, u64>;
    outer_pinned: impl PinGenerator<First, Yield = u64, Return = u64>;
}

/// A generator that begins twice would delegate to one that is not there any more.
#[test]
fn a_first_argument_whose_destructor_panics_begins_nothing() {
    fn check(mut outer: impl Generator<First, Yield = u64, Return = u64>) {
        let message = panic_message(|| outer.resume(First(Some(Bomb("the first argument")))));
        assert_eq!(message.as_deref(), Some("the first argument"));
        assert_ne!(outer.status(), GeneratorStatus::Suspended);
        let message = panic_message(|| outer.resume(First(None))).unwrap();
        assert!(message.contains("finished generator"), "{message}");
        assert_eq!(outer.status(), GeneratorStatus::Finished);
    }
    check(outer_movable(finished()));
    check(outer_dyn(finished()));
    check(outer_boxed(finished()));
    check(pin!(outer_pinned(finished())));
}
