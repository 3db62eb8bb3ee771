use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    async fn sum() -> u32 {
        let mut sum = 0;
        #[for_await]
        for n in futures::stream::iter([1, 2, 3]) {
            sum += n;
        }
        sum
    }
    yield_!(sum().await);
}

fn main() {}
