use std::pin::Pin;

use gen_core::{PinGenerator, generator};

#[generator]
fn numbers() -> impl PinGenerator<Yield = u32> {
    yield_!(1);
}

fn main() {
    let _ = *Pin::into_inner(Box::pin(numbers()));
}
