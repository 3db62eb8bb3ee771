//! Delegation: `yield_from!` yields all that another source has, and evaluates to what a sub-generator returns.
//!
//! Run it with `cargo run --release --example yield_from`. It chains sources of several kinds, flattens a nested list,
//! adds up what sub-generators return, and sends values through a generator into its sub-generators.

use gen_core::{Generator, GeneratorState, LocalBoxGenerator, generator};

/// Python's `itertools.chain`, for whatever is at hand: a range, a list, an option, another generator.
#[generator]
fn chained() -> impl Iterator<Item = u32> {
    yield_from!(1..=3);
    yield_from!(vec![10, 20]);
    // What is empty yields nothing.
    yield_from!(None);
    yield_from!(countdown(2));
    // It is short for a loop.
    for n in [7, 8] {
        yield_!(n);
    }
}

#[generator]
fn countdown(from: u32) -> impl Iterator<Item = u32> {
    yield_from!((0..from).rev());
}

/// A list whose elements may be lists. Python finds that out as the program runs, with `isinstance`; here a type says so.
enum Nested {
    Item(u32),
    List(Vec<Nested>),
}

use Nested::{Item, List};

/// Flattens nested lists of any depth: a generator that delegates to itself.
///
/// With `LocalBoxGenerator` (or `BoxGenerator`, if it is to change threads) an item costs the same at every depth.
#[generator]
fn flattened(nested: &Nested) -> LocalBoxGenerator<'_, u32> {
    match nested {
        Item(item) => yield_!(*item),
        List(list) => {
            for element in list {
                yield_from!(flattened(element));
            }
        }
    }
}

/// Yields the prices of a chapter, and returns its total.
#[generator]
fn chapter<'a>(title: &'a str, prices: &'a [u32]) -> impl Generator<Yield = String, Return = u32> + 'a {
    for price in prices {
        yield_!(format!("{title}: {price}"));
    }
    prices.iter().sum()
}

/// Passes on what the chapters yield, and uses what they return: Python's `total += yield from chapter(..)`.
#[generator]
fn bill() -> impl Generator<Yield = String, Return = u32> {
    let mut total = 0;
    total += yield_from!(chapter("drinks", &[3, 4]));
    total += yield_from!(chapter("meals", &[12]));
    yield_!(format!("subtotal: {total}"));
    total += yield_from!(chapter("tips", &[2]));
    total
}

/// Sums up what it is sent until it is sent nothing, and returns the sum.
#[generator]
fn subtotal() -> impl Generator<Option<u32>, Yield = u32, Return = u32> {
    let mut sum = 0;
    while let Some(number) = yield_!(sum) {
        sum += number;
    }
    sum
}

/// While the delegation lasts, whoever sends speaks with the sub-generator, as if there were nobody in between.
#[generator]
fn two_subtotals() -> impl Generator<Option<u32>, Yield = u32, Return = (u32, u32)> {
    let first = yield_from!(subtotal());
    let second = yield_from!(subtotal());
    (first, second)
}

fn main() {
    println!("chained: {:?}", chained().collect::<Vec<_>>());

    let nested = List(vec![Item(1), List(vec![Item(2), List(vec![Item(3), List(vec![])]), Item(4)]), Item(5)]);
    println!("flattened: {:?}", flattened(&nested).collect::<Vec<_>>());
    // It is lazy at every depth: what lies behind the third item is not visited.
    println!("the first three: {:?}", flattened(&nested).take(3).collect::<Vec<_>>());

    println!("a bill");
    let mut bill = bill();
    // `iter` loops over a generator that returns something, and keeps that for afterwards: `StopIteration.value`.
    let mut lines = bill.iter();
    for line in lines.by_ref() {
        println!("  {line}");
    }
    println!("total: {:?}", lines.into_return());

    println!("values sent to sub-generators");
    let mut subtotals = two_subtotals();
    println!("  start: {:?}", subtotals.start());
    for sent in [Some(1), Some(2), None, Some(30), None] {
        match subtotals.send(sent) {
            Ok(GeneratorState::Yielded(sum)) => println!("  send {sent:?}: {sum}"),
            Ok(GeneratorState::Complete(sums)) => println!("  send {sent:?}: the end, with {sums:?}"),
            Err(refused) => println!("  send {sent:?}: {refused}"),
        }
    }
}
