use gen_core::{Generator, generator};

#[generator]
fn numbers() -> impl Generator<Yield = u32, Return = ()> {
    yield_!(1);
}

fn main() {
    let mut numbers = numbers();
    let _ = numbers.next();
}
