//! What a generator is: a function that stops at each `yield_!`, and goes on from there at the following `next`.
//!
//! Run it with `cargo run --release --example generator_basics`. It counts down step by step, with a note on what the
//! body does in between, asks an exhausted generator once more, cuts infinite series to size, and shows that each
//! generator has local variables of its own.

use gen_core::{Generator, GeneratorState, generator};

/// Counts down, and tells when which part of the body runs.
#[generator]
fn countdown(from: u32) -> impl Iterator<Item = u32> {
    println!("  (the body begins)");
    let mut n = from;
    while n > 0 {
        yield_!(n);
        println!("  (the body goes on behind {n})");
        n -= 1;
    }
    println!("  (the body ends)");
}

fn step_by_step() {
    println!("a countdown, step by step");
    // The call runs nothing of the body.
    let mut numbers = countdown(2);
    println!("the generator is made");
    // Each `next` runs to the following `yield_!`. Behind the last, it runs to the end, and there is no item.
    for _ in 0..3 {
        println!("next: {:?}", numbers.next());
    }
    // What has ended stays ended; to count down again, call the function again.
    println!("exhausted: {:?}, {:?}", numbers.next(), numbers.next());
}

/// An infinite series needs no end: it goes only as far as somebody asks.
#[generator]
fn powers_of_two() -> impl Iterator<Item = u128> {
    let mut power = 1;
    loop {
        yield_!(power);
        power *= 2;
    }
}

/// All primes. What the body has found stays in its local variable, from one item to the next.
#[generator]
fn primes() -> impl Iterator<Item = u32> {
    let mut found: Vec<u32> = Vec::new();
    for candidate in 2.. {
        let mut possible_divisors = found.iter().take_while(|&&prime| prime * prime <= candidate);
        if possible_divisors.all(|prime| candidate % prime != 0) {
            found.push(candidate);
            yield_!(candidate);
        }
    }
}

fn infinite_series() {
    println!("infinite series");
    println!("powers of two: {:?}", powers_of_two().take(8).collect::<Vec<_>>());
    println!("the first above a million: {:?}", powers_of_two().find(|&power| power > 1_000_000));
    println!("primes: {:?}", primes().take(10).collect::<Vec<_>>());
    println!("prime number 1000: {:?}", primes().nth(999));
}

/// Numbered tickets. The counter needs no global variable, and no type to be kept in.
#[generator]
fn tickets(counter: char) -> impl Iterator<Item = String> {
    for number in 1.. {
        yield_!(format!("{counter}{number}"));
    }
}

fn state_that_persists() {
    println!("state that persists");
    let (mut entrance, mut exit) = (tickets('A'), tickets('B'));
    // Both run the same body, each with its own variables, and each remembers where it is, whatever happens in between.
    let drawn = [entrance.next(), entrance.next(), exit.next(), entrance.next(), exit.next()];
    println!("tickets: {}", drawn.into_iter().flatten().collect::<Vec<_>>().join(" "));
    // `by_ref` lends the generator to a loop; afterwards it goes on where the loop has left it.
    let in_a_row: Vec<_> = entrance.by_ref().take(3).collect();
    println!("three in a row: {}, and then {:?}", in_a_row.join(" "), entrance.next());
}

/// A generator can also return something at its end: here, how many steps there were.
///
/// An `Iterator` has no place for that, so the signature says `Generator`.
#[generator]
fn collatz(start: u64) -> impl Generator<Yield = u64, Return = u32> {
    let (mut n, mut steps) = (start, 0);
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
        yield_!(n);
    }
    steps
}

fn a_value_at_the_end() {
    println!("a value at the end");
    let mut numbers = collatz(6);
    println!("before: {:?}", numbers.status());
    // `resume` is the step that `next` is built on. It tells a yield and the end apart, and hands over the value of both.
    let steps = loop {
        match numbers.resume(()) {
            GeneratorState::Yielded(n) => print!("{n} "),
            GeneratorState::Complete(steps) => break steps,
        }
    };
    println!("in {steps} steps");
    println!("afterwards: {:?}", numbers.status());
}

fn main() {
    step_by_step();
    infinite_series();
    state_that_persists();
    a_value_at_the_end();
}
