use gen_core::generator;

#[generator]
fn squares() -> [u32; 10] {
    for n in 0..10 {
        yield_!(n * n);
    }
}

fn main() {}
