//! Reads logs of any size as a pipeline of generators, and reports what is in them.
//!
//! Run it with `cargo run --release --example log_report`, which reads the three small logs in `examples/data`, or with
//! logs and folders of your own: `cargo run --release --example log_report -- FILE_OR_DIR..`. `--help` lists options.
//! It prints how many lines and records there are, the records by level, source and hour, the most frequent errors with
//! their numbers masked, and the lines that it could not read. Whatever it could not do is on stderr, and then the exit
//! status is 1.
//!
//! The pipeline is four generators, each in its own file. Those that wait for bytes are asynchronous: each is a stream
//! over the one before. The one that joins lines to records waits for nothing: it is sent one line after another.
//!
//! ```text
//! file -> chunks() -> lines() -> events() -> Turn -> Summary
//!         chunks.rs   lines.rs   events.rs   turn.rs summary.rs
//!                                 |     ^
//!                            line v     | record
//!                                records()
//!                                records.rs
//! ```
//!
//! `--jobs` logs are read at a time, each in a task of its own (`job.rs`), and their counts are put together in the order
//! of the logs (`turn.rs`), so that the report is the same whichever is done first.
//!
//! Ctrl-C drops what is being read, and with it unfinished files (`interrupt.rs`); logs that were read are reported on.
//!
//! One line travels through all of the pipeline before the next is looked at, so memory does not grow with the logs.
//! Whatever could grow with them has a bound: the length of a line, the text of a record, the number of different
//! messages. The report says when a bound was met.

mod args;
mod bounds;
mod chunks;
mod console;
mod continuation;
mod error_files;
mod events;
mod inputs;
mod interrupt;
mod job;
mod jobs;
mod level;
mod lines;
mod log_file;
mod mask;
mod progress;
mod records;
mod report;
mod summary;
mod tally;
mod text;
mod timestamp;
mod turn;

use std::io::{self, Write as _};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::thread::available_parallelism;

use clap::Parser as _;
use tokio::runtime::Runtime;

use crate::args::Args;
use crate::console::Console;
use crate::error_files::ErrorFiles;
use crate::inputs::{Input, find_inputs};
use crate::interrupt::Interrupt;
use crate::report::Report;

fn main() -> ExitCode {
    let args = Args::parse();
    let console = Console::default();
    let interrupted = match Runtime::new() {
        Ok(runtime) => {
            let interrupted = runtime.block_on(run(&args, &console));
            // What still waits for a pipe or a terminal may do so for ever.
            runtime.shutdown_background();
            interrupted
        }
        Err(error) => {
            console.problem(format_args!("cannot start ({error}): check the limits on threads and files"));
            false
        }
    };
    if interrupted { ExitCode::from(interrupt::EXIT_STATUS) } else { console.exit_code() }
}

/// Returns whether it was interrupted.
async fn run(args: &Args, console: &Console) -> bool {
    let interrupt = match Interrupt::listen() {
        Ok(interrupt) => interrupt,
        Err(error) => {
            console.problem(format_args!("cannot listen for Ctrl-C ({error}): check the limits on open files"));
            return false;
        }
    };
    let inputs = find_inputs(&args.logs, console);
    let Ok(error_files) = error_files(args, &inputs, console) else { return false };
    let jobs = args.jobs.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let summary = jobs::read_all(inputs, error_files, jobs, console, interrupt.clone()).await;
    print_report(&Report::new(summary), args, console);
    interrupt.has_come()
}

/// The files that are asked for, if any. That they cannot be made is told.
fn error_files(args: &Args, inputs: &[Input], console: &Console) -> io::Result<Option<ErrorFiles>> {
    let Some(directory) = &args.output else { return Ok(None) };
    let files = ErrorFiles::new(directory, args.force, inputs).inspect_err(|error| {
        console.problem(format_args!(
            "cannot use {} for the error records ({error}): give --output a folder that you may write to",
            directory.display()
        ));
    });
    files.map(Some)
}

/// Prints the report in one piece. A reader that has gone away, such as `head`, is a problem to report, not a panic.
fn print_report(report: &Report, args: &Args, console: &Console) {
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
