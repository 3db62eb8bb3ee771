//! A binary tree in order: the generator recurses, the hand-written iterator keeps a stack of what it has to come back to.

use crate::inputs::tree::Node;
use gen_core::{LocalBoxGenerator, generator};

pub(crate) type Input = &'static Node;
pub(crate) type Item = u64;

struct InOrder<'a> {
    pending: Vec<&'a Node>,
}

impl<'a> InOrder<'a> {
    fn descend(&mut self, from: Option<&'a Node>) {
        let mut next = from;
        while let Some(node) = next {
            self.pending.push(node);
            next = node.left.as_deref();
        }
    }
}

impl Iterator for InOrder<'_> {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        let node = self.pending.pop()?;
        self.descend(node.right.as_deref());
        Some(node.value)
    }
}

pub(crate) fn hand(root: &Node) -> impl Iterator<Item = Item> {
    let mut walk = InOrder { pending: Vec::new() };
    walk.descend(Some(root));
    walk
}

#[generator]
pub(crate) fn generator(node: &Node) -> LocalBoxGenerator<'_, Item> {
    if let Some(left) = &node.left {
        yield_from!(generator(left));
    }
    yield_!(node.value);
    if let Some(right) = &node.right {
        yield_from!(generator(right));
    }
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
