use gen_core::generator;

#[generator]
fn numbers() -> Box<dyn Iterator<Yield = u32>> {
    yield_!(1);
}

fn main() {}
