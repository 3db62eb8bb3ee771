use gen_core::try_generator;

#[try_generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<u32, std::io::Error>> {
    yield_!(text.parse()?);
}

fn main() {}
