//! Recursion: a generator that delegates to itself with `yield_from!`.
//!
//! Run it with `cargo run --release --example tree_walk`. It prints a family tree with its indentation, what the walk
//! returned, the leaves as another thread found them, and the end of a tree that is a hundred thousand levels deep.

use std::thread;

use gen_core::{BoxGenerator, Generator, LocalBoxGenerator, generator};

struct Node {
    name: &'static str,
    children: Vec<Node>,
}

fn node(name: &'static str, children: Vec<Node>) -> Node {
    Node { name, children }
}

/// Yields every node before its children, with its depth, and returns how many nodes it has seen.
///
/// With `LocalBoxGenerator`, which has a name, an item costs the same at every depth, and the native stack does not grow. Its
/// parameters are the lifetime of what it borrows, what it yields, what is sent into it, and what it returns.
#[generator]
fn walk(node: &Node, depth: usize) -> LocalBoxGenerator<'_, (usize, &str), (), usize> {
    yield_!((depth, node.name));
    let mut seen = 1;
    for child in &node.children {
        // All that the child yields goes straight to the caller; the expression is what the child returns.
        seen += yield_from!(walk(child, depth + 1));
    }
    seen
}

/// The leaves only, from left to right.
///
/// `BoxGenerator` is the same, and can be sent to another thread; `LocalBoxGenerator` would also take what cannot, such
/// as an `Rc`. The parameters that are left out are `()`.
#[generator]
fn leaves(node: &Node) -> BoxGenerator<'_, &str> {
    if node.children.is_empty() {
        yield_!(node.name);
    }
    for child in &node.children {
        yield_from!(leaves(child));
    }
}

/// A tree that is one long branch, and yields on its way back: first the innermost number, last its own.
///
/// Delegates are kept on a stack of their own. So the native stack does not grow with the depth, and an item from the
/// innermost delegate costs the same at any depth.
#[generator]
fn branch(length: u32) -> BoxGenerator<'static, u32> {
    if length > 0 {
        yield_from!(branch(length - 1));
        yield_!(length);
    }
}

fn main() {
    let family = node(
        "Ada",
        vec![
            node("Ben", vec![node("Dora", vec![]), node("Emil", vec![node("Hugo", vec![])])]),
            node("Cleo", vec![node("Finn", vec![]), node("Gina", vec![])]),
        ],
    );

    // A generator that is iterated by reference keeps what it returns for afterwards.
    let mut walked = walk(&family, 0);
    let mut nodes = walked.iter();
    for (depth, name) in nodes.by_ref() {
        println!("{:indent$}{name}", "", indent = depth * 2);
    }
    println!("people: {}", nodes.into_return().unwrap_or_default());

    // The walk moves to another thread, although it borrows from this one.
    let youngest = leaves(&family);
    let names = thread::scope(|scope| scope.spawn(move || youngest.collect::<Vec<_>>().join(", ")).join());
    println!("leaves: {}", names.unwrap_or_else(|_| "the thread panicked".to_owned()));

    // A walk that is left half-way is simply dropped.
    println!("the first below Cleo: {:?}", walk(&family, 0).map(|(_, name)| name).skip_while(|&n| n != "Cleo").nth(1));

    let mut deep = branch(100_000);
    println!("a branch of 100000: first {:?}, last {:?}", deep.next(), deep.last());
}
