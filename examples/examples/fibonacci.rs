//! A generator that never ends, and the adapters of the standard library on top of it.
//!
//! Run it with `cargo run --release --example fibonacci`. It prints the first ten Fibonacci numbers, the sum of the even
//! ones below four million, the first one that has sixteen digits, and the ratios of neighbours closing in on 1.618034.

use gen_core::generator;

/// An ordinary function with an ordinary signature: the caller gets an iterator.
///
/// Calling it runs nothing of the body. Each `next` runs the loop to its `yield_!`, where the body waits with its two
/// numbers until the following `next`. So a loop without an end is fine: it goes only as far as somebody asks.
#[generator]
fn fibonacci() -> impl Iterator<Item = u64> {
    let (mut a, mut b) = (0, 1);
    loop {
        yield_!(a);
        (a, b) = (b, a + b);
    }
}

/// Generators take arguments, generic ones too, and read from other iterators: here, from any pair of neighbours.
#[generator]
fn ratios(mut numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = f64> {
    let Some(mut last) = numbers.next() else { return };
    for number in numbers {
        // Ten digits of a number are plenty for a ratio, and an `f64` holds those of a `u32` exactly.
        let (Ok(above), Ok(below)) = (u32::try_from(number), u32::try_from(last)) else { return };
        yield_!(f64::from(above) / f64::from(below));
        last = number;
    }
}

fn main() {
    // An infinite iterator is cut to size by its consumer.
    let first: Vec<String> = fibonacci().take(10).map(|n| n.to_string()).collect();
    println!("the first ten: {}", first.join(", "));

    // Everything that iterators can do is there, because it is one.
    let even: u64 = fibonacci().take_while(|&n| n < 4_000_000).filter(|n| n % 2 == 0).sum();
    println!("sum of the even ones below four million: {even}");

    // Only as much is computed as is needed to answer.
    let found = fibonacci().enumerate().find(|&(_, n)| n >= 1_000_000_000_000_000);
    if let Some((index, n)) = found {
        println!("the first with sixteen digits: number {index}, {n}");
    }

    // One generator feeds another; nothing is collected in between. The first pair, 1 / 0, is skipped.
    let closing_in: Vec<String> = ratios(fibonacci().skip(1)).step_by(5).take(4).map(|r| format!("{r:.6}")).collect();
    println!("ratios of neighbours: {}", closing_in.join(", "));

    // A generator can be left and taken up again: `by_ref` lends it. `take_while` uses up the first that it refuses.
    let mut numbers = fibonacci();
    let small = numbers.by_ref().take_while(|&n| n < 100).count();
    println!("{small} of them are below 100, and the walk goes on at {:?}", numbers.next());
}
