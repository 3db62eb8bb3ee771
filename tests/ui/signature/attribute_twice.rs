use gen_core::generator;

#[generator]
#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    numbers().next();
}
