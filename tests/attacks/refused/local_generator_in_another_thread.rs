use std::rc::Rc;
use std::thread;

use gen_core::{BoxGenerator, LocalBoxGenerator, generator};

#[generator]
fn local() -> LocalBoxGenerator<'static, u32> {
    yield_!(1);
}

#[generator]
fn shared() -> BoxGenerator<'static, u32> {
    let counter = Rc::new(1);
    yield_!(1);
    drop(counter);
}

fn main() {
    thread::spawn(move || local().count());
    let suspended = local();
    thread::spawn(move || suspended.count());
    let _ = shared();
}
