//! A generator that is talked to: `send`, `throw`, `close`, and what it returns.
//!
//! Run it with `cargo run --release --example running_average`. It prints the average after each reading that it is
//! sent, forgets one reading when it is told to, refuses what cannot be sent, and ends in three ways: with its return
//! value, with an error that is thrown in, and by being closed.

use std::fmt;

use gen_core::{Generator, GeneratorState, ThrowExt, generator};

/// What can be thrown in.
enum Interruption {
    /// The last reading was wrong.
    Forget,
    /// The meter is broken.
    Broken(&'static str),
}

/// The end of a series of readings.
struct Series {
    readings: usize,
    average: f64,
}

impl fmt::Display for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} readings, average {:.2}", self.readings, self.average)
    }
}

/// Says when it is dropped, to show when a generator cleans up.
struct Meter;

impl Drop for Meter {
    fn drop(&mut self) {
        println!("  (the meter is switched off)");
    }
}

/// Takes readings and answers each with the average so far; a negative reading ends the series.
///
/// `R`, the parameter of `Generator`, is what `yield_!` evaluates to. With a `Result` there, the caller can throw
/// errors in as well, and the body decides what becomes of them: here one kind is caught, and the other ends the series.
#[generator]
fn running_average() -> impl Generator<Result<f64, Interruption>, Yield = f64, Return = Result<Series, &'static str>> {
    let _meter = Meter;
    let mut readings: Vec<f64> = Vec::new();
    loop {
        match yield_!(average(&readings)) {
            Ok(end) if end < 0.0 => break,
            Ok(reading) => readings.push(reading),
            Err(Interruption::Forget) => drop(readings.pop()),
            Err(Interruption::Broken(reason)) => return Err(reason),
        }
    }
    Ok(Series { readings: readings.len(), average: average(&readings) })
}

fn average(readings: &[f64]) -> f64 {
    let mut count = 0.0;
    let mut sum = 0.0;
    for reading in readings {
        count += 1.0;
        sum += reading;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Prints one answer of the generator: a value on its way, or its return value.
fn show(what: &str, state: GeneratorState<f64, Result<Series, &'static str>>) {
    match state {
        GeneratorState::Yielded(average) => println!("{what}: average {average:.2}"),
        GeneratorState::Complete(Ok(series)) => println!("{what}: complete, {series}"),
        GeneratorState::Complete(Err(reason)) => println!("{what}: complete, but {reason}"),
    }
}

fn main() {
    println!("a series that comes to its end");
    let mut series = running_average();
    // A value can only go to a `yield_!` that waits for one. Before the first, it comes back in the error.
    if let Err(refused) = series.send(Ok(4.0)) {
        println!("send 4 too early: {refused}");
    }
    // `start` runs to the first `yield_!`, and needs no value. It can happen once.
    if let Ok(state) = series.start() {
        show("start", state);
    }
    for reading in [4.0, 8.0, 900.0] {
        send(&mut series, reading);
    }
    // Nobody believes 900. The generator catches this error and goes on.
    if let Ok(state) = series.throw(Interruption::Forget) {
        show("throw Forget", state);
    }
    send(&mut series, -1.0);
    // Now it is finished, and no value is lost on it either.
    if let Err(refused) = series.send(Ok(5.0)) {
        println!("send 5 too late: {refused}");
        println!("the value is still here: {:?}", refused.into_inner().ok());
    }

    println!("a series that an error ends");
    let mut series = running_average();
    let _average = series.start();
    send(&mut series, 3.0);
    if let Ok(state) = series.throw(Interruption::Broken("the meter fell down")) {
        show("throw Broken", state);
    }

    println!("a series that is closed");
    let mut series = running_average();
    let _average = series.start();
    send(&mut series, 3.0);
    // `close` drops what the body holds, here and now, and a second `close` does nothing.
    series.close();
    println!("closed: {:?}", series.status());
    series.close();
}

/// Sends a reading to any generator of this kind, and shows the answer.
fn send(
    series: &mut impl Generator<Result<f64, Interruption>, Yield = f64, Return = Result<Series, &'static str>>,
    reading: f64,
) {
    match series.send(Ok(reading)) {
        Ok(state) => show(&format!("send {reading}"), state),
        Err(refused) => println!("send {reading}: {refused}"),
    }
}
