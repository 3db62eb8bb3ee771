//! Runs `log_report` on logs that a test makes, and reads what it prints.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::{example, run, stdout, workspace_root};

pub(crate) fn log_report() -> Command {
    example("log_report")
}

/// The folder of the logs that are no part of this repository.
pub(crate) fn real_logs() -> PathBuf {
    let folder =
        env::var_os("LOGHUB").expect("LOGHUB names a folder with the 2,000-line samples of the loghub collection");
    workspace_root().join(folder)
}

/// A folder for the logs of one test. It is removed at the end.
pub(crate) struct Logs {
    folder: TempDir,
}

impl Logs {
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder") }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a log, in a folder of its own if `name` says so.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder for the log");
        fs::write(&path, content).expect("the log can be written");
        path
    }
}

/// What `--json` printed. Before anything else, the lines of each log have to add up.
pub(crate) fn json(output: &Output) -> Value {
    let report: Value = serde_json::from_str(stdout(output)).expect("`--json` prints JSON");
    let logs = report["logs"].as_array().expect("there is a list of logs");
    for lines in logs.iter().map(|log| &log["lines"]).chain([&report["lines"]]) {
        let [total, records, continuation, blank, unreadable] = line_counts(lines);
        assert_eq!(total, records + continuation + blank + unreadable, "{lines}");
    }
    report
}

/// Total, records, continuation, blank and unreadable.
pub(crate) fn line_counts(lines: &Value) -> [u64; 5] {
    ["total", "records", "continuation", "blank", "unreadable"].map(|kind| lines[kind].as_u64().expect("a count"))
}

/// Name, records and errors of each row of a table.
pub(crate) fn rows<'a>(report: &'a Value, table: &str) -> Vec<(&'a str, u64, u64)> {
    let rows = report[table].as_array().expect("there is such a table");
    let count = |row: &'a Value, name: &str| row[name].as_u64().expect("a count");
    rows.iter()
        .map(|row| (row["name"].as_str().expect("a name"), count(row, "records"), count(row, "errors")))
        .collect()
}

/// The report on a single log that has nothing wrong with it.
pub(crate) fn report_on(content: impl AsRef<[u8]>) -> Value {
    let logs = Logs::new();
    let log = logs.write("a.log", content);
    let output = run(log_report().arg("--json").arg(log));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    json(&output)
}
