use gen_core::generator;

struct Node {
    value: u32,
    children: Vec<Node>,
}

impl Node {
    #[generator]
    fn walk(&self) -> impl Iterator<Item = u32> {
        yield_!(self.value);
        for child in &self.children {
            for value in Self::walk(child) {
                yield_!(value);
            }
        }
    }
}

fn main() {}
