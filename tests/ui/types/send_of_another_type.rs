use gen_core::{Generator, generator};

#[generator]
fn sum() -> impl Generator<u32, Yield = u32, Return = ()> {
    let mut sum = 0;
    loop {
        sum += yield_!(sum);
    }
}

fn main() {
    let mut sum = sum();
    let _ = sum.start();
    let _ = sum.send("one");
}
