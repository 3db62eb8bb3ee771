use std::mem;
use std::pin::pin;

use gen_core::{PinGenerator, generator};

#[generator]
fn numbers() -> impl PinGenerator<Yield = u32> {
    yield_!(1);
}

fn main() {
    let first = pin!(numbers());
    let second = pin!(numbers());
    mem::swap(&mut *first, &mut *second);
}
