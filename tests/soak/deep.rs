//! Very many levels of boxed generators, each delegating to the next, on a small stack: as a recursion, which makes a
//! level when it comes to it, and as a chain, which was built beforehand. Both yield on the way up, the recursion on
//! the way down, too.
//!
//! What is dropped here has begun. Before that each link of a chain owns the next, and is dropped as nested boxes are.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use gen_core::{BoxGenerator, generator};

use crate::counted::Counted;
use crate::scale::Scale;

const STACK_BYTES: usize = 256 * 1024;

#[generator]
fn recursion(_argument: Counted, level: u64) -> BoxGenerator<'static, u64> {
    let _local = Counted::default();
    yield_!(level);
    if level > 0 {
        yield_from!(recursion(Counted::default(), level - 1));
    }
    yield_!(level);
}

#[generator]
fn link(next: Option<BoxGenerator<'static, u64>>, level: u64) -> BoxGenerator<'static, u64> {
    let _local = Counted::default();
    if let Some(next) = next {
        yield_from!(next);
    }
    yield_!(level);
}

fn chain(levels: u64) -> BoxGenerator<'static, u64> {
    let mut chain = link(None, 0);
    for level in 1..levels {
        chain = link(Some(chain), level);
    }
    chain
}

#[derive(Clone, Copy)]
pub(crate) struct Done {
    levels: u64,
    items: u64,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { levels, items } = self;
        write!(
            f,
            "{levels} levels by recursion and as a chain, by `next` and `fold`, and dropped half-way; {items} items"
        )
    }
}

pub(crate) fn run(scale: &Scale) -> Done {
    let levels = scale.depth;
    let items = thread::scope(|scope| {
        let deep = move || {
            traverse(2, levels, || recursion(Counted::default(), levels - 1)) + traverse(1, levels, || chain(levels))
        };
        thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, deep).unwrap().join().unwrap()
    });
    Done { levels, items }
}

/// Goes through a generator that yields every level so many times, in every way. How many items that were.
fn traverse(times: u64, levels: u64, make: impl Fn() -> BoxGenerator<'static, u64>) -> u64 {
    let (length, sum) = (times * levels, times * (levels * (levels - 1) / 2));
    assert_eq!(by_next(make()), (length, sum));
    assert_eq!(make().fold((0, 0), add), (length, sum));
    let half = by_next(make().take(usize::try_from(length / 2).unwrap()));
    assert_eq!(half.0, length / 2);
    panic_half_way(make(), length / 2);
    2 * length + 2 * half.0
}

fn by_next(items: impl Iterator<Item = u64>) -> (u64, u64) {
    let mut all = (0, 0);
    for item in items {
        all = add(all, item);
    }
    all
}

fn add((count, sum): (u64, u64), item: u64) -> (u64, u64) {
    (count + 1, sum + item)
}

/// Abandons a `fold` by a panic of its consumer.
fn panic_half_way(items: impl Iterator<Item = u64>, half: u64) {
    let mut count = 0;
    let consume = |_| {
        count += 1;
        if count == half {
            resume_unwind(Box::new(half));
        }
    };
    let payload = catch_unwind(AssertUnwindSafe(|| items.for_each(consume))).unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&half));
}
