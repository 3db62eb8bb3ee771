use gen_core::{Generator, generator};

struct Sum(u32);

impl Sum {
    #[generator]
    fn sum(#[resume] self) -> impl Generator<u32, Yield = u32, Return = ()> {
        yield_!(self.0);
    }
}

fn main() {}
