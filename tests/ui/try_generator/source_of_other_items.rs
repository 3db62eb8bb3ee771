use gen_core::try_generator;

#[try_generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    yield_!(text.parse()?);
    yield_from!(0..3);
}

fn main() {}
