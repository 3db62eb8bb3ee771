use futures::{Stream, stream};
use gen_core::try_generator;

#[try_generator]
async fn numbers() -> impl Stream<Item = Result<u32, std::fmt::Error>> {
    yield_from!(stream::iter([1, 2]));
}

fn main() {}
