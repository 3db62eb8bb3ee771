use gen_core::generator;

#[generator]
fn numbers(text: &str) -> Result<impl Iterator<Item = u32>, String> {
    for byte in text.bytes() {
        yield_!(byte.into());
    }
}

fn main() {}
