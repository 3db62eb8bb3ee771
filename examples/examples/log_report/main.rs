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
//! `--follow` puts another generator in the place of `chunks()`, one that waits for more at the end (`growing.rs`).
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
mod follow;
mod growing;
mod inputs;
mod interrupt;
mod job;
mod jobs;
mod level;
mod lines;
mod log_file;
mod mask;
mod output;
mod progress;
mod records;
mod report;
mod summary;
mod tally;
mod text;
mod timestamp;
mod turn;

use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;

use clap::Parser as _;
use tokio::runtime::Runtime;

use crate::args::Args;
use crate::console::Console;
use crate::error_files::ErrorFiles;
use crate::inputs::{Input, find_inputs, followed_input};
use crate::interrupt::Interrupt;
use crate::output::{print, tell_not_printed};
use crate::report::Report;
use crate::summary::Summary;

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
    let summary = match &args.follow {
        Some(path) => follow(path, args, console, interrupt.clone()).await,
        None => read_all(args, console, interrupt.clone()).await,
    };
    if let Some(summary) = summary {
        print_report(&Report::new(summary), args, console);
    }
    interrupt.has_come()
}

async fn read_all(args: &Args, console: &Console, interrupt: Interrupt) -> Option<Summary> {
    let inputs = find_inputs(&args.logs, console);
    let error_files = error_files(args, &inputs, console).ok()?;
    let jobs = args.jobs.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    Some(jobs::read_all(inputs, error_files, jobs, console, interrupt).await)
}

async fn follow(path: &Path, args: &Args, console: &Console, interrupt: Interrupt) -> Option<Summary> {
    let input = followed_input(path, console)?;
    let error_files = error_files(args, std::slice::from_ref(&input), console).ok()?;
    let save_in = error_files.map(|mut files| files.choose(&input));
    Some(follow::follow(&input, save_in, !args.json, console, interrupt).await)
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

fn print_report(report: &Report, args: &Args, console: &Console) {
    let printed = if args.json { report.to_json() } else { Ok(text::render(report, args.top)) };
    // There can be records above it.
    let gap = if args.follow.is_some() && !args.json { "\n" } else { "" };
    if let Err(error) = printed.and_then(|printed| print(&format!("{gap}{printed}"))) {
        tell_not_printed("the report", &error, console);
    }
}
