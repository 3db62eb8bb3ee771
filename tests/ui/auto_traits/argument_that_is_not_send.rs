use gen_core::generator;

use gen_core::BoxGenerator;
use std::rc::Rc;

#[generator]
fn numbers(shared: Rc<u32>) -> BoxGenerator<'static, u32> {
    yield_!(*shared);
}

fn main() {}
