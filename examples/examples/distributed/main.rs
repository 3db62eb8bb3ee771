//! When one machine is not enough: the counts of the log report, on the dataflow engine `timely`.
//!
//! Run it with `cargo run --release --example distributed -- --processes 2`. It starts two processes that talk to each
//! other over TCP on loopback, and prints what `log_report` counts, too: lines, levels, sources, hours and errors, for the
//! logs in `examples/data` or those given as arguments. Whatever could not be done is on stderr, and then the exit status
//! is not 0.
//!
//! On several machines, start one process on each, with timely's own options: `-n 2 -p 0 -h hosts.txt` on the first, and
//! `-n 2 -p 1 -h hosts.txt` on the second, where `hosts.txt` has a line `HOST:PORT` for each. All of them need the same
//! logs under the same paths; each worker reads its share. timely reports on stdout how it connects; `--output` keeps the
//! counts apart.
//!
//! ```text
//! worker 0:  facts() -> source --+--exchange by key--> count --> gather, print
//! worker 1:  facts() -> source --+--exchange by key--> count ----^
//!            facts.rs            dataflow.rs
//! ```
//!
//! The facts come from the generators of `log_report`, as these are. timely asks an operator to do some work, and it returns soon; a
//! generator can be left after any item, so it makes such an operator as it stands.

mod dataflow;
mod facts;
mod launcher;

// What follows is `log_report`'s. It uses more of it than this program does.
#[allow(dead_code, reason = "the report uses more of it")]
#[path = "../log_report/bounds.rs"]
mod bounds;
#[allow(dead_code, reason = "the report uses more of it")]
#[path = "../log_report/continuation.rs"]
mod continuation;
#[path = "../log_report/events.rs"]
mod events;
#[path = "../log_report/level.rs"]
mod level;
#[allow(dead_code, reason = "the report uses more of it")]
#[path = "../log_report/lines.rs"]
mod lines;
#[path = "../log_report/mask.rs"]
mod mask;
#[allow(dead_code, reason = "the report uses more of it")]
#[path = "../log_report/records.rs"]
mod records;
#[path = "../log_report/timestamp.rs"]
mod timestamp;

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use timely::{CommunicationConfig, Config, WorkerConfig};

use crate::dataflow::Outcome;
use crate::facts::Counts;

/// Everything was counted that could be read, but something could not.
const INCOMPLETE: u8 = 1;

/// There is no result.
const FAILED: u8 = 2;

/// Counts what is in logs, by several processes.
#[derive(Parser)]
#[command(name = "distributed", disable_help_flag = true)]
struct Args {
    /// Logs; without any, those that come with the examples
    #[arg(value_name = "FILE")]
    logs: Vec<PathBuf>,

    /// How many processes work together; without --process, they are started here
    #[arg(short = 'n', long, value_name = "N", default_value_t = 1)]
    processes: usize,

    /// Which of them this is, counted from 0
    #[arg(short, long, value_name = "INDEX")]
    process: Option<usize>,

    /// How many threads work in each process
    #[arg(short = 'w', long, value_name = "N", default_value_t = 1)]
    threads: usize,

    /// A file with a line HOST:PORT for each process; without it, they are on this machine, at ports from 2101 on
    #[arg(short, long, value_name = "FILE")]
    hostfile: Option<PathBuf>,

    /// Write the counts to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Print help
    #[arg(long, action = clap::ArgAction::Help)]
    help: Option<bool>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let done = if args.processes > 1 && args.process.is_none() { launcher::launch(&args) } else { work(&args) };
    done.unwrap_or_else(|problem| {
        eprintln!("distributed: {problem}");
        ExitCode::from(FAILED)
    })
}

/// What one process does: its part of the dataflow. The first process has all counts at the end.
fn work(args: &Args) -> Result<ExitCode, String> {
    let logs = logs(args)?;
    let config = Config { communication: communication(args)?, worker: WorkerConfig::default() };
    let workers = timely::execute(config, move |worker| dataflow::run(worker, &logs))
        .map_err(|error| format!("cannot start ({error}): check that all ports in the host file are free"))?;
    let mut complete = true;
    let mut counts = Counts::new();
    for worker in workers.join() {
        let Outcome { gathered, could_read_all } =
            worker.map_err(|error| format!("a worker failed ({error}): see what is on stderr of all processes"))?;
        complete &= could_read_all;
        // Only one worker of all has gathered anything.
        counts.extend(gathered);
    }
    if args.process.unwrap_or(0) == 0 {
        write(&render(&counts), args.output.as_deref())?;
    }
    Ok(if complete { ExitCode::SUCCESS } else { ExitCode::from(INCOMPLETE) })
}

/// The logs, in the same order in every process: that is how they agree on who reads what.
fn logs(args: &Args) -> Result<Vec<PathBuf>, String> {
    if !args.logs.is_empty() {
        return Ok(args.logs.clone());
    }
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let entries = fs::read_dir(&shipped).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut logs: Vec<PathBuf> =
        entries.map_err(|error| format!("cannot read {} ({error}): give logs of your own", shipped.display()))?;
    logs.sort();
    Ok(logs)
}

fn communication(args: &Args) -> Result<CommunicationConfig, String> {
    let (processes, process) = (args.processes, args.process.unwrap_or(0));
    if process >= processes || args.threads == 0 {
        return Err(format!("there are {processes} processes, from 0 on: give --process below that, and --threads"));
    }
    if processes == 1 {
        return Ok(CommunicationConfig::Process(args.threads));
    }
    let addresses = match &args.hostfile {
        None => (0..processes).map(|index| format!("localhost:{}", 2101 + index)).collect(),
        Some(path) => addresses(path, processes)?,
    };
    Ok(CommunicationConfig::Cluster { threads: args.threads, process, addresses, report: false, zerocopy: false })
}

fn addresses(path: &Path, processes: usize) -> Result<Vec<String>, String> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("cannot read the hosts in {} ({error}): check the path", path.display()))?;
    let addresses: Vec<String> = text.lines().take(processes).map(str::to_owned).collect();
    if addresses.len() < processes {
        let (path, found) = (path.display(), addresses.len());
        return Err(format!("{path} has {found} hosts for {processes} processes: write a line HOST:PORT for each"));
    }
    Ok(addresses)
}

/// A table of all counts: by table, the most frequent first, equally frequent ones by their names.
fn render(counts: &Counts) -> String {
    let mut rows: Vec<_> = counts.iter().collect();
    rows.sort_by_key(|(key, count)| (key.table, std::cmp::Reverse(count.records), &key.name));
    let mut text = format!("{:<8} {:>8} {:>8}  name\n", "table", "records", "errors");
    for (key, count) in rows {
        // Text from a log could hold control characters that a terminal obeys: they are shown, not sent.
        let name = key.name.replace(char::is_control, "\u{fffd}");
        let _ = writeln!(text, "{:<8} {:>8} {:>8}  {name}", key.table.name(), count.records, count.errors);
    }
    text
}

fn write(text: &str, path: Option<&Path>) -> Result<(), String> {
    match path {
        Some(path) => fs::write(path, text)
            .map_err(|error| format!("cannot write {} ({error}): give another --output", path.display())),
        None => io::stdout()
            .write_all(text.as_bytes())
            .map_err(|error| format!("the counts could not be printed ({error}): write them to a file with --output")),
    }
}
