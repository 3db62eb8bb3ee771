use gen_core::generator;

#[generator(boxed)]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {}
