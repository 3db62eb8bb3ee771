use gen_core::generator;

#[generator]
fn outer() -> impl Iterator<Item = &'static str> {
    #[generator]
    fn inner() -> impl Iterator<Item = u32> {
        yield_!("one");
    }
    yield_!(1);
    yield_!(inner().count());
}

fn main() {}
