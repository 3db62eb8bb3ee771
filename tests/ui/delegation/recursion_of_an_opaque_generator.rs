use gen_core::generator;

struct Node {
    value: u32,
    children: Vec<Node>,
}

#[generator]
fn walk(node: &Node) -> impl Iterator<Item = u32> {
    yield_!(node.value);
    for child in &node.children {
        yield_from!(walk(child));
    }
}

fn main() {}
