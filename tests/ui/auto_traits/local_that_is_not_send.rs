use gen_core::generator;

use std::rc::Rc;

#[generator]
fn numbers() -> impl Iterator<Item = u32> + Send {
    let shared = Rc::new(1);
    yield_!(*shared);
}

fn main() {}
