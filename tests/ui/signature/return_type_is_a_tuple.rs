use gen_core::generator;

#[generator]
fn pairs() -> (u32, u32) {
    yield_!((1, 2));
}

fn main() {}
