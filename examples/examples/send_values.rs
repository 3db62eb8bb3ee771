//! Values that go into a generator: what `send` is given is what the pending `yield_!` evaluates to.
//!
//! Run it with `cargo run --release --example send_values`. A printer doubles what it is sent, a running average answers
//! each number with the average so far, and a third generator needs no start. (The example `running_average` goes on
//! from here: errors that are thrown in, and closing.)

use gen_core::{Generator, GeneratorState, generator};

/// A consumer: it yields nothing of interest, and does something with all that it is sent.
///
/// `Generator<i32>` says what can be sent. Python takes anything and fails later; here, a wrong type does not compile.
#[generator]
fn doubling_printer() -> impl Generator<i32, Yield = (), Return = ()> {
    println!("  (the printer is ready)");
    loop {
        let number = yield_!();
        println!("  twice {number} is {}", 2 * number);
    }
}

fn print_doubled() {
    println!("a printer");
    let mut printer = doubling_printer();
    // There is no `yield_!` yet that the value could go to. Python raises a `TypeError`; here the value comes back.
    if let Err(refused) = printer.send(1) {
        println!("too early: {refused}; the value is still here: {}", refused.into_inner());
    }
    // `start` runs to the first `yield_!`: Python's `next(printer)` or `printer.send(None)`.
    if printer.start().is_ok() {
        println!("started");
    }
    for number in [2, 21, -4] {
        if let Err(refused) = printer.send(number) {
            println!("{number}: {refused}");
        }
    }
    println!("afterwards: {:?}", printer.status());
}

/// Answers each number with the average of all so far. `None` ends it, and it returns how many there were.
#[generator]
fn running_average() -> impl Generator<Option<f64>, Yield = f64, Return = u32> {
    let (mut sum, mut count) = (0.0, 0);
    let mut average = 0.0;
    // `yield_!` works in both directions at once: `average` goes out, and the next number comes in.
    while let Some(number) = yield_!(average) {
        sum += number;
        count += 1;
        average = sum / f64::from(count);
    }
    count
}

fn average_as_it_goes() {
    println!("a running average");
    let mut average = running_average();
    // What is yielded first answers nothing that has been sent.
    println!("start: {:?}", average.start());
    for number in [Some(10.0), Some(20.0), Some(60.0), None, Some(1.0)] {
        match average.send(number) {
            Ok(GeneratorState::Yielded(average)) => println!("send {number:?}: {average}"),
            Ok(GeneratorState::Complete(count)) => println!("send {number:?}: the end, of {count} numbers"),
            Err(refused) => println!("send {number:?}: {refused}"),
        }
    }
}

/// The largest so far. With a `#[resume]` parameter the body has the first value before it comes to any `yield_!`.
///
/// Python needs a decorator for that, which calls `next` first.
#[generator]
fn running_maximum(#[resume] first: i32) -> impl Generator<i32, Yield = i32, Return = ()> {
    let mut maximum = first;
    loop {
        maximum = maximum.max(yield_!(maximum));
    }
}

fn maximum_without_a_start() {
    println!("a generator that needs no start");
    let mut maximum = running_maximum();
    // `resume` is `send` without the question whether the generator has been started.
    let maxima: Vec<_> = [3, 1, 4, 1, 5].into_iter().filter_map(|number| maximum.resume(number).yielded()).collect();
    println!("maxima: {maxima:?}");
}

fn main() {
    print_doubled();
    average_as_it_goes();
    maximum_without_a_start();
}
