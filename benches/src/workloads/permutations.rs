//! Heap's algorithm without recursion: small arrays that live across the yields, and are the items.

/// How many elements are permuted.
pub(crate) type Input = usize;
pub(crate) type Item = [u8; MOST];

const MOST: usize = 9;
const FIRST: Item = [0, 1, 2, 3, 4, 5, 6, 7, 8];

struct Permutations {
    elements: Item,
    counters: [usize; MOST],
    index: usize,
    length: usize,
    started: bool,
}

impl Iterator for Permutations {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        if !self.started {
            self.started = true;
            return Some(self.elements);
        }
        while self.index < self.length {
            let index = self.index;
            if self.counters[index] < index {
                self.elements.swap(if index % 2 == 0 { 0 } else { self.counters[index] }, index);
                self.counters[index] += 1;
                self.index = 0;
                return Some(self.elements);
            }
            self.counters[index] = 0;
            self.index += 1;
        }
        None
    }
}

pub(crate) fn hand(length: Input) -> impl Iterator<Item = Item> {
    Permutations { elements: FIRST, counters: [0; MOST], index: 0, length: length.min(MOST), started: false }
}

generator_fn! {
    pub(crate) fn generator(length: Input) -> impl Iterator<Item = Item> {
        let mut elements = FIRST;
        let mut counters = [0; MOST];
        let length = length.min(MOST);
        let mut index = 0;
        yield_!(elements);
        while index < length {
            if counters[index] < index {
                elements.swap(if index % 2 == 0 { 0 } else { counters[index] }, index);
                yield_!(elements);
                counters[index] += 1;
                index = 0;
            } else {
                counters[index] = 0;
                index += 1;
            }
        }
    }
}

pub(crate) fn digest(item: Item) -> u64 {
    u64::from(item[0]) * 3 + u64::from(item[5])
}

consumers!();
