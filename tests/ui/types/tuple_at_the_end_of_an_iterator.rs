use gen_core::generator;

#[generator]
fn pairs() -> impl Iterator<Item = (u32, u32)> {
    yield_!((1, 2));
    (3, 4)
}

fn main() {}
