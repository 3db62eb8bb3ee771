use gen_core::{Generator, try_generator};

#[try_generator]
fn numbers(text: &str) -> impl Generator<Yield = u32, Return = Result<(), String>> {
    yield_!(text.len() as u32);
}

fn main() {}
