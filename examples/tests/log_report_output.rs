//! The error records that `log_report` saves with `--output`.

mod common;

use std::fs;
use std::path::Path;
use std::process::Output;

use common::log_report::{Logs, json, log_report};
use common::{run, stderr};

const LOG: &str = "2015-10-18 18:01:46 INFO up\n\
                   2015-10-18 18:01:47 ERROR down\n\tat a.B.c(B.java:1)\n\n... 12 more\n\
                   2015-10-18 18:01:48 WARN low\n  very\n\
                   2015-10-18 18:01:49 FATAL out\n";

const ERRORS: &str =
    "2015-10-18 18:01:47 ERROR down\n\tat a.B.c(B.java:1)\n... 12 more\n2015-10-18 18:01:49 FATAL out\n";

fn save(output: &Path, logs: &[&Path]) -> Output {
    run(log_report().arg("--json").arg("--output").arg(output).args(logs))
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).expect("the file can be read")
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut names: Vec<_> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in UTF-8")).collect();
    names.sort();
    names
}

#[test]
fn error_records_with_their_continuation_are_saved() {
    let logs = Logs::new();
    let log = logs.write("a.log", LOG);
    let folder = logs.path().join("deep/saved");
    let output = save(&folder, &[&log]);
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    assert_eq!(names_in(&folder), ["a.log.errors"]);
    let saved = folder.join("a.log.errors");
    assert_eq!(read(&saved), ERRORS);
    assert_eq!(json(&output)["logs"][0]["errors_saved_in"], saved.to_str().expect("a path in UTF-8"));
    assert_eq!(read(&log), LOG, "the log is as it was");
}

#[test]
fn a_log_without_errors_has_an_empty_file() {
    let logs = Logs::new();
    let log = logs.write("a.log", "2015-10-18 18:01:46 INFO up\n");
    let output = save(logs.path(), &[&log]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(read(logs.path().join("a.log.errors")), "");
}

#[test]
fn what_was_cut_is_marked() {
    let logs = Logs::new();
    let log = logs.write("a.log", format!("2015-10-18 18:01:47 ERROR {}\n", "x".repeat(100_000)));
    assert_eq!(save(logs.path(), &[&log]).status.code(), Some(0));
    let text = read(logs.path().join("a.log.errors"));
    assert!(text.ends_with("xxx [34490 bytes cut]\n"), "{}", &text[text.len() - 40..]);
}

#[test]
fn logs_of_equal_name_have_files_of_their_own() {
    let logs = Logs::new();
    let paths: Vec<_> = ["one", "two", "three"]
        .iter()
        .map(|folder| logs.write(&format!("{folder}/a.log"), format!("2015-10-18 18:01:47 ERROR {folder}\n")))
        .collect();
    let upper = logs.write("four/A.LOG", "2015-10-18 18:01:47 ERROR four\n");
    let folder = logs.path().join("saved");
    let output = save(&folder, &[&paths[0], &paths[1], &paths[2], &upper]);
    assert_eq!(output.status.code(), Some(0));
    for (name, message) in
        [("a.log.errors", "one"), ("a.log-2.errors", "two"), ("a.log-3.errors", "three"), ("A.LOG-4.errors", "four")]
    {
        assert_eq!(read(folder.join(name)), format!("2015-10-18 18:01:47 ERROR {message}\n"));
    }
    assert_eq!(names_in(&folder).len(), 4);
}

#[test]
fn an_earlier_file_is_replaced_only_on_request() {
    let logs = Logs::new();
    let log = logs.write("a.log", LOG);
    let other = logs.write("b.log", LOG);
    let saved = logs.write("saved/a.log.errors", "precious");
    let folder = logs.path().join("saved");
    let output = save(&folder, &[&log, &other]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("is there already; --force replaces it"), "{}", stderr(&output));
    assert_eq!(read(&saved), "precious");
    assert_eq!(names_in(&folder), ["a.log.errors", "b.log.errors"]);
    assert_eq!(json(&output)["lines"]["total"], 16, "both logs are reported on");

    fs::remove_file(folder.join("b.log.errors")).expect("the file can be removed");
    let output = run(log_report().arg("--force").arg("--output").arg(&folder).args([&log, &other]));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(read(&saved), ERRORS);
}

#[test]
fn an_input_is_never_replaced() {
    let logs = Logs::new();
    let log = logs.write("a.log", LOG);
    let input = logs.write("a.log.errors", "2015-10-18 18:01:47 ERROR input\n");
    let output = run(log_report().arg("--force").arg("--output").arg(logs.path()).args([&log, &input]));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(read(&input), "2015-10-18 18:01:47 ERROR input\n");
    assert_eq!(read(&log), LOG);
    assert_eq!(read(logs.path().join("a.log-2.errors")), ERRORS);
    assert_eq!(read(logs.path().join("a.log.errors.errors")), "2015-10-18 18:01:47 ERROR input\n");
}

#[test]
fn a_file_in_the_place_of_the_folder() {
    let logs = Logs::new();
    let log = logs.write("a.log", LOG);
    let output = save(&log, &[&log]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("give --output a folder that you may write to"), "{}", stderr(&output));
    assert_eq!(read(&log), LOG);
}
