use gen_core::generator;

#[generator]
const fn numbers(#[resume] first: u32) -> impl Iterator<Item = u32> {
    [1, 2].map(|n| yield_!(n));
    yield_!(1, 2);
}

fn callers_are_not_told_again() {
    numbers().for_each(drop);
    for n in numbers() {
        let _: u32 = n;
    }
}

fn main() {}
