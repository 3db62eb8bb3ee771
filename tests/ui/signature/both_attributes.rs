use gen_core::{generator, try_generator};

#[generator]
#[inline]
#[try_generator]
fn numbers() -> impl Iterator<Item = Result<u32, std::fmt::Error>> {
    yield_!(1);
}

#[try_generator]
#[gen_core::generator]
fn more() -> impl Iterator<Item = Result<u32, std::fmt::Error>> {
    yield_!(1);
}

fn main() {
    numbers().next();
    more().next();
}
