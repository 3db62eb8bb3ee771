use gen_core::generator;

struct Numbers;

#[generator]
impl Numbers {
    fn numbers(&self) -> impl Iterator<Item = u32> {
        yield_!(1);
    }
}

fn main() {}
