use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {
    let mut resumed = numbers();
    resumed.by_ref().for_each(|_| drop(resumed.next()));
    let dropped = numbers();
    dropped.for_each(|_| drop(dropped));
}
