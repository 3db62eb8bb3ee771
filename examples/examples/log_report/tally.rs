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
    fn add(&mut self, other: Self) {
        self.records += other.records;
        self.errors += other.errors;
    }
}

/// Counts records by a key. Every count is exact, but keys that are new after the first [`DISTINCT`] have none.
#[derive(Clone)]
pub(crate) struct Tally<K> {
    /// With the number of keys that came before each.
    counts: HashMap<K, (usize, Count)>,
    uncounted: u64,
}

impl<K> Default for Tally<K> {
    fn default() -> Self {
        Self { counts: HashMap::new(), uncounted: 0 }
    }
}

impl<K: Eq + Hash + Ord> Tally<K> {
    pub(crate) fn add(&mut self, key: K, is_error: bool) {
        self.add_count(key, Count { records: 1, errors: u64::from(is_error) });
    }

    /// Counts on with what another one has counted, as if this one had, if the other one had a place for every key.
    pub(crate) fn append(&mut self, other: Self) {
        let mut counts: Vec<_> = other.counts.into_iter().collect();
        counts.sort_by_key(|&(_, (before, _))| before);
        for (key, (_, count)) in counts {
            self.add_count(key, count);
        }
        self.uncounted += other.uncounted;
    }

    fn add_count(&mut self, key: K, more: Count) {
        let before = self.counts.len();
        if let Some((_, count)) = self.counts.get_mut(&key) {
            count.add(more);
        } else if before < DISTINCT {
            self.counts.insert(key, (before, more));
        } else {
            self.uncounted += more.records;
        }
    }

    /// Whether a new key would not be counted.
    pub(crate) fn is_full(&self) -> bool {
        self.counts.len() >= DISTINCT
    }

    /// How many records had a key that was one too many.
    pub(crate) fn uncounted(&self) -> u64 {
        self.uncounted
    }

    /// The keys and their counts, the most frequent first, equally frequent ones in their order.
    pub(crate) fn into_sorted(self) -> Vec<(K, Count)> {
        let mut sorted: Vec<_> = self.counts.into_iter().map(|(key, (_, count))| (key, count)).collect();
        sorted.sort_by(|(key, count), (other_key, other)| {
            other.records.cmp(&count.records).then_with(|| key.cmp(other_key))
        });
        sorted
    }
}
