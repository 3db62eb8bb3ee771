#![deny(unreachable_code, unused_must_use)]

use gen_core::generator;

#[must_use]
fn important() -> u32 {
    1
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    important();
    return;
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
