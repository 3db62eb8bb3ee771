use gen_core::{Generator, generator};

#[generator]
fn numbers() -> impl Generator<Yield = u32, Return = ()> {
    yield_!(1);
}

fn main() {
    for number in numbers() {
        println!("{number}");
    }
}
