//! Behind `Box<dyn Iterator>`, and consumed where it is made: LLVM can still tell what is behind it.

pub(crate) type Input = u64;
pub(crate) type Item = u64;

struct Squares {
    root: u64,
    end: u64,
}

impl Iterator for Squares {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        (self.root < self.end).then(|| {
            let square = self.root * self.root;
            self.root += 1;
            square
        })
    }
}

pub(crate) fn hand(end: Input) -> Box<dyn Iterator<Item = Item>> {
    Box::new(Squares { root: 0, end })
}

generator_fn! {
    pub(crate) fn generator(end: Input) -> Box<dyn Iterator<Item = Item>> {
        for root in 0..end {
            yield_!(root * root);
        }
    }
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
