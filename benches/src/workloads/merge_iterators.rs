//! Two sorted iterators, whatever they are, in one order.

use std::iter::Peekable;

pub(crate) type Input = (&'static [u64], &'static [u64]);
pub(crate) type Item = u64;

struct Merge<A: Iterator, B: Iterator> {
    left: Peekable<A>,
    right: Peekable<B>,
}

impl<A: Iterator<Item = u64>, B: Iterator<Item = u64>> Iterator for Merge<A, B> {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        match (self.left.peek(), self.right.peek()) {
            (Some(left), Some(right)) if right < left => self.right.next(),
            (None, _) => self.right.next(),
            _ => self.left.next(),
        }
    }
}

pub(crate) fn hand((left, right): Input) -> impl Iterator<Item = Item> {
    Merge { left: left.iter().copied().peekable(), right: right.iter().copied().peekable() }
}

generator_fn! {
    fn merge(left: impl Iterator<Item = u64>, right: impl Iterator<Item = u64>) -> impl Iterator<Item = Item> {
        let (mut left, mut right) = (left.peekable(), right.peekable());
        while let (Some(&l), Some(&r)) = (left.peek(), right.peek()) {
            if l <= r {
                left.next();
                yield_!(l);
            } else {
                right.next();
                yield_!(r);
            }
        }
        for item in left {
            yield_!(item);
        }
        for item in right {
            yield_!(item);
        }
    }
}

pub(crate) fn generator((left, right): Input) -> impl Iterator<Item = Item> {
    merge(left.iter().copied(), right.iter().copied())
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
