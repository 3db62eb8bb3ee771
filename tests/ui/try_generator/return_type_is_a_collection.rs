use gen_core::try_generator;

#[try_generator]
fn numbers(text: &str) -> Vec<u32> {
    yield_!(text.parse()?);
}

fn main() {}
