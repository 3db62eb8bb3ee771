use gen_core::{Generator, generator};

#[generator]
fn inner() -> impl Generator<Yield = u32, Return = ()> {
    yield_!(1);
}

#[generator]
fn outer<'a>(delegate: &'a mut (dyn Generator<Yield = u32, Return = ()> + 'a)) -> impl Iterator<Item = u32> {
    yield_from!(delegate);
}

fn main() {
    let mut delegate = inner();
    let mut outer = outer(&mut delegate);
    let _ = outer.next();
    delegate.close();
    let _ = outer.next();
}
