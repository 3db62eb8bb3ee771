//! Differential fuzzing: random generator programs, in Rust and in Python, in all forms, must do the same.
//!
//! A seed makes a program ([`mod@generate`]): a tree ([`ast`]) of generators that call each other, and a script that
//! resumes the first, throws into it, closes it, moves it, forgets it. It is written as Rust, for several arrangements
//! of the forms that a generator can have ([`rust`]), and as Python ([`python`]). All programs of a batch are compiled
//! and run at once ([`run`]), and what each has done, event by event, is compared ([`compare`]).
//!
//! Many of the generators are pipelines: they take iterators, which write down when they are asked and when they are
//! dropped, which may panic in both, and go on after their end. Wherever the macro lets such a parameter lie, nobody
//! may be able to tell. Where there is one, one arrangement is of the pinned form, in which it lies in the body.
//!
//! ```sh
//! cargo run -p gen-tests --bin fuzz -- --seed 1 --count 1000
//! ```

mod ast;
mod compare;
mod generate;
mod python;
mod run;
mod rust;

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::process::ExitCode;

use clap::Parser;
use gen_tests::skip::skip;

use crate::ast::Program;
use crate::compare::report_difference;
use crate::generate::generate;
use crate::run::{Traces, directory, has_python, run_python, run_rust};

/// Runs random generator programs in Rust and in Python, and compares what they do.
#[derive(Parser)]
struct Arguments {
    /// The seed of the first program; the others follow.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many programs.
    #[arg(long, default_value_t = 200)]
    count: usize,
    /// How many are compiled at once.
    #[arg(long, default_value = "500")]
    batch: NonZeroUsize,
    /// In how many of the arrangements of forms each runs.
    #[arg(long, default_value_t = 3)]
    arrangements: usize,
}

fn main() -> io::Result<ExitCode> {
    let arguments = Arguments::parse();
    let python = has_python();
    if !python {
        skip("the comparison of random programs with Python", "python3 is missing");
    }
    let seeds: Vec<_> = (arguments.seed..).take(arguments.count).collect();
    let mut totals = Totals::default();
    for batch in seeds.chunks(arguments.batch.get()) {
        let programs: Vec<_> = batch.iter().map(|&seed| generate(seed, arguments.arrangements)).collect();
        totals.add(&programs, &run_batch(&programs, python)?, python);
        println!("{} programs, {} differ", totals.programs, totals.different);
    }
    totals.print();
    Ok(if totals.different == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run_batch(programs: &[Program], python: bool) -> io::Result<Traces> {
    let directory = directory()?;
    let mut traces = Traces::new();
    if python {
        run_python(&directory, programs, &mut traces)?;
    }
    run_rust(&directory, programs, &mut traces)?;
    Ok(traces)
}

/// What was run.
#[derive(Default)]
struct Totals {
    programs: usize,
    traces: usize,
    different: usize,
    /// How often each is in the programs.
    features: BTreeMap<&'static str, usize>,
    /// How often each has happened.
    events: BTreeMap<String, usize>,
}

impl Totals {
    fn add(&mut self, programs: &[Program], traces: &Traces, python: bool) {
        for program in programs {
            let traces = traces.get(&program.seed).map_or(&[][..], Vec::as_slice);
            self.programs += 1;
            self.traces += traces.len();
            self.different += usize::from(report_difference(program, traces, python));
            for &feature in &program.features {
                *self.features.entry(feature).or_default() += 1;
            }
            for event in traces.iter().flat_map(|trace| &trace.events) {
                let kind = event.split(|c: char| c == '(' || c.is_ascii_digit()).next().unwrap_or_default();
                *self.events.entry(kind.trim_end().to_owned()).or_default() += 1;
            }
        }
    }

    fn print(&self) {
        println!("{} traces. In the programs:", self.traces);
        self.features.iter().for_each(|(feature, count)| println!("{count:>9} {feature}"));
        println!("In the traces:");
        self.events.iter().for_each(|(event, count)| println!("{count:>9} {event}"));
    }
}
