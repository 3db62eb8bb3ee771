//! A loop over a borrowed local array with a yield inside; by hand, an index in place of the borrow.

pub(crate) type Input = u64;
pub(crate) type Item = u64;

const WIDTH: usize = 64;

fn fill(row: &mut [u64; WIDTH], factor: u64) {
    for (index, cell) in (0..).zip(row) {
        *cell = factor * index;
    }
}

struct Rows {
    row: [u64; WIDTH],
    column: usize,
    factor: u64,
    end: u64,
}

impl Iterator for Rows {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        if self.column == WIDTH {
            if self.factor == self.end {
                return None;
            }
            fill(&mut self.row, self.factor);
            self.factor += 1;
            self.column = 0;
        }
        self.column += 1;
        Some(self.row[self.column - 1])
    }
}

pub(crate) fn hand(rows: Input) -> impl Iterator<Item = Item> {
    Rows { row: [0; WIDTH], column: WIDTH, factor: 0, end: rows }
}

generator_fn! {
    pub(crate) fn generator(rows: Input) -> impl Iterator<Item = Item> {
        let mut row = [0; WIDTH];
        for factor in 0..rows {
            fill(&mut row, factor);
            for &cell in &row {
                yield_!(cell);
            }
        }
    }
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
