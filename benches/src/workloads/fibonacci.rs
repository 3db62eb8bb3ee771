//! Fibonacci numbers: a state of three words and nothing to do between two items.

pub(crate) type Input = u64;
pub(crate) type Item = u64;

struct Fibonacci {
    a: u64,
    b: u64,
    rest: u64,
}

impl Iterator for Fibonacci {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        self.rest = self.rest.checked_sub(1)?;
        let item = self.a;
        (self.a, self.b) = (self.b, self.a.wrapping_add(self.b));
        Some(item)
    }
}

pub(crate) fn hand(count: Input) -> impl Iterator<Item = Item> {
    Fibonacci { a: 0, b: 1, rest: count }
}

generator_fn! {
    pub(crate) fn generator(count: Input) -> impl Iterator<Item = Item> {
        let (mut a, mut b) = (0_u64, 1_u64);
        for _ in 0..count {
            yield_!(a);
            (a, b) = (b, a.wrapping_add(b));
        }
    }
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
