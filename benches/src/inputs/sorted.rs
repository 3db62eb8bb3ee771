//! Numbers in order, their distances various.

use super::random::Random;

/// Two slices whose numbers lie among one another, the first one longer.
pub(crate) fn two() -> (&'static [u64], &'static [u64]) {
    let mut random = Random::new();
    let mut numbers = |count, distance| {
        let numbers: Vec<u64> = (0..count)
            .scan(0, |number, _: u32| {
                *number += u64::from(random.below(distance));
                Some(*number)
            })
            .collect();
        &*numbers.leak()
    };
    (numbers(300_000, 8), numbers(200_000, 11))
}
