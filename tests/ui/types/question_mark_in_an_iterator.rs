use gen_core::generator;

#[generator]
fn numbers(text: &str) -> impl Iterator<Item = u32> {
    for word in text.split(' ') {
        yield_!(word.parse()?);
    }
}

fn main() {}
