#![forbid(unsafe_code)]

mod elsewhere {
    #[allow(unused_imports)]
    pub use gen_core::*;
}

// An attribute macro that writes `#[gen_core::generator(crate = path)]`, and not the word `unsafe`.
#[gen_tests_hostile::generator_of(crate::elsewhere)]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {}
