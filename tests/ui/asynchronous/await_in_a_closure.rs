use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    let later = || std::future::ready(1).await;
    yield_!(later());
}

fn main() {}
