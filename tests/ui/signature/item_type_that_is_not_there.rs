use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = Number> {
    yield_!(1);
}

fn main() {}
