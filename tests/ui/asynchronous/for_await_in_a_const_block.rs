use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(const {
        let mut sum = 0;
        #[for_await]
        for n in futures::stream::iter([1, 2, 3]) {
            sum += n;
        }
        sum
    });
}

fn main() {}
