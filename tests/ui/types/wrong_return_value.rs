use gen_core::generator;

use gen_core::Generator;

#[generator]
fn numbers() -> impl Generator<Yield = u32, Return = String> {
    yield_!(1);
    "end"
}

fn main() {}
