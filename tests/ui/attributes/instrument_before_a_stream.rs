use futures::Stream;
use gen_core::generator;

#[tracing::instrument]
#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(1);
}

fn main() {}
