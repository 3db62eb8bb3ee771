use futures::Stream;
use gen_core::try_generator;

#[try_generator]
async fn numbers() -> impl Stream<Item = Result<u32, std::fmt::Error>> {
    yield_from!(std::future::ready(Ok(5)));
}

fn main() {}
