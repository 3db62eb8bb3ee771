use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    fn nested() {
        yield_!(1);
    }
    nested();
}

fn main() {}
