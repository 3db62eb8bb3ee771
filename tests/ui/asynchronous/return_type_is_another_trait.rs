use gen_core::generator;

#[generator]
async fn numbers() -> impl std::fmt::Display {
    yield_!(1);
}

fn main() {}
