//! What a generator is to do.

use std::ops::Range;
use std::panic::resume_unwind;

use fastrand::Rng;

/// The items that a generator is to yield, in order, and at which one it is to panic instead, if it comes to it.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) items: Range<u64>,
    pub(crate) panics_at: Option<u64>,
}

/// What a planned panic is known by.
pub(crate) struct Planned;

impl Plan {
    pub(crate) fn random(rng: &mut Rng) -> Self {
        let first = rng.u64(..1 << 40);
        let items = first..first + rng.u64(..64);
        let panics_at = (rng.u8(..8) == 0).then(|| first + rng.u64(..64));
        Self { items, panics_at }
    }

    /// `item`, or the planned panic, of which nothing is printed.
    pub(crate) fn item(&self, item: u64) -> u64 {
        if self.panics_at == Some(item) {
            resume_unwind(Box::new(Planned));
        }
        item
    }

    /// What the generator is to do itself, what by a delegate, and what by an iterable.
    pub(crate) fn thirds(&self) -> [Self; 3] {
        let Range { start, end } = self.items;
        let third = (end - start) / 3;
        let (first, second) = (end - 2 * third, end - third);
        [start..first, first..second, second..end].map(|items| Self { items, panics_at: self.panics_at })
    }
}
