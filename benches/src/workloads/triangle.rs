//! Two yields in nested loops: a hand-written iterator has to remember in which of them it is.

pub(crate) type Input = u64;
pub(crate) type Item = u64;

struct Triangle {
    row: u64,
    column: u64,
    rows: u64,
    in_row: bool,
}

impl Iterator for Triangle {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        if self.in_row {
            if self.column < self.row {
                self.column += 1;
                return Some(self.column - 1);
            }
            self.in_row = false;
            self.row += 1;
        }
        if self.row >= self.rows {
            return None;
        }
        self.in_row = true;
        self.column = 0;
        Some(self.row)
    }
}

pub(crate) fn hand(rows: Input) -> impl Iterator<Item = Item> {
    Triangle { row: 0, column: 0, rows, in_row: false }
}

generator_fn! {
    pub(crate) fn generator(rows: Input) -> impl Iterator<Item = Item> {
        for row in 0..rows {
            yield_!(row);
            for column in 0..row {
                yield_!(column);
            }
        }
    }
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
