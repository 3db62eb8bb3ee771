//! The iterator protocol: a collection that can be iterated any number of times, by hand and by a generator.
//!
//! Run it with `cargo run --release --example iterator_protocol`. It prints the rows of a scarf: as a `for` loop sees
//! them, a second time from the start, by two iterators that do not disturb each other, and by hand, one `next` after
//! the other, until there is nothing left.

use gen_core::{BoxGenerator, generator};

/// How many rows are knitted in which colour, from one end of the scarf to the other.
struct Scarf {
    stripes: Vec<(&'static str, usize)>,
}

/// Python's `__iter__`: what a `for` loop calls to get an iterator.
///
/// It is on the reference, so a loop over `&scarf` borrows the scarf, and the next loop can have it again. As a
/// generator it is the two loops that everybody thinks of. The associated type needs a name, and the names that
/// generators have are `BoxGenerator` and `LocalBoxGenerator`.
impl<'a> IntoIterator for &'a Scarf {
    type Item = &'a str;
    type IntoIter = BoxGenerator<'a, &'a str>;

    #[generator]
    fn into_iter(self) -> BoxGenerator<'a, &'a str> {
        for &(colour, rows) in &self.stripes {
            for _ in 0..rows {
                yield_!(colour);
            }
        }
    }
}

impl Scarf {
    /// A method can be a generator, too. Where no type has to be named, `impl Iterator` is all that a caller needs.
    #[generator]
    fn from_the_other_end(&self) -> impl Iterator<Item = &str> {
        for &(colour, rows) in self.stripes.iter().rev() {
            for _ in 0..rows {
                yield_!(colour);
            }
        }
    }
}

/// The same collection again, without a generator. It takes a second type: the iterator.
struct ScarfByHand {
    stripes: Vec<(&'static str, usize)>,
}

/// Where an iteration stands. A generator keeps this in its local variables; here we do.
struct RowsByHand<'a> {
    stripes: &'a [(&'static str, usize)],
    knitted: usize,
}

impl<'a> IntoIterator for &'a ScarfByHand {
    type Item = &'a str;
    type IntoIter = RowsByHand<'a>;

    fn into_iter(self) -> RowsByHand<'a> {
        RowsByHand { stripes: &self.stripes, knitted: 0 }
    }
}

/// Python's `__next__`. Two loops have become one step that has to find out where it is.
impl<'a> Iterator for RowsByHand<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while let Some((&(colour, rows), rest)) = self.stripes.split_first() {
            if self.knitted < rows {
                self.knitted += 1;
                return Some(colour);
            }
            self.stripes = rest;
            self.knitted = 0;
        }
        None
    }
}

/// Takes anything that can be iterated over such items, as a Python function does.
fn joined<'a>(rows: impl IntoIterator<Item = &'a str>) -> String {
    rows.into_iter().collect::<Vec<_>>().join(" ")
}

fn main() {
    let stripes = vec![("red", 2), ("white", 1), ("blue", 0), ("green", 2)];
    let scarf = Scarf { stripes: stripes.clone() };

    // A `for` loop asks for an iterator, then for one item after the other until there is none.
    println!("a loop over the scarf");
    for (number, colour) in (&scarf).into_iter().enumerate() {
        println!("  row {number}: {colour}");
    }

    // The collection is not used up by it: each loop gets an iterator of its own.
    println!("once more: {}", joined(&scarf));
    println!("from the other end: {}", joined(scarf.from_the_other_end()));

    // Two iterators over the same scarf stand at different places.
    let (mut first, mut second) = ((&scarf).into_iter(), (&scarf).into_iter());
    println!("first: {:?}, {:?}, {:?}", first.next(), first.next(), first.next());
    println!("second: {:?}", second.next());
    println!("first again: {:?}", first.next());

    // An iterator, unlike the collection, is used up; and from then on it stays so. In Python the end is the exception
    // `StopIteration`, here it is the value `None`.
    println!("what is left of the first: {}", joined(first.by_ref()));
    println!("and then: {:?}, {:?}", first.next(), first.next());

    // The pair of types that was written by hand says the same.
    let by_hand = ScarfByHand { stripes };
    println!("by hand: {}", joined(&by_hand));
    println!("are they equal? {}", (&scarf).into_iter().eq(&by_hand));
}
