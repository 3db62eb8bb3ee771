use std::mem;

use gen_core::generator;

#[generator]
fn numbers() -> Box<dyn Iterator<Item = u32>> {
    yield_!(1);
}

fn main() {
    let (mut first, mut second) = (numbers(), numbers());
    mem::swap(&mut *first, &mut *second);
}
