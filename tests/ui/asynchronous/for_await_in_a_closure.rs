use futures::Stream;
use gen_core::generator;

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    let print = || {
        #[for_await]
        for n in futures::stream::iter([1, 2, 3]) {
            println!("{n}");
        }
    };
    print();
    yield_!(1);
}

fn main() {}
