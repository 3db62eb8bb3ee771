use gen_core::generator;

#[generator]
const fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {}
