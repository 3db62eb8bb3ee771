use gen_core::{Generator, generator};

#[generator]
fn sum(#[cfg(unix)] #[resume] first: u32) -> impl Generator<u32, Yield = u32> {
    yield_!(first);
}

#[generator]
fn raw(#[r#cfg(any())] #[resume] first: u32) -> impl Generator<u32, Yield = u32> {
    yield_!(first);
}

fn main() {}
