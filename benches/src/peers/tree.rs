//! The walk recurses. Where a generator has a stack of its own, a function does, which is given what it suspends with;
//! elsewhere each node has a generator of its own, on the heap, and loops over those of its children.

use super::iterate;
use crate::inputs::tree::Node;
use crate::one_for::workloads::tree::{Input, Item, digest};
use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, Yielder};
use genawaiter::rc::Gen;
use generator::{Gn, Scope, done};
use next_gen::generator_fn::CallBoxed;

/// In bytes; enough for the deepest list. The system gives only as much of it as is used.
const STACK: usize = 32 << 20;

fn with_genawaiter(node: &Node) -> Gen<Item, (), impl Future<Output = ()>> {
    Gen::new(async move |co| {
        if let Some(left) = &node.left {
            for item in with_genawaiter(left) {
                co.yield_(item).await;
            }
        }
        co.yield_(node.value).await;
        if let Some(right) = &node.right {
            for item in with_genawaiter(right) {
                co.yield_(item).await;
            }
        }
    })
}

#[next_gen::generator(yield(Item))]
fn with_next_gen(node: &Node) {
    if let Some(left) = &node.left {
        for item in with_next_gen.call_boxed((left,)) {
            yield_!(item);
        }
    }
    yield_!(node.value);
    if let Some(right) = &node.right {
        for item in with_next_gen.call_boxed((right,)) {
            yield_!(item);
        }
    }
}

#[fauxgen::generator(yield = Item)]
fn with_fauxgen(node: &Node) {
    if let Some(left) = &node.left {
        for item in Box::pin(with_fauxgen(left)) {
            r#yield!(item);
        }
    }
    r#yield!(node.value);
    if let Some(right) = &node.right {
        for item in Box::pin(with_fauxgen(right)) {
            r#yield!(item);
        }
    }
}

fn with_corosensei(root: Input) -> impl Iterator<Item = Item> {
    fn walk(node: &Node, yielder: &Yielder<(), Item>) {
        if let Some(left) = &node.left {
            walk(left, yielder);
        }
        yielder.suspend(node.value);
        if let Some(right) = &node.right {
            walk(right, yielder);
        }
    }

    let stack = DefaultStack::new(STACK).expect("there is memory for a stack");
    iterate(Coroutine::with_stack(stack, move |yielder: &Yielder<(), Item>, ()| walk(root, yielder)))
}

fn with_generator(root: Input) -> impl Iterator<Item = Item> {
    fn walk(node: &Node, scope: &mut Scope<'_, 'static, (), Item>) {
        if let Some(left) = &node.left {
            walk(left, scope);
        }
        scope.yield_(node.value);
        if let Some(right) = &node.right {
            walk(right, scope);
        }
    }

    Gn::<()>::new_scoped_opt(STACK / size_of::<usize>(), move |mut scope| {
        walk(root, &mut scope);
        done!()
    })
}

timed_for!(genawaiter, with_genawaiter);
timed_for! { next_gen(root) {} => with_next_gen.call_boxed((root,)) }
timed_for! { fauxgen(root) {} => Box::pin(with_fauxgen(root)) }
timed_for!(corosensei, with_corosensei);
timed_for!(generator, with_generator);
consumers!();

/// For the deepest list, where an item of a generator that each node has would pass through up to 100,000 others: a run of
/// `next-gen`, for one, takes minutes.
pub(crate) mod deep {
    use super::{Input, corosensei, generator};

    pub(crate) const PEERS: &[(&str, crate::loops::Run<Input>)] =
        &[("corosensei", corosensei), ("generator", generator)];
}
