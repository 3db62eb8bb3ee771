use futures::{FutureExt, Stream};
use gen_core::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    futures::select! {
        () = std::pin::pin!(async { yield_!(1) }.fuse()) => {}
    }
}

fn main() {}
