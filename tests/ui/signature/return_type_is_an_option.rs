use gen_core::generator;

#[generator]
fn numbers() -> Option<u32> {
    yield_!(1);
}

fn main() {}
