use gen_core::try_generator;

#[try_generator]
fn numbers() -> impl Iterator<Item = Result<u32, String>> {
    yield_!(Err("none".to_string()));
}

fn main() {}
