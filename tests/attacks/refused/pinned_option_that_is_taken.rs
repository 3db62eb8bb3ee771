use std::pin::pin;

use gen_core::{PinGenerator, generator};

#[generator]
fn numbers() -> impl PinGenerator<Yield = u32> {
    yield_!(1);
}

fn main() {
    let numbers = pin!(Some(numbers()));
    let _ = numbers.take();
}
