use gen_core::generator;

use gen_core::Generator;

#[generator]
fn numbers(#[resume] first: String) -> impl Generator<u32, Yield = u32> {
    yield_!(first.len() as u32);
}

fn main() {}
