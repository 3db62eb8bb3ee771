//! Two sorted slices in one order.

pub(crate) type Input = (&'static [u64], &'static [u64]);
pub(crate) type Item = u64;

struct Merge<'a> {
    left: &'a [u64],
    right: &'a [u64],
}

impl Iterator for Merge<'_> {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        let (item, left, right) = match (self.left, self.right) {
            ([item, left @ ..], right @ [other, ..]) if item <= other => (item, left, right),
            ([item, left @ ..], []) => (item, left, &[][..]),
            (left, [item, right @ ..]) => (item, left, right),
            ([], []) => return None,
        };
        (self.left, self.right) = (left, right);
        Some(*item)
    }
}

pub(crate) fn hand((left, right): Input) -> impl Iterator<Item = Item> {
    Merge { left, right }
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
