use futures::Stream;
use gen_core::generator;

#[tokio::main(flavor = "current_thread")]
#[generator]
async fn main() -> impl Stream<Item = u32> {
    yield_!(1);
}
