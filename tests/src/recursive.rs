//! Recursive generators, and what they are checked against.

use gen_core::{BoxAsyncGenerator, generator};

use crate::polling::Pause;

/// A list-shaped tree, in an arena so that the tree itself is not recursive.
pub struct List {
    /// The node after each.
    pub next: Vec<Option<usize>>,
}

impl List {
    /// So many nodes in a row.
    pub fn new(length: usize) -> Self {
        Self { next: (1..length).map(Some).chain([None]).collect() }
    }
}

/// The numbers of a range, by a recursion that awaits before, between and after them.
#[generator]
pub async fn in_order(from: u32, to: u32) -> BoxAsyncGenerator<'static, u32> {
    if from < to {
        let middle = from + (to - from) / 2;
        yield_from!(in_order(from, middle));
        Pause(middle % 3).await;
        yield_!(middle);
        Pause(1).await;
        yield_from!(in_order(middle + 1, to));
        Pause(1).await;
    }
}

/// Adds up what is sent to it and to its delegates; each is sent a value before and one after its own delegate.
#[generator]
pub async fn sums(depth: u32) -> BoxAsyncGenerator<'static, u32, u32, u32> {
    let mut sum = yield_!(depth);
    Pause(depth).await;
    if depth > 0 {
        sum += yield_from!(sums(depth - 1));
    }
    Pause(1).await;
    sum + yield_!(depth + 10)
}

/// The items of a tree that `seed` shapes: a node has up to three children, and after the second comes one more item.
pub fn walk_uneven(seed: u64, depth: u32, items: &mut Vec<u64>) {
    for turn in 0..seed % 4 {
        let next = seed / 4 + turn * 7;
        items.push(next);
        if depth > 0 {
            walk_uneven(next, depth - 1, items);
            if turn == 1 {
                items.push(next * 200);
            }
        }
    }
}
