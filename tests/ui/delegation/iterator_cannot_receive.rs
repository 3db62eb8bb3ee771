use gen_core::generator;

use gen_core::Generator;

#[generator]
fn outer() -> impl Generator<String, Yield = u32, Return = ()> {
    yield_from!([1, 2]);
}

fn main() {}
