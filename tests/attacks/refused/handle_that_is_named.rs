use gen_core::generator;

macro_rules! steal {
    () => {
        __co
    };
}

#[generator]
fn named() -> impl Iterator<Item = u32> {
    let _stolen = __co;
    yield_!(1);
}

#[generator]
fn named_by_a_macro() -> impl Iterator<Item = u32> {
    let _stolen = steal!();
    yield_!(1);
}

fn main() {}
