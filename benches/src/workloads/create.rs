//! Many short generators, of 0, 1 or 2 items: what does making one cost, and ending it?

pub(crate) type Input = u64;
pub(crate) type Item = u64;

struct UpTo {
    next: u64,
    end: u64,
}

impl Iterator for UpTo {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        (self.next < self.end).then(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

pub(crate) fn hand(end: Input) -> impl Iterator<Item = Item> {
    UpTo { next: 0, end }
}

generator_fn! {
    pub(crate) fn generator(end: Input) -> impl Iterator<Item = Item> {
        for number in 0..end {
            yield_!(number);
        }
    }
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
