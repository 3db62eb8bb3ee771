//! Whether `distributed` counts what `log_report` counts, on one process and on several.

mod common;

use std::collections::BTreeSet;
use std::net::TcpListener;
use std::process::Output;

use common::log_report::{Logs, json, line_counts, log_report, rows};
use common::{example, run, stderr, stdout};
use serde_json::Value;

/// Table, name, records and errors.
type Row = (String, String, u64, u64);

fn counted(output: &Output) -> BTreeSet<Row> {
    let rows = stdout(output).lines().skip(1).map(|line| {
        let mut columns = line.split_whitespace();
        let table = columns.next().expect("a table").to_owned();
        let mut count = || columns.next().and_then(|count| count.parse().ok()).expect("a count");
        let (records, errors) = (count(), count());
        (table, line[28..].to_owned(), records, errors)
    });
    rows.collect()
}

fn reported(report: &Value) -> BTreeSet<Row> {
    let [_, records, continuation, blank, unreadable] = line_counts(&report["lines"]);
    let lines = [("records", records), ("continuation", continuation), ("blank", blank), ("unreadable", unreadable)];
    let lines = lines.into_iter().filter(|(_, count)| *count > 0);
    let lines = lines.map(|(name, count)| ("lines".to_owned(), name.to_owned(), count, 0));
    let tables = ["levels", "sources", "hours", "messages"].into_iter().flat_map(|table| {
        let row = move |(name, records, errors): (&str, u64, u64)| (table.to_owned(), name.to_owned(), records, errors);
        rows(report, table).into_iter().map(row)
    });
    lines.chain(tables).collect()
}

#[track_caller]
fn assert_counts_as_the_report_does(arguments: &[&str]) {
    let output = run(example("distributed").args(arguments));
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(counted(&output), reported(&json(&run(log_report().arg("--json")))));
}

#[test]
fn one_process() {
    assert_counts_as_the_report_does(&[]);
}

#[test]
fn two_threads() {
    assert_counts_as_the_report_does(&["--threads", "2"]);
}

#[test]
fn two_processes() {
    assert_counts_as_the_report_does(&["--processes", "2"]);
}

#[test]
fn more_workers_than_logs() {
    assert_counts_as_the_report_does(&["-n", "3", "-w", "2"]);
}

#[test]
fn many_batches_from_each_source() {
    let logs = Logs::new();
    let log = |name: &str| {
        let lines = (0..2000).map(|n| format!("2024-03-11 08:{:02}:00 ERROR {name}: lost {n}\n", n % 60));
        logs.write(name, lines.collect::<Vec<_>>().concat())
    };
    let (one, two) = (log("one"), log("two"));
    let output = run(example("distributed").args(["-n", "2"]).arg(&one).arg(&two));
    assert_eq!(stderr(&output), "");
    assert_eq!(counted(&output), reported(&json(&run(log_report().arg("--json").arg(&one).arg(&two)))));
}

#[test]
fn a_log_that_is_missing_is_told_and_the_others_count() {
    let logs = Logs::new();
    let there = logs.write("there", "2024-03-11 08:58:12 INFO a.B: ready\n");
    let output = run(example("distributed").args(["-n", "2"]).arg(&there).arg(logs.path().join("missing")));
    assert!(stderr(&output).contains("missing (No such file or directory"), "{output:?}");
    assert!(counted(&output).contains(&("lines".to_owned(), "records".to_owned(), 1, 0)), "{output:?}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_process_that_cannot_start_ends_the_others() {
    let logs = Logs::new();
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port on loopback");
    let address = taken.local_addr().expect("the port's number");
    let hosts = logs.write("hosts", format!("{address}\n127.0.0.1:0\n"));
    let output = run(example("distributed").args(["-n", "2", "--hostfile"]).arg(hosts));
    assert!(stderr(&output).contains("cannot start ("), "{output:?}");
    assert!(stderr(&output).contains("process 0 failed"), "{output:?}");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn too_few_hosts_are_told() {
    let logs = Logs::new();
    let hosts = logs.write("hosts", "127.0.0.1:2101\n");
    let output = run(example("distributed").args(["-n", "2", "-p", "0", "-h"]).arg(hosts));
    assert!(stderr(&output).contains("has 1 hosts for 2 processes: write a line HOST:PORT for each"), "{output:?}");
    assert_eq!(output.status.code(), Some(2));
}
