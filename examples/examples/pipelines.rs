//! Pipelines: numbers, then squares, then the even ones of them; each stage a generator over the one before.
//!
//! Run it with `cargo run --release --example pipelines`. It prints each step of each stage, so that one sees an item
//! go through all stages before the next one starts. Then come a pipeline that is left early, one over a million numbers,
//! and the same pipeline written with adapters and with generator expressions.

use gen_core::{gen_expr, generator};

/// The source. It has nothing before it.
#[generator]
fn numbers(last: u64) -> impl Iterator<Item = u64> {
    for n in 1..=last {
        yield_!(n);
    }
}

/// A stage that makes one item of each.
///
/// `impl Iterator` in the parameter takes anything before it: another generator, an adapter, a range.
#[generator]
fn squares(numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    for n in numbers {
        yield_!(n * n);
    }
}

/// A stage that lets some items through.
#[generator]
fn even(numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    for n in numbers {
        if n % 2 == 0 {
            yield_!(n);
        }
    }
}

/// A stage that keeps something in mind, which no `map` could do: it sums neighbours up.
#[generator]
fn sums_of_two(mut numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    while let (Some(first), Some(second)) = (numbers.next(), numbers.next()) {
        yield_!(first + second);
    }
}

/// A stage for looking into a pipeline: everything goes through, and is told on the way.
#[generator]
fn traced(name: &'static str, items: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    for item in items {
        println!("  {name}: {item}");
        yield_!(item);
    }
}

fn main() {
    // Nothing runs while a pipeline is put together. Its end pulls: it asks the stage before for an item, and so on up to
    // the source. So there is one item on its way at any time, and no list anywhere.
    println!("one item after the other");
    let pipeline = traced("even", even(traced("square", squares(traced("number", numbers(4))))));
    println!("sum: {}", pipeline.sum::<u64>());

    // What nobody asks for is not computed: the source stops at 2, although it could go on to the largest `u64`.
    println!("the first even square");
    println!("found: {:?}", even(squares(traced("number", numbers(u64::MAX)))).next());

    // Stages fit together in any order, and are reused.
    println!("sums of two squares: {:?}", sums_of_two(squares(numbers(6))).collect::<Vec<_>>());
    println!("squares of squares: {:?}", squares(squares(numbers(4))).collect::<Vec<_>>());

    // It takes no more memory for many items than for a few.
    println!("a million numbers: {}", even(squares(numbers(1_000_000))).sum::<u64>());

    // A stage that is one expression can be an adapter of the standard library, or a generator expression.
    let adapters = (1..=10).map(|n| n * n).filter(|n| n % 2 == 0);
    let expressions = gen_expr!(n for n in gen_expr!(n * n for n in 1..=10) if n % 2 == 0);
    println!("the same by adapters? {}", adapters.eq(even(squares(numbers(10)))));
    println!("the same by expressions? {}", expressions.eq(even(squares(numbers(10)))));
}
