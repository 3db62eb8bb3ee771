use gen_core::generator;

#[generator]
fn words(text: &str) -> &str {
    yield_!(text);
}

fn main() {}
