#![deny(unused)]

use gen_core::generator;

#[generator]
fn numbers(argument: u32) -> impl Iterator<Item = u32> {
    let local = 1;
    let mut never_mutated = 2;
    yield_!(never_mutated);
    Some(3).map(|n| n + 1);
    fn never_called() {}
    yield_!(4);
}

fn main() {
    let _ = numbers(5);
}
