//! What `log_report` prints and saves does not depend on how many logs it reads at a time.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Output;

use common::log_report::{Logs, json, log_report, real_logs, rows};
use common::{package_path, run, stderr, stdout};

const JOBS: [&str; 3] = ["1", "2", "8"];

fn with_jobs(jobs: &str, options: &[&str], folder: &Path) -> Output {
    run(log_report().args(["--jobs", jobs]).args(options).arg(folder))
}

#[track_caller]
fn assert_same_with_all_jobs(options: &[&str], folder: &Path) -> Output {
    let [first, others @ ..] = JOBS.map(|jobs| with_jobs(jobs, options, folder));
    for other in others {
        assert_eq!(stdout(&first), stdout(&other));
        assert_eq!(first.status.code(), other.status.code());
    }
    first
}

/// Different for each number, also when digits are masked.
fn word(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..4 {
        word.push(char::from(b'k' + u8::try_from(number % 16).expect("a small number")));
        number /= 16;
    }
    word
}

fn syslog(numbers: impl Iterator<Item = usize>) -> String {
    let mut content = String::new();
    for number in numbers {
        let word = word(number);
        writeln!(content, "Jun 14 15:16:01 host {word}[1]: error: {word} failed").expect("a string takes all");
    }
    content
}

#[test]
fn the_shipped_logs() {
    let expected = fs::read_to_string(package_path("tests/expected/log_report.txt")).expect("the expected report");
    for jobs in JOBS {
        let output = run(log_report().args(["--jobs", jobs]));
        assert_eq!(stdout(&output), expected);
        assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
    }
    assert_same_with_all_jobs(&["--json"], &package_path("data"));
}

#[test]
#[ignore = "LOGHUB must name the folder of the logs"]
fn real_logs_are_reported_on_alike() {
    let folder = real_logs();
    assert_same_with_all_jobs(&[], &folder);
    assert_same_with_all_jobs(&["--json"], &folder);
}

#[test]
fn many_logs_of_different_lengths() {
    let logs = Logs::new();
    for number in 0..60 {
        // Long and short ones, so that many wait for one before them.
        let lines = if number % 20 == 0 { 4_000 } else { number % 7 };
        let content = syslog((0..lines).map(|line| (line * 7 + number) % 600)) + "not of a log\n";
        logs.write(&format!("{number:02}.log"), content);
    }
    let report = json(&assert_same_with_all_jobs(&["--json"], logs.path()));
    assert_eq!(report["logs"].as_array().map(Vec::len), Some(60));
    assert_eq!(report["unreadable"][0]["line"], 4_001);
    assert!(report["unreadable"][4]["log"].as_str().is_some_and(|log| log.ends_with("04.log")));
}

/// Which names have a place in a tally that is full, and how often they were there, is as if one log had been read
/// after the other.
#[test]
fn more_names_than_are_counted() {
    let logs = Logs::new();
    logs.write("a.log", syslog([12_000, 5, 12_000].into_iter()));
    logs.write("b.log", syslog((0..10_500).chain([12_000, 5])));
    logs.write("c.log", syslog((0..2).chain(11_000..11_003)));
    let report = json(&assert_same_with_all_jobs(&["--json"], logs.path()));
    for table in ["sources", "messages"] {
        let rows = rows(&report, table);
        assert_eq!(rows.len(), 10_000);
        assert!(rows[..2].iter().all(|row| row.1 == 3), "both were in a.log and later in b.log: {:?}", &rows[..3]);
        assert_eq!(rows.iter().filter(|row| row.1 == 2).count(), 2, "two of c.log were in b.log");
    }
    assert!(report["notes"].to_string().contains("lacks 504 records"), "{}", report["notes"]);
}

#[test]
fn error_records_of_logs_of_equal_name() {
    let logs = Logs::new();
    let paths: Vec<_> = (0..20)
        .map(|number| logs.write(&format!("{number:02}/a.log"), syslog((0..20 - number).map(|_| number))))
        .collect();
    for jobs in JOBS {
        let saved = logs.path().join(format!("saved-{jobs}"));
        let output = run(log_report().args(["--jobs", jobs, "--output"]).arg(&saved).args(&paths));
        assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
        for number in 0..20 {
            let name = if number == 0 { "a.log.errors".to_owned() } else { format!("a.log-{}.errors", number + 1) };
            let text = fs::read_to_string(saved.join(name)).expect("the error records");
            assert_eq!(text, syslog((0..20 - number).map(|_| number)));
        }
    }
}

#[test]
fn a_log_that_cannot_be_read_does_not_stop_the_others() {
    let logs = Logs::new();
    let good = [logs.write("a.log", syslog(0..5)), logs.write("c.log", syslog(0..5))];
    let missing = logs.path().join("b.log");
    for jobs in JOBS {
        let output = run(log_report().args(["--json", "--jobs", jobs]).args([&good[0], &missing, &good[1]]));
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("check the path"), "{}", stderr(&output));
        assert_eq!(json(&output)["logs"].as_array().map(Vec::len), Some(2));
    }
}

#[test]
fn no_job_at_all_is_refused() {
    let output = run(log_report().args(["--jobs", "0"]));
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--jobs"), "{}", stderr(&output));
}
