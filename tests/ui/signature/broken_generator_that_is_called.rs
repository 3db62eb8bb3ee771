use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1, 2);
}

fn main() {
    let sum: u32 = numbers().sum();
    let count = numbers().count();
    for number in numbers() {
        println!("{number} of {count}, {sum} in all");
    }
}
