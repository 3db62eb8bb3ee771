use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers(source: impl Stream<Item = u32>) -> impl Stream<Item = u32> {
    for await number in source {
        yield_!(number);
    }
}

fn main() {}
