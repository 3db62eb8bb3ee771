//! The frame stack of recursive generators: what is handed over, left half-way, or panics there.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::pin::pin;

use gen_core::{BoxGenerator, Generator, GeneratorStatus, LocalBoxGenerator, PinGenerator, generator};
use gen_tests::panic_message;

use crate::forgotten::forget;
use crate::{Living, Value};

/// Each level borrows a local of the one below.
#[generator]
fn borrowing<'a>(below: &'a [u32], depth: u32, living: &'a Living) -> LocalBoxGenerator<'a, u32> {
    let value = living.value();
    let local: Vec<u32> = below.iter().copied().chain([depth]).collect();
    let sum = local.iter().sum();
    yield_!(sum);
    if depth > 0 {
        yield_from!(borrowing(&local, depth - 1, living));
    }
    yield_!(sum - depth);
    value.check();
}

#[test]
fn a_child_may_borrow_from_its_parent_wherever_the_walk_ends() {
    let living = Living::new();
    let items: Vec<_> = borrowing(&[], 9, &living).collect();
    assert_eq!(items.len(), 20);
    for taken in 0..20 {
        let mut generator = borrowing(&[], 9, &living);
        assert!(generator.by_ref().take(taken).eq(items[..taken].iter().copied()));
        if taken % 2 == 0 {
            generator.close();
        }
        drop(generator);
        assert_eq!(living.count(), 0, "after {taken} items");
    }
}

#[test]
fn a_frame_stack_that_is_forgotten_is_left_alone() {
    let living = Living::new();
    let mut below = vec![1, 2, 3];
    let mut generator = borrowing(&below, 9, &living);
    assert_eq!(generator.nth(5), Some(6 + 9 + 8 + 7 + 6 + 5 + 4));
    forget(generator);
    below.clear();
    assert_eq!((living.count(), below.len()), (6, 0));
}

/// A frame that panics is dropped with all others, and the parent cannot catch it.
#[test]
fn a_panic_on_top_of_the_stack_drops_all_frames() {
    #[generator]
    fn fails_at(depth: u32, value: Value, living: &Living) -> LocalBoxGenerator<'_, u32> {
        yield_!(depth);
        assert!(depth > 0, "at the bottom");
        yield_from!(fails_at(depth - 1, living.value(), living));
        value.check();
    }
    let living = Living::new();
    assert_eq!(panic_message(|| fails_at(10, living.value(), &living).count()).as_deref(), Some("at the bottom"));
    assert_eq!(living.count(), 0);
    let mut generator = fails_at(2, living.value(), &living);
    assert_eq!(generator.by_ref().take(3).collect::<Vec<_>>(), [2, 1, 0]);
    assert!(panic_message(|| generator.next()).is_some());
    assert_eq!((living.count(), generator.status(), generator.next()), (0, GeneratorStatus::Finished, None));
}

/// The last children begin in the polls of their parents, and unwind with them; the frames of the others only lie
/// there.
#[test]
fn a_panic_deep_in_a_descent_drops_all_frames_from_the_top() {
    struct Local<'a>(u32, &'a RefCell<Vec<u32>>);

    impl Drop for Local<'_> {
        fn drop(&mut self) {
            self.1.borrow_mut().push(self.0);
        }
    }

    #[generator]
    fn descends(depth: u32, dropped: &RefCell<Vec<u32>>) -> LocalBoxGenerator<'_, u32> {
        let local = Local(depth, dropped);
        assert!(depth > 0, "at the bottom");
        if depth % 3 == 0 {
            yield_from!(movable(depth - 1, dropped));
        } else {
            yield_from!(descends(depth - 1, dropped));
        }
        yield_!(local.0);
    }

    #[generator]
    fn movable(depth: u32, dropped: &RefCell<Vec<u32>>) -> impl Generator<Yield = u32, Return = ()> {
        let local = Local(depth, dropped);
        assert!(depth > 0, "at the bottom");
        yield_from!(descends(depth - 1, dropped));
        yield_!(local.0);
    }

    for depth in [1, 2, 3, 4, 20, 1000] {
        let dropped = RefCell::new(Vec::new());
        let expected: Vec<u32> = (0..=depth).collect();
        let by_fold = panic_message(|| descends(depth, &dropped).count());
        assert_eq!((by_fold.as_deref(), dropped.take()), (Some("at the bottom"), expected.clone()));
        let mut generator = descends(depth, &dropped);
        let by_next = panic_message(|| generator.next());
        assert_eq!((by_next.as_deref(), dropped.take()), (Some("at the bottom"), expected));
        assert_eq!((generator.status(), generator.next()), (GeneratorStatus::Finished, None));
    }
}

/// Children of all kinds of sizes and alignments begin in one another, some with room beside their parents and some
/// not, and return values that are dropped once.
#[test]
fn children_begin_wherever_there_is_room_for_them() {
    #[repr(align(64))]
    struct Aligned(Value);

    #[generator]
    fn small(depth: u32, living: &Living) -> LocalBoxGenerator<'_, u32, (), Value> {
        if depth == 0 {
            return living.value();
        }
        let value = yield_from!(large(depth - 1, living));
        yield_!(depth);
        value
    }

    #[generator]
    fn large(depth: u32, living: &Living) -> LocalBoxGenerator<'_, u32, (), Value> {
        let kept = [u64::from(depth); 100];
        if depth == 0 {
            return living.value();
        }
        let mut child = aligned(depth - 1, living);
        let first = if depth % 4 == 2 { child.iter().next() } else { None };
        let value = if first.is_some() || depth % 4 != 2 { yield_from!(child) } else { living.value() };
        assert_eq!(kept.iter().sum::<u64>(), 100 * u64::from(depth));
        value
    }

    #[generator]
    fn aligned(depth: u32, living: &Living) -> LocalBoxGenerator<'_, u32, (), Value> {
        let kept = Aligned(living.value());
        assert_eq!((&raw const kept).addr() % 64, 0);
        yield_!(depth);
        if depth == 0 {
            return living.value();
        }
        let value = yield_from!(small(depth - 1, living));
        kept.0.check();
        value
    }

    let living = Living::new();
    for depth in 0..if cfg!(miri) { 12 } else { 100 } {
        let items: Vec<_> = small(depth, &living).collect();
        assert_eq!(living.count(), 0);
        for taken in 0..=items.len() {
            let mut generator = small(depth, &living);
            assert!(generator.by_ref().take(taken).eq(items[..taken].iter().copied()));
            if taken % 2 == 0 {
                drop(generator);
            } else {
                assert!(generator.eq(items[taken..].iter().copied()));
            }
            assert_eq!(living.count(), 0, "after {taken} items of {depth}");
        }
    }
}

/// A child that was finished, closed or panicked before it is delegated to has no frames to hand over.
#[test]
fn an_ended_child_is_not_handed_over() {
    #[generator]
    fn outer(
        mut child: LocalBoxGenerator<'_, u32>,
        end: fn(&mut LocalBoxGenerator<'_, u32>),
    ) -> LocalBoxGenerator<'_, u32> {
        yield_!(1);
        end(&mut child);
        yield_from!(child);
        yield_!(2);
    }
    let living = Living::new();
    let ends: [fn(&mut LocalBoxGenerator<'_, u32>); 3] = [
        |child| child.close(),
        |child| while child.next().is_some() {},
        |child| {
            let _ = panic_message(|| child.by_ref().for_each(|item| assert_eq!(item, 0, "in the consumer")));
            child.close();
        },
    ];
    for end in ends {
        let message = panic_message(|| outer(borrowing(&[], 3, &living), end).count()).unwrap();
        assert!(message.contains("finished generator"), "{message}");
        assert_eq!(living.count(), 0);
    }
}

#[test]
fn a_generator_in_place_between_boxed_ones_loses_nothing() {
    #[derive(Debug, PartialEq)]
    struct Item(u32);
    #[generator]
    fn inner() -> BoxGenerator<'static, Item> {
        yield_!(Item(1));
    }
    #[generator]
    fn pinned() -> impl PinGenerator<Yield = Item, Return = ()> {
        yield_from!(inner());
        yield_!(Item(2));
        yield_!(Item(3));
    }
    #[generator]
    fn movable() -> impl Generator<Yield = Item, Return = ()> {
        yield_from!(inner());
        yield_!(Item(2));
        yield_!(Item(3));
    }
    #[generator]
    fn outer_pinned() -> BoxGenerator<'static, Item> {
        yield_from!(pinned());
    }
    #[generator]
    fn outer_movable() -> BoxGenerator<'static, Item> {
        yield_from!(movable());
    }
    let expected = [Item(1), Item(2), Item(3)];
    assert_eq!(outer_pinned().collect::<Vec<_>>(), expected);
    assert_eq!(outer_movable().collect::<Vec<_>>(), expected);
    assert_eq!(
        outer_pinned().fold(Vec::new(), |mut items, item| {
            items.push(item);
            items
        }),
        expected
    );
    let mut generator = outer_movable();
    assert_eq!(generator.iter().collect::<Vec<_>>(), expected);
    let mut pinned = pin!(pinned());
    assert_eq!(pinned.as_mut().iter().collect::<Vec<_>>(), expected);
}
