use gen_core::generator;

#[generator]
fn numbers(first: &u32) -> &dyn Iterator<Item = u32> {
    yield_!(*first);
}

fn main() {}
