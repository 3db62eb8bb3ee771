use std::pin::Pin;

use futures::stream::BoxStream;
use gen_core::generator;

#[generator]
async fn numbers() -> BoxStream<'static, u32> {
    yield_!(1);
}

fn main() {
    let _ = Pin::into_inner(numbers());
}
