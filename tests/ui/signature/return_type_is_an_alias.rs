use gen_core::generator;

type Numbers = Box<dyn Iterator<Item = u32>>;

#[generator]
fn numbers() -> Numbers {
    yield_!(1);
}

fn main() {
    let _ = numbers();
}
