//! Two yields in the inner of two loops: the walls of a maze, to the right of each cell and below it.

/// How many rows and columns of cells there are.
pub(crate) type Input = (u64, u64);
/// Where a wall is, in lines and columns of which each other one holds cells.
pub(crate) type Item = (u64, u64);

struct Walls {
    row: u64,
    column: u64,
    rows: u64,
    columns: u64,
    below: bool,
}

impl Iterator for Walls {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        if self.below {
            let wall = (2 * self.row + 1, 2 * self.column);
            self.below = false;
            self.column += 1;
            if self.column == self.columns {
                self.column = 0;
                self.row += 1;
            }
            return Some(wall);
        }
        (self.row < self.rows).then(|| {
            self.below = true;
            (2 * self.row, 2 * self.column + 1)
        })
    }
}

pub(crate) fn hand((rows, columns): Input) -> impl Iterator<Item = Item> {
    Walls { row: 0, column: 0, rows: if columns == 0 { 0 } else { rows }, columns, below: false }
}

generator_fn! {
    pub(crate) fn generator(size: Input) -> impl Iterator<Item = Item> {
        let (rows, columns) = size;
        for row in 0..rows {
            for column in 0..columns {
                yield_!((2 * row, 2 * column + 1));
                yield_!((2 * row + 1, 2 * column));
            }
        }
    }
}

pub(crate) fn digest((line, place): Item) -> u64 {
    line * 3 + place
}

consumers!();
