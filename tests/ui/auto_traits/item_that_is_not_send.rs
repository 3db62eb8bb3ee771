use gen_core::generator;

use std::rc::Rc;

#[generator]
fn numbers() -> impl Iterator<Item = Rc<u32>> {
    yield_!(Rc::new(1));
}

fn spawn() {
    let mut numbers = numbers();
    send(move || numbers.next().map(|n| *n));
}

fn send(_: impl FnOnce() -> Option<u32> + Send) {}

fn main() {}
