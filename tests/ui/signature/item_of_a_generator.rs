use gen_core::{Generator, generator};

#[generator]
fn numbers() -> impl Generator<Item = u32> {
    yield_!(1);
}

fn main() {}
