use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    yield_from!(0..3, 5..8);
}

fn main() {}
