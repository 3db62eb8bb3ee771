use gen_core::generator;

use gen_core::Generator;

#[generator]
fn inner() -> impl Generator<String, Yield = u32, Return = ()> {
    drop(yield_!(1));
}

#[generator]
fn outer() -> impl Generator<u32, Yield = u32, Return = ()> {
    yield_from!(inner());
}

fn main() {}
