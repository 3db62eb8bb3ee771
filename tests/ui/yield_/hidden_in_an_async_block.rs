use gen_core::generator;

macro_rules! wrapped {
    ($body:expr) => {
        async { $body }
    };
}

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let _ = wrapped!(yield_!(1));
}

fn main() {}
