use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers(text: &str) -> impl Stream<Item = u32> {
    yield_!(text.parse()?);
}

fn main() {}
