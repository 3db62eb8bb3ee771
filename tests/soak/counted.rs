//! Values that are counted when they are made and when they are dropped.
//!
//! Equal numbers of both would not show a value that is dropped twice while another leaks. So each has a number of its
//! own, and beside how many there were, the sum of a hash of their numbers is kept: if both sums are the same, so are
//! the two sets.

use std::sync::atomic::{AtomicU64, Ordering};

static MADE: Tally = Tally::new();
static DROPPED: Tally = Tally::new();

struct Tally {
    values: AtomicU64,
    hashes: AtomicU64,
}

impl Tally {
    const fn new() -> Self {
        Self { values: AtomicU64::new(0), hashes: AtomicU64::new(0) }
    }

    /// Adds the value with this number.
    fn add(&self, number: u64) {
        self.values.fetch_add(1, Ordering::Relaxed);
        self.hashes.fetch_add(hash(number), Ordering::Relaxed);
    }

    fn get(&self) -> (u64, u64) {
        (self.values.load(Ordering::Relaxed), self.hashes.load(Ordering::Relaxed))
    }
}

/// The last steps of splitmix64: a permutation of the numbers that leaves no pattern of theirs.
fn hash(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// One value.
pub(crate) struct Counted {
    number: u64,
}

impl Default for Counted {
    fn default() -> Self {
        static NUMBERS: AtomicU64 = AtomicU64::new(1);
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        MADE.add(number);
        Self { number }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        DROPPED.add(self.number);
    }
}

/// How many values have been made.
pub(crate) fn made() -> u64 {
    MADE.get().0
}

/// An error unless each value that was made has been dropped, and once.
pub(crate) fn check_each_dropped_once() -> Result<(), String> {
    let (made, dropped) = (MADE.get(), DROPPED.get());
    if dropped.0 != made.0 {
        return Err(format!("{} values were made, and {} dropped", made.0, dropped.0));
    }
    if dropped.1 != made.1 {
        return Err("a value was dropped twice, and another was not dropped".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn tally(numbers: [u64; 4]) -> (u64, u64) {
        let tally = Tally::new();
        for number in numbers {
            tally.add(number);
        }
        tally.get()
    }

    #[test]
    fn the_order_does_not_count_and_each_number_does() {
        assert_eq!(tally([1, 2, 3, 4]), tally([4, 2, 1, 3]));
        assert_ne!(tally([1, 2, 3, 4]), tally([1, 1, 4, 4]), "the sums of the numbers are the same");
    }
}
