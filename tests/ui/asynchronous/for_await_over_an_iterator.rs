use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    #[for_await]
    for n in [1, 2, 3] {
        yield_!(n);
    }
}

fn main() {}
