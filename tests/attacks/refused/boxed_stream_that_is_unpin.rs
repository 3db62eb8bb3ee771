use std::pin::Pin;

use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers() -> Pin<Box<dyn Stream<Item = u32> + Unpin>> {
    yield_!(1);
}

fn main() {
    let _ = Pin::into_inner(numbers());
}
