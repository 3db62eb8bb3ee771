//! Two sorted slices in one order.

pub(crate) type Input = (&'static [u64], &'static [u64]);
pub(crate) type Item = u64;

struct Merge<'a> {
    left: &'a [u64],
    right: &'a [u64],
    l: usize,
    r: usize,
}

impl Iterator for Merge<'_> {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        match (self.left.get(self.l), self.right.get(self.r)) {
            (Some(&left), Some(&right)) if left > right => {
                self.r += 1;
                Some(right)
            }
            (Some(&left), _) => {
                self.l += 1;
                Some(left)
            }
            (None, Some(&right)) => {
                self.r += 1;
                Some(right)
            }
            (None, None) => None,
        }
    }
}

pub(crate) fn hand((left, right): Input) -> impl Iterator<Item = Item> {
    Merge { left, right, l: 0, r: 0 }
}

generator_fn! {
    pub(crate) fn generator(slices: Input) -> impl Iterator<Item = Item> {
        let (left, right) = slices;
        let (mut l, mut r) = (0, 0);
        while l < left.len() && r < right.len() {
            if left[l] <= right[r] {
                yield_!(left[l]);
                l += 1;
            } else {
                yield_!(right[r]);
                r += 1;
            }
        }
        for &item in &left[l..] {
            yield_!(item);
        }
        for &item in &right[r..] {
            yield_!(item);
        }
    }
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
