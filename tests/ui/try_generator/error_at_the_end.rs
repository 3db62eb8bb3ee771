use gen_core::try_generator;

#[try_generator]
fn numbers() -> impl Iterator<Item = Result<u32, String>> {
    yield_!(1);
    Err("too few".to_string())
}

fn main() {}
