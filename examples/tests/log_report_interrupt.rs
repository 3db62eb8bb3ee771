//! Ctrl-C while `log_report` reads.

#![cfg(unix)]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use common::log_report::{Logs, json, line_counts, log_report};
use common::running::{Running, make_pipe, open_pipe, wait_until};
use common::stderr;

const RECORD: &str = "2015-10-18 18:01:47 ERROR down\n";

fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in UTF-8")).collect();
    names.sort();
    names
}

/// The only log in a report.
#[track_caller]
fn assert_reports_only(output: &Output, log: &Path) {
    let report = json(output);
    assert_eq!(report["logs"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["logs"][0]["log"], log.to_str().expect("a path in UTF-8"));
    assert_eq!(line_counts(&report["lines"]), [1, 1, 0, 0, 0]);
}

/// Two logs in the order in which `order` puts them, of which one is never finished.
fn interrupted_beside(order: impl FnOnce([PathBuf; 2]) -> [PathBuf; 2]) {
    let logs = Logs::new();
    let finished = logs.write("finished.log", RECORD);
    let endless = logs.path().join("endless.log");
    make_pipe(&endless);
    let saved = logs.path().join("saved");
    let arguments = order([finished.clone(), endless.clone()]);
    let running = Running::start(log_report().args(["--json", "--jobs", "2", "--output"]).arg(&saved).args(arguments));
    let mut pipe = open_pipe(&endless);
    pipe.write_all(RECORD.as_bytes()).expect("the example reads");
    wait_until("the finished log's records are saved, and the other's begun", || {
        let names = names_in(&saved);
        names.len() == 2 && names.contains(&"finished.log.errors".to_owned())
    });

    running.interrupt();
    let output = running.end();
    assert_eq!(output.status.code(), Some(130));
    assert_reports_only(&output, &finished);
    assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
    assert!(stderr(&output).contains("1 of 2 logs are left out"), "{}", stderr(&output));
    assert!(stderr(&output).contains(endless.to_str().expect("a path in UTF-8")), "{}", stderr(&output));
    assert_eq!(names_in(&saved), ["finished.log.errors"]);
    drop(pipe);
}

#[test]
fn what_is_finished_is_reported() {
    interrupted_beside(|logs| logs);
}

/// Its counts wait for those of the log before it, which never come.
#[test]
fn what_is_finished_behind_an_endless_log_is_reported() {
    interrupted_beside(|[finished, endless]| [endless, finished]);
}

#[test]
fn a_pipe_that_nobody_writes_to() {
    let logs = Logs::new();
    let finished = logs.write("finished.log", RECORD);
    let silent = logs.path().join("silent.log");
    make_pipe(&silent);
    let saved = logs.path().join("saved");
    let running =
        Running::start(log_report().args(["--json", "--jobs", "2", "--output"]).arg(&saved).args([&silent, &finished]));
    wait_until("the other log is finished", || names_in(&saved) == ["finished.log.errors"]);
    running.interrupt();
    let output = running.end();
    assert_eq!(output.status.code(), Some(130));
    assert_reports_only(&output, &finished);
}

#[test]
fn what_was_never_begun_is_left_out() {
    let logs = Logs::new();
    let endless = logs.path().join("endless.log");
    make_pipe(&endless);
    let others: Vec<_> = (0..20).map(|number| logs.write(&format!("{number}.log"), RECORD)).collect();
    let running = Running::start(log_report().args(["--json", "--jobs", "1"]).arg(&endless).args(others));
    let pipe = open_pipe(&endless);
    running.interrupt();
    let output = running.end();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(line_counts(&json(&output)["lines"]), [0, 0, 0, 0, 0]);
    assert!(stderr(&output).contains("21 of 21 logs are left out"), "{}", stderr(&output));
    assert!(stderr(&output).contains("8.log and 11 more; the report is on the others"), "{}", stderr(&output));
    drop(pipe);
}

#[test]
fn standard_input_that_never_ends() {
    let logs = Logs::new();
    let finished = logs.write("finished.log", RECORD);
    let saved = logs.path().join("saved");
    let mut command = log_report();
    command.args(["--json", "--jobs", "2", "--output"]).arg(&saved).arg(&finished).arg("-");
    let mut running = Running::start(command.stdin(Stdio::piped()));
    let stdin = running.stdin();
    wait_until("the other log is finished", || names_in(&saved).contains(&"finished.log.errors".to_owned()));
    running.interrupt();
    let output = running.end();
    assert_eq!(output.status.code(), Some(130));
    assert_reports_only(&output, &finished);
    assert_eq!(names_in(&saved), ["finished.log.errors"]);
    drop(stdin);
}
