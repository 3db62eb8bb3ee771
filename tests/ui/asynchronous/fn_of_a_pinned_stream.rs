use gen_core::{PinStream, generator};

#[generator]
fn numbers() -> impl PinStream<Item = u32> {
    yield_!(1);
}

fn main() {}
