use futures::Stream;
use gen_core::generator;

#[generator]
#[tokio::main(flavor = "current_thread")]
async fn main() -> impl Stream<Item = u32> {
    yield_!(1);
}
