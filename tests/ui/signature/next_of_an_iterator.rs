use gen_core::generator;

struct Numbers;

impl Iterator for Numbers {
    type Item = u32;

    #[generator]
    fn next(&mut self) -> Option<u32> {
        yield_!(1);
    }
}

fn main() {}
