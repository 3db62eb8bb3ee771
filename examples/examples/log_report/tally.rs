//! Counts by name, for a bounded number of names.

use std::collections::HashMap;
use std::hash::Hash;

use crate::bounds::DISTINCT;

#[derive(Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) records: u64,
    pub(crate) errors: u64,
}

impl Count {
    pub(crate) fn add(&mut self, is_error: bool) {
        self.records += 1;
        self.errors += u64::from(is_error);
    }
}

/// Counts records by a key. Every count is exact, but keys that are new after the first [`DISTINCT`] have none.
pub(crate) struct Tally<K> {
    counts: HashMap<K, Count>,
    uncounted: u64,
}

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self { counts: HashMap::new(), uncounted: 0 }
    }
}

impl<K: Eq + Hash + Ord> Tally<K> {
    pub(crate) fn add(&mut self, key: K, is_error: bool) {
        if let Some(count) = self.counts.get_mut(&key) {
            count.add(is_error);
        } else if self.counts.len() < DISTINCT {
            self.counts.entry(key).or_default().add(is_error);
        } else {
            self.uncounted += 1;
        }
    }

    /// How many records had a key that was one too many.
    pub(crate) fn uncounted(&self) -> u64 {
        self.uncounted
    }

    /// The keys and their counts, the most frequent first, equally frequent ones in their order.
    pub(crate) fn into_sorted(self) -> Vec<(K, Count)> {
        let mut sorted: Vec<_> = self.counts.into_iter().collect();
        sorted.sort_by(|(key, count), (other_key, other)| {
            other.records.cmp(&count.records).then_with(|| key.cmp(other_key))
        });
        sorted
    }
}
