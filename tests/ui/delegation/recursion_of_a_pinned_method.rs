use gen_core::{PinGenerator, generator};

struct Countdown;

impl Countdown {
    #[generator]
    fn from(&self, n: u32) -> impl PinGenerator<Yield = u32, Return = ()> {
        yield_!(n);
        if n > 0 {
            yield_from!(self.from(n - 1));
        }
    }
}

fn main() {}
