use gen_core::try_generator;

#[try_generator]
fn numbers() -> impl Iterator<Item = Result<u32, std::fmt::Error>> {
    yield_from!(5);
}

fn main() {}
