use gen_core::generator;

#[generator]
fn even(n: u32) -> impl Iterator<Item = u32> {
    yield_!(n);
    yield_from!(odd(n + 1));
}

#[generator]
fn odd(n: u32) -> impl Iterator<Item = u32> {
    yield_from!(even(n + 1));
}

fn main() {}
