#![forbid(unsafe_code)]

mod elsewhere {
    pub use gen_core::*;
}

#[gen_core::generator(unsafe(crate = crate::elsewhere))]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {}
