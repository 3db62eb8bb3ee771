use gen_core::try_generator;

struct Number(u32);

#[try_generator]
fn numbers(text: &str) -> impl Iterator<Item = Number> {
    yield_!(Number(text.parse()?));
}

fn main() {}
