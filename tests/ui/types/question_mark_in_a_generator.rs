use gen_core::{Generator, generator};

#[generator]
fn numbers(text: &str) -> impl Generator<Yield = u32, Return = ()> {
    yield_!(text.parse()?);
}

fn main() {}
