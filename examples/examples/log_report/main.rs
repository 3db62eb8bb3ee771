//! Reads logs of any size as a pipeline of generators, and reports what is in them.
//!
//! Run it with `cargo run --release --example log_report`, which reads the three small logs in `examples/data`, or with
//! logs and folders of your own: `cargo run --release --example log_report -- FILE_OR_DIR..`. `--help` lists options.
//! It prints how many lines and records there are, the records by level, source and hour, the most frequent errors with
//! their numbers masked, and the lines that it could not read. Whatever it could not do is on stderr, and then the exit
//! status is 1.
//!
//! The pipeline is three generators, each in its own file, each of them an iterator over the one before:
//!
//! ```text
//! bytes -> lines() -> records() -> events() -> Summary
//!          lines.rs   records.rs   events.rs   summary.rs
//! ```
//!
//! One line travels through all of it before the next is read, so memory does not grow with the logs. Whatever could
//! grow with them has a bound: the length of a line, the text of a record, the number of different messages. The report
//! says when a bound was met.

mod args;
mod bounds;
mod console;
mod continuation;
mod error_files;
mod events;
mod inputs;
mod level;
mod lines;
mod log_file;
mod mask;
mod records;
mod report;
mod summary;
mod tally;
mod text;
mod timestamp;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;

use crate::args::Args;
use crate::console::Console;
use crate::error_files::ErrorFiles;
use crate::inputs::{Input, find_inputs};
use crate::report::Report;
use crate::summary::Summary;

fn main() -> ExitCode {
    let args = Args::parse();
    let mut console = Console::new();
    let inputs = find_inputs(&args.logs, &mut console);
    let mut error_files = match &args.output {
        None => None,
        Some(directory) => match ErrorFiles::new(directory, args.force, &inputs) {
            Ok(error_files) => Some(error_files),
            Err(error) => {
                console.problem(format_args!(
                    "cannot use {} for the error records ({error}): give --output a folder that you may write to",
                    directory.display()
                ));
                return console.exit_code();
            }
        },
    };

    let summary = read_all(&inputs, error_files.as_mut(), &mut console);
    let report = Report::new(summary);
    print_report(&report, &args, &mut console);
    console.exit_code()
}

fn read_all(inputs: &[Input], mut error_files: Option<&mut ErrorFiles>, console: &mut Console) -> Summary {
    let mut summary = Summary::default();
    console.start_bar(inputs.iter().map(|input| input.length).sum());
    for input in inputs {
        log_file::read(input, error_files.as_deref_mut(), &mut summary, console);
    }
    console.finish_bar();
    summary
}

/// Prints the report in one piece. A reader that has gone away, such as `head`, is a problem to report, not a panic.
fn print_report(report: &Report, args: &Args, console: &mut Console) {
    let printed = if args.json { report.to_json() } else { Ok(text::render(report, args.top)) };
    let written = printed.and_then(|printed| {
        let mut stdout = io::stdout().lock();
        stdout.write_all(printed.as_bytes())?;
        stdout.flush()
    });
    if let Err(error) = written {
        console.problem(format_args!(
            "the report could not be printed to its end ({error}): send it to a file, or to a program that reads all of it"
        ));
    }
}
