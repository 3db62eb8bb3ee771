use gen_core::{Generator, generator};

#[generator]
fn sum(#[resume] #[case] first: u32) -> impl Generator<u32, Yield = u32> {
    yield_!(first);
}

fn main() {}
