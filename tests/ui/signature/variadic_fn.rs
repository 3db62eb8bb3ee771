use gen_core::generator;

#[generator]
unsafe fn numbers(count: u32, _: ...) -> impl Iterator<Item = u32> {
    yield_!(count);
}

fn main() {}
