use gen_core::generator;

use gen_core::LocalBoxGenerator;

#[generator]
fn numbers() -> LocalBoxGenerator<'static, u32> {
    yield_!(1);
}

fn main() {
    let numbers = numbers();
    std::thread::spawn(move || numbers.count());
}
