use gen_core::generator;

#[generator]
fn sizes(text: &str) -> usize {
    yield_!(text.len());
}

fn main() {}
