//! Binary trees whose values are in order.

pub(crate) struct Node {
    pub(crate) value: u64,
    pub(crate) left: Option<Box<Node>>,
    pub(crate) right: Option<Box<Node>>,
}

/// A tree that is as low as it can be.
pub(crate) fn balanced(nodes: u64) -> &'static Node {
    let root = subtree(0, nodes).expect("there is a node at least");
    Box::leak(root)
}

fn subtree(start: u64, end: u64) -> Option<Box<Node>> {
    (start < end).then(|| {
        let value = start.midpoint(end);
        Box::new(Node { value, left: subtree(start, value), right: subtree(value + 1, end) })
    })
}

/// A tree in which every node but the last has a right child alone.
pub(crate) fn list(nodes: u64) -> &'static Node {
    let root = (0..nodes).rev().fold(None, |right, value| Some(Box::new(Node { value, left: None, right })));
    Box::leak(root.expect("there is a node at least"))
}
