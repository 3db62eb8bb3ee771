use std::mem;
use std::rc::Rc;

use gen_core::{LocalBoxGenerator, generator};

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

#[generator]
fn boxed() -> LocalBoxGenerator<'static, u32> {
    yield_!(1);
}

fn main() {
    let _ = Rc::unwrap_or_clone(Rc::new(numbers()));
    let _ = Rc::unwrap_or_clone(Rc::new(boxed()));
    let _ = mem::take(&mut numbers());
    let _ = vec![boxed(); 2];
}
