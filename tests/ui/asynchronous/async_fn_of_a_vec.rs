use gen_core::generator;

#[generator]
async fn numbers() -> Vec<u32> {
    yield_!(1);
}

fn main() {}
