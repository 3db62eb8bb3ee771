use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(const { yield_!(1) });
}

fn main() {}
