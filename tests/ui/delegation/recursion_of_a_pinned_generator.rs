use gen_core::{PinGenerator, generator};

struct Node {
    value: u32,
    children: Vec<Node>,
}

#[generator]
fn walk(node: &Node) -> impl PinGenerator<Yield = u32, Return = ()> {
    yield_!(node.value);
    for child in &node.children {
        yield_from!(walk(child));
    }
}

fn main() {}
