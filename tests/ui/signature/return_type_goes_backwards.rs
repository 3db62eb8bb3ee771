use gen_core::generator;

#[generator]
fn numbers() -> impl DoubleEndedIterator<Item = u32> {
    yield_!(1);
}

fn main() {}
