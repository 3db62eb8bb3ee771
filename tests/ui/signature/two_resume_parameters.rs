use gen_core::{Generator, generator};

#[generator]
fn sum(#[resume] first: u32, #[resume] second: u32) -> impl Generator<u32, Yield = u32> {
    yield_!(first + second);
}

fn main() {}
