use std::rc::Rc;

use futures::{Stream, StreamExt};
use gen_core::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    let shared = Rc::new(1);
    tokio::task::yield_now().await;
    yield_!(*shared);
}

fn main() {
    tokio::spawn(numbers().collect::<Vec<_>>());
}
