//! Generators where there is no allocator: the caller pins them.
#![no_std]
#![deny(warnings)]
#![forbid(unsafe_code)]

use gen_core::{Generator, PinGenerator, generator};

/// Counts, and says how far.
#[generator]
pub fn count(n: u32) -> impl PinGenerator<Yield = u32, Return = u32> {
    for i in 0..n {
        yield_!(i);
    }
    n
}

/// Counts twice.
#[generator]
pub fn twice(n: u32) -> impl PinGenerator<Yield = u32, Return = u32> {
    yield_from!(count(n)) + yield_from!(count(n))
}

/// Adds up what it is sent.
#[generator]
pub fn sums(#[resume] first: u32) -> impl PinGenerator<u32, Yield = u32, Return = ()> {
    let mut sum = first;
    loop {
        sum += yield_!(sum);
    }
}

/// Resumes a generator by its movable face.
pub fn first_of(generator: &mut impl Generator<Yield = u32>) -> Option<u32> {
    generator.resume(()).yielded()
}

#[cfg(test)]
mod tests {
    use super::{count, first_of, sums, twice};
    use core::pin::pin;
    use gen_core::PinGenerator;

    #[test]
    fn pinned_generators_run() {
        let mut iter = pin!(twice(3));
        assert_eq!(iter.as_mut().iter().sum::<u32>(), 6);
        let mut sums = pin!(sums());
        assert_eq!(sums.as_mut().resume(1).yielded(), Some(1));
        assert_eq!(sums.as_mut().resume(2).yielded(), Some(3));
        assert_eq!(first_of(&mut pin!(count(1))), Some(0));
    }
}
