use gen_core::generator;

#[generator(unsafe(crate = gen_core), unsafe(crate = gen_core))]
fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
}

fn main() {}
