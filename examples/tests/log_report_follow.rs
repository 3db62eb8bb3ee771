//! `log_report --follow` on a log that changes.

#![cfg(unix)]

mod common;

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Output, Stdio};

use common::log_report::{Logs, json, line_counts, log_report, rows};
use common::running::{Running, make_pipe, open_pipe, wait_until};
use common::{run, stderr, stdout};

fn follow(log: &Path, options: &[&str]) -> Running {
    Running::start(log_report().args(options).arg("--follow").arg(log))
}

fn append(log: &Path, text: &str) {
    let mut file = File::options().append(true).open(log).expect("the log can be opened");
    file.write_all(text.as_bytes()).expect("the log can be written");
}

fn error(message: &str) -> String {
    format!("2015-10-18 18:01:47 ERROR {message}\n")
}

/// What makes the record before it complete.
const NEXT: &str = "2015-10-18 18:01:47 INFO next\n";

#[track_caller]
fn wait_for_stdout(running: &Running, text: &str) {
    wait_until(text, || running.stdout().contains(text));
}

#[track_caller]
fn wait_for_stderr(running: &Running, text: &str) {
    wait_until(text, || running.stderr().contains(text));
}

#[track_caller]
fn interrupt(running: Running) -> Output {
    running.interrupt();
    let output = running.end();
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    output
}

/// The error messages in the report, and how often each was there.
fn messages(output: &Output) -> Vec<(String, u64)> {
    rows(&json(output), "messages").into_iter().map(|row| (row.0.to_owned(), row.1)).collect()
}

#[test]
fn errors_are_printed_as_they_come_and_then_the_report() {
    let logs = Logs::new();
    let log = logs.write("a.log", error("one") + "\tat a.B\n" + NEXT);
    let running = follow(&log, &[]);
    wait_for_stdout(&running, &(error("one") + "\tat a.B\n"));
    append(&log, &error("two"));
    append(&log, NEXT);
    wait_for_stdout(&running, &error("two"));
    let output = interrupt(running);
    let plain = run(log_report().arg(&log));
    let expected = error("one") + "\tat a.B\n" + &error("two") + "\n" + stdout(&plain);
    assert_eq!(stdout(&output), expected);
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_line_that_is_written_in_pieces_is_one_line() {
    let logs = Logs::new();
    let log = logs.write("a.log", error("begin") + "2015-10-18 18:01:47 ER");
    let running = follow(&log, &[]);
    append(&log, "ROR in pie");
    append(&log, "ces\n");
    append(&log, NEXT);
    wait_for_stdout(&running, &error("in pieces"));
    append(&log, "2015-10-18 18:01:48 ERROR without an end");
    wait_for_stdout(&running, &error("begin"));
    let output = interrupt(running);
    assert!(
        stdout(&output).contains("         4          4             0        0           0"),
        "{}",
        stdout(&output)
    );
    assert!(stdout(&output).ends_with(&stdout(&run(log_report().arg(&log)))), "{}", stdout(&output));
}

#[test]
fn a_log_that_is_cut_off() {
    let logs = Logs::new();
    let log = logs.write("a.log", error("long ago") + NEXT + NEXT + "a half line");
    let running = follow(&log, &[]);
    wait_for_stdout(&running, &error("long ago"));
    fs::write(&log, "").expect("the log can be cut off");
    wait_for_stderr(&running, "a.log was cut off");
    append(&log, &(error("anew") + NEXT));
    wait_for_stdout(&running, &error("anew"));
    let output = interrupt(running);
    assert!(
        stdout(&output).contains("         6          5             0        0           1"),
        "{}",
        stdout(&output)
    );
    assert!(stdout(&output).contains("a.log:4: a half line"), "{}", stdout(&output));
}

#[test]
fn a_log_that_is_replaced() {
    let logs = Logs::new();
    let log = logs.write("a.log", error("first") + NEXT);
    let running = follow(&log, &[]);
    wait_for_stdout(&running, &error("first"));
    for (name, message) in [("a.log.1", "second"), ("a.log.2", "third")] {
        let old = logs.path().join(name);
        fs::rename(&log, &old).expect("the log can be renamed");
        // Who writes to it does not know yet.
        append(&old, &error(&format!("late for {message}")));
        fs::write(&log, error(message) + "not of a log\n" + NEXT).expect("a new log");
        wait_for_stdout(&running, &error(message));
    }
    let output = interrupt(running);
    for message in ["first", "late for second", "second", "late for third", "third"] {
        assert!(stdout(&output).contains(&error(message)), "{}", stdout(&output));
    }
    assert!(
        stdout(&output).contains("        10          8             0        0           2"),
        "{}",
        stdout(&output)
    );
    assert!(stdout(&output).contains("a.log:2: not of a log"), "{}", stdout(&output));
    assert_eq!(stderr(&output).matches("is another file now").count(), 2, "{}", stderr(&output));
}

#[test]
fn a_log_that_is_away_for_a_while() {
    let logs = Logs::new();
    let log = logs.write("a.log", error("first") + NEXT);
    let running = follow(&log, &[]);
    wait_for_stdout(&running, &error("first"));
    let old = logs.path().join("a.log.1");
    fs::rename(&log, &old).expect("the log can be renamed");
    append(&old, &(error("late") + NEXT));
    wait_for_stdout(&running, &error("late"));
    logs.write("a.log", error("back") + NEXT);
    wait_for_stdout(&running, &error("back"));
    interrupt(running);
}

#[test]
fn error_records_are_saved_at_the_end() {
    let logs = Logs::new();
    let log = logs.write("a.log", error("one") + NEXT);
    let saved = logs.path().join("saved");
    let running = follow(&log, &["--output", saved.to_str().expect("a path in UTF-8")]);
    wait_for_stdout(&running, &error("one"));
    append(&log, &error("two"));
    append(&log, NEXT);
    wait_for_stdout(&running, &error("two"));
    interrupt(running);
    let names: Vec<_> =
        fs::read_dir(&saved).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(names, ["a.log.errors"]);
    assert_eq!(fs::read_to_string(saved.join("a.log.errors")).expect("a file"), error("one") + &error("two"));
}

/// The pipe tells when the example listens: nothing on stdout does. What is there when Ctrl-C comes is still read.
#[test]
fn with_json_only_the_report_is_printed() {
    let logs = Logs::new();
    let log = logs.path().join("a.log");
    make_pipe(&log);
    let running = follow(&log, &["--json"]);
    let mut pipe = open_pipe(&log);
    drop(fs::remove_file(&log));
    logs.write("a.log", error("one") + &error("two"));
    pipe.write_all(error("of the pipe").as_bytes()).expect("the example reads");
    drop(pipe);
    wait_for_stderr(&running, "is another file now");
    let output = interrupt(running);
    let expected = [("of the pipe".to_owned(), 1), ("one".to_owned(), 1), ("two".to_owned(), 1)];
    assert_eq!(messages(&output), expected);
    assert_eq!(line_counts(&json(&output)["lines"]), [3, 3, 0, 0, 0]);
}

#[test]
fn what_cannot_be_followed() {
    let logs = Logs::new();
    let missing = logs.path().join("missing.log");
    for (path, advice) in [(missing.as_path(), "check the path"), (Path::new("-"), "without --follow")] {
        let output = run(log_report().arg("--follow").arg(path));
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(advice), "{}", stderr(&output));
    }
    let folder = run(log_report().arg("--follow").arg(logs.path()));
    assert_eq!(folder.status.code(), Some(1));
    assert!(stderr(&folder).contains("whether it is a file"), "{}", stderr(&folder));
}

#[test]
fn a_reader_that_has_gone_away_ends_it() {
    let logs = Logs::new();
    let log = logs.write("a.log", error("one") + NEXT);
    let mut child = log_report()
        .arg("--follow")
        .arg(&log)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example can be started");
    let mut first = [0];
    let mut reader = child.stdout.take().expect("a pipe");
    reader.read_exact(&mut first).expect("something is printed");
    drop(reader);
    append(&log, &error("two"));
    append(&log, NEXT);
    let output = child.wait_with_output().expect("the example ends");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("could not be printed"), "{}", stderr(&output));
}
