//! Iterators for parameters: they write down when they are asked and when they are dropped, and may panic, or go on
//! after their end.

use std::fmt;
use std::iter::Peekable;
use std::thread;

use crate::trace::{Guard, write};

/// What an iterator does.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many items it has.
    pub length: usize,
    /// At which asking it panics.
    pub panics_at: Option<usize>,
    /// Whether it panics when it is dropped, unless a panic is under way.
    pub panics_in_drop: bool,
    /// How many items it has after its first end.
    pub again: usize,
}

/// An iterator that writes down what happens to it.
pub struct Items<T> {
    name: &'static str,
    plan: Plan,
    asked: usize,
    item: fn(&str, usize) -> T,
}

impl Items<i64> {
    /// Its items are 0, 1, 2 and so on.
    #[must_use]
    pub fn numbers(name: &'static str, plan: Plan) -> Self {
        Self { name, plan, asked: 0, item: |_, index| i64::try_from(index).unwrap_or(i64::MAX) }
    }
}

impl Items<Guard> {
    /// Its items write down when they are dropped.
    #[must_use]
    pub fn guards(name: &'static str, plan: Plan) -> Self {
        Self { name, plan, asked: 0, item: |name, index| Guard::new(format!("{name}.{index}")) }
    }
}

impl<T> Iterator for Items<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let Plan { length, panics_at, again, .. } = self.plan;
        let index = self.asked;
        self.asked += 1;
        write(format!("ask {}", self.name));
        assert!(panics_at != Some(index), "source");
        let is_there = index < length || index > length && index <= length + again;
        is_there.then(|| (self.item)(self.name, index))
    }
}

impl<T> Drop for Items<T> {
    fn drop(&mut self) {
        write(format!("drop {}", self.name));
        assert!(!self.plan.panics_in_drop || thread::panicking(), "dropped source");
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Items").field(&self.name).finish()
    }
}

/// The number that stands for an item that something was asked for.
pub fn found<T>(item: Option<T>) -> i64 {
    item.map_or(0, |_| 1)
}

/// The number that stands for what is next.
pub fn peek<I: Iterator>(items: &mut Peekable<I>) -> i64 {
    found(items.peek())
}

/// `value`.
pub fn pass<T>(value: T) -> T {
    value
}

/// `$value`, which the macros of gen-core cannot look into.
#[macro_export]
macro_rules! same {
    ($value:expr) => {
        $value
    };
}
