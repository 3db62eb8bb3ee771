use gen_core::{yield_, yield_from};

fn numbers() -> impl Iterator<Item = u32> {
    yield_!(1);
    yield_from!([1, 2]);
    None.into_iter()
}

fn main() {}
