use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    futures::join!(async { yield_!(1) }, async {});
}

fn main() {}
