use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers(mut source: impl Stream<Item = u32> + Unpin) -> impl Stream<Item = u32> {
    #[for_await]
    while let Some(number) = futures::StreamExt::next(&mut source).await {
        yield_!(number);
    }
}

fn main() {}
