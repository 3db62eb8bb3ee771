use gen_core::try_generator;

#[try_generator]
fn numbers(text: &str) -> impl Iterator {
    yield_!(text.parse::<u32>()?);
}

fn main() {}
