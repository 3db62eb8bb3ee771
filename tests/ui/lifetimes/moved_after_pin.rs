use gen_core::{PinGenerator, generator};
use std::pin::pin;

#[generator]
fn numbers() -> impl PinGenerator<Yield = u32, Return = ()> {
    yield_!(1);
}

fn main() {
    let numbers = numbers();
    let mut pinned = pin!(numbers);
    for number in pinned.as_mut().iter() {
        println!("{number}");
    }
    drop(numbers);
}
