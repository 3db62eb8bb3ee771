//! A generator expression of two loops and a filter; by hand, the chain of adapters that means the same.

use gen_core::gen_expr;

pub(crate) type Input = u64;
pub(crate) type Item = u64;

pub(crate) fn hand(limit: Input) -> impl Iterator<Item = Item> {
    (0..limit).filter(|x| x % 3 != 0).flat_map(|x| (0..x % 8).map(move |y| x * y))
}

pub(crate) fn generator(limit: Input) -> impl Iterator<Item = Item> {
    gen_expr!(x * y for x in 0..limit if x % 3 != 0 for y in 0..x % 8)
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
