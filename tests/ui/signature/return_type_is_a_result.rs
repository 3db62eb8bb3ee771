use gen_core::generator;

#[generator]
fn numbers(text: &str) -> Result<u32, std::num::ParseIntError> {
    for word in text.split(' ') {
        yield_!(word.parse()?);
    }
}

fn main() {}
