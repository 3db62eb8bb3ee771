//! The items of two iterators in turn, and the rest of the longer one.

pub(crate) type Input = (u64, u64);
pub(crate) type Item = u64;

fn sources((left, right): Input) -> (impl Iterator<Item = u64>, impl Iterator<Item = u64>) {
    ((0..left).map(|number| number * 3), (0..right).map(|number| number ^ 5))
}

struct Interleave<A, B> {
    left: A,
    right: B,
    at_right: bool,
}

impl<A: Iterator<Item = u64>, B: Iterator<Item = u64>> Iterator for Interleave<A, B> {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        self.at_right = !self.at_right;
        if self.at_right {
            self.left.next().or_else(|| self.right.next())
        } else {
            self.right.next().or_else(|| self.left.next())
        }
    }
}

pub(crate) fn hand(lengths: Input) -> impl Iterator<Item = Item> {
    let (left, right) = sources(lengths);
    Interleave { left, right, at_right: false }
}

generator_fn! {
    fn interleave(mut left: impl Iterator<Item = u64>, mut right: impl Iterator<Item = u64>) -> impl Iterator<Item = Item> {
        #[expect(clippy::while_let_on_iterator, reason = "both are asked in the same way")]
        while let Some(item) = left.next() {
            yield_!(item);
            if let Some(item) = right.next() {
                yield_!(item);
            }
        }
        for item in right {
            yield_!(item);
        }
    }
}

pub(crate) fn generator(lengths: Input) -> impl Iterator<Item = Item> {
    let (left, right) = sources(lengths);
    interleave(left, right)
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
