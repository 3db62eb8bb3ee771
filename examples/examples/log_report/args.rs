//! The command line.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Parser;

/// Reports what is in logs: records by level, source and hour, and the most frequent errors.
///
/// Lines longer than 64 KiB, and the text of stack traces beyond 64 KiB a record, are cut; the report says so. The exit
/// status is 1 if a log could not be read, or not completely.
///
/// Ctrl-C ends the reading: the report is on the logs that have been read by then, stderr says which are left out, no
/// unfinished file is left behind, and the exit status is 130. A second Ctrl-C ends the program at once.
#[derive(Parser)]
#[command(name = "log_report")]
pub(crate) struct Args {
    /// Logs, folders (all regular files directly in them, in the order of their names), or `-` for standard input;
    /// without any, the logs that come with this example
    #[arg(value_name = "FILE_OR_DIR")]
    pub(crate) logs: Vec<PathBuf>,

    /// Save each log's error records in this folder, in NAME.errors (or NAME-2.errors, .. where logs have equal names);
    /// better not in a folder of logs, where they would be read as logs the next time
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// Replace files of error records that are there already
    #[arg(long, requires = "output")]
    pub(crate) force: bool,

    /// Read this log as it grows, until Ctrl-C, also when it is cut off or when another file takes its name, and print each
    /// of its error records when it is complete, which the next record shows; then report on all that was read.
    ///
    /// It is read from its beginning. With `--json` only the report is printed. A log that is cut off, and has then grown
    /// beyond its former length within a fifth of a second, is taken for one that has grown.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["logs", "jobs"])]
    pub(crate) follow: Option<PathBuf>,

    /// How many logs to read at a time [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,

    /// Print all that was counted as JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// How many sources, hours and messages to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) top: usize,
}
