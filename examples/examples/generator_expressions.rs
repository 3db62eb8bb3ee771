//! Generator expressions: `gen_expr!(item for pattern in iterable if condition)`, as Python has them.
//!
//! Run it with `cargo run --release --example generator_expressions`. It prints squares, shows that nothing is computed
//! before it is asked for, and goes on to filters, nested loops, and expressions as arguments and as return values.

use gen_core::gen_expr;

/// Squares, and tells when it does so.
fn square(n: u32) -> u32 {
    println!("  (squaring {n})");
    n * n
}

fn laziness() {
    println!("laziness");
    // A Python list comprehension, `[square(n) for n in range(1, 4)]`, would square now. This waits.
    let mut squares = gen_expr!(square(n) for n in 1..=3);
    println!("nothing is squared yet");
    println!("the first: {:?}", squares.next());
    // `collect` makes a list of the rest. One that is not asked for, as by `take`, is never computed.
    println!("the rest: {:?}", squares.collect::<Vec<_>>());
    println!("the first alone: {:?}", gen_expr!(square(n) for n in 1..).next());
}

fn filters() {
    println!("filters");
    println!("odd squares: {:?}", gen_expr!(n * n for n in 1..10 if n % 2 == 1).collect::<Vec<_>>());
    // Conditions follow one another; each sees what those before it have let through.
    let numbers = gen_expr!(n for n in 1..100 if n % 3 == 0 if n % 5 == 0);
    println!("divisible by 3 and by 5: {:?}", numbers.collect::<Vec<_>>());
    // A condition can take a value apart, where Python would say `if (age := ages.get(name)) is not None`.
    let ages = [("Ada", Some(36)), ("Ben", None), ("Cleo", Some(5))];
    let known = gen_expr!(format!("{name} is {age}") for (name, age) in ages if let Some(age) = age);
    println!("known ages: {}", known.collect::<Vec<_>>().join(", "));
}

fn nested_loops() {
    println!("nested loops");
    // The second `for` runs for each item of the first, and may use it.
    let pairs = gen_expr!((x, y) for x in 1..=3 for y in x..=3);
    println!("pairs: {:?}", pairs.collect::<Vec<_>>());
    // So one level of a nested list is taken away. The matrix is borrowed, and is still there afterwards.
    let matrix = vec![vec![1, 2, 3], vec![4, 5], vec![6]];
    println!("a matrix in one row: {:?}", gen_expr!(*cell for row in &matrix for cell in row).collect::<Vec<_>>());
    // One expression in another: the inner one is made anew for each row.
    let sums = gen_expr!(gen_expr!(2 * cell for cell in row).sum::<i32>() for row in &matrix);
    println!("doubled sums of {} rows: {:?}", matrix.len(), sums.collect::<Vec<_>>());
}

/// Takes any iterator of numbers.
fn mean(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0.0);
    for number in numbers {
        sum += number;
        count += 1.0;
    }
    (count > 0.0).then(|| sum / count)
}

/// An expression that leaves the function takes what it uses along: `move`.
fn multiples(factor: u32) -> impl Iterator<Item = u32> {
    gen_expr!(move factor * n for n in 1..)
}

fn arguments_and_results() {
    println!("arguments and results");
    let words = ["to", "be", "or", "not"];
    // No list is made in between: each item goes straight into the sum, the comparison, the function.
    println!("letters: {}", gen_expr!(word.len() for word in words).sum::<usize>());
    println!("longest: {:?}", gen_expr!((word.len(), word) for word in words).max());
    println!("is there an `o` in any? {}", gen_expr!(word.contains('o') for word in words).any(|found| found));
    println!("mean length: {:?}", mean(gen_expr!(f64::from(n) for n in [2_u8, 2, 2, 3])));
    println!("mean of nothing: {:?}", mean(gen_expr!(f64::from(n) for n in [0_u8] if n > 0)));
    println!("multiples of 7: {:?}", multiples(7).take(4).collect::<Vec<_>>());
}

fn main() {
    laziness();
    filters();
    nested_loops();
    arguments_and_results();
}
