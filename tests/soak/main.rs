//! Soak: generators and streams in large numbers, deep, large, and with much data; and everything is counted.
//!
//! `cargo run -p gen-tests --release --bin soak` runs all scenarios, which takes some ten seconds. Name some to run
//! those alone, and give options to run them smaller or larger: `soak live --resumes 100000000`; `--help` lists them.
//! Each scenario prints a line that says what it did. The status is 1 when a count is wrong, and standard error says
//! which.

mod balance;
mod counted;
mod deep;
mod large;
mod live;
mod pipeline;
mod scale;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use gen_tests::counting::Counting;

use crate::balance::balanced;
use crate::scale::Scale;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Runs generators and streams in large numbers, deep, large, and with much data, and counts.
#[derive(Parser)]
struct Arguments {
    /// What to run; all, if none is named.
    scenarios: Vec<Scenario>,
    #[command(flatten)]
    scale: Scale,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Scenario {
    /// Many generators and streams at a time, on several threads.
    Live,
    /// Chains and recursions of very many levels.
    Deep,
    /// Large locals that live across yields.
    Large,
    /// Much data in constant memory.
    Pipeline,
}

impl Scenario {
    fn run(self, scale: &Scale) -> Result<String, String> {
        match self {
            Self::Live => balanced(|| live::run(scale)),
            Self::Deep => balanced(|| deep::run(scale)),
            Self::Large => balanced(|| large::run(scale)),
            Self::Pipeline => balanced(|| pipeline::run(scale)),
        }
    }
}

fn main() -> ExitCode {
    let Arguments { scenarios, scale } = Arguments::parse();
    let scenarios = if scenarios.is_empty() { Scenario::value_variants() } else { &scenarios };
    for scenario in scenarios {
        match scenario.run(&scale) {
            Ok(done) => println!("{scenario:?}: {done}"),
            Err(wrong) => {
                eprintln!("{scenario:?}: {wrong}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
