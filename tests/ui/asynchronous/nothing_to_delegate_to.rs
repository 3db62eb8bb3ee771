use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_from!(5);
}

fn main() {}
