use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    #[for_await]
    for n in futures::stream::iter([1, 2, 3]) {
        yield_!(n);
    }
}

fn main() {}
