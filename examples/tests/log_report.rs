//! What `log_report` prints about the logs that come with it.

mod common;

use std::fs;

use common::log_report::{json, line_counts, log_report, rows};
use common::{package_path, run, stderr, stdout};

#[test]
fn without_arguments_it_reports_on_the_shipped_logs() {
    let output = run(&mut log_report());
    let expected = fs::read_to_string(package_path("tests/expected/log_report.txt")).expect("the expected report");
    assert_eq!(stdout(&output), expected);
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_shipped_logs_are_accounted_for_line_by_line() {
    let output = run(log_report().arg("--json").arg("examples/data"));
    assert_eq!(output.status.code(), Some(0));
    let report = json(&output);
    let mut total = 0;
    for log in report["logs"].as_array().expect("there is a list of logs") {
        let content = fs::read_to_string(common::workspace_root().join(log["log"].as_str().expect("a path")));
        let lines = content.expect("the log is there").lines().count();
        assert_eq!(log["lines"]["total"], lines);
        total += lines;
    }
    assert_eq!(report["lines"]["total"], total);
}

#[test]
fn json_has_everything_that_was_counted() {
    let report = json(&run(log_report().arg("--json")));
    assert_eq!(line_counts(&report["lines"]), [57, 41, 13, 1, 2]);
    assert_eq!(report["logs"][0]["log"], "examples/data/service.log");
    assert_eq!(line_counts(&report["logs"][0]["lines"]), [28, 13, 13, 1, 1]);
    assert_eq!(line_counts(&report["logs"][1]["lines"]), [16, 15, 0, 0, 1]);
    assert_eq!(line_counts(&report["logs"][2]["lines"]), [13, 13, 0, 0, 0]);
    assert_eq!(
        rows(&report, "levels"),
        [
            ("fatal", 1, 1),
            ("error", 11, 11),
            ("warn", 4, 0),
            ("notice", 6, 0),
            ("info", 5, 0),
            ("debug", 1, 0),
            ("none", 13, 0),
        ]
    );
    assert_eq!(rows(&report, "sources").len(), 16);
    assert_eq!(rows(&report, "sources")[3], ("sshd", 4, 2));
    assert_eq!(rows(&report, "hours").len(), 7);
    assert_eq!(rows(&report, "hours")[5], ("2024-03-11 09:00 UTC", 2, 0));
    assert_eq!(rows(&report, "messages")[0], ("mod_jk child workerEnv in error state #", 3, 3));
    assert_eq!(report["unreadable"][1]["line"], 14);
    assert_eq!(report["unreadable"][1]["text"], "-- MARK --");
    assert_eq!(report["notes"], serde_json::json!([]));
}

#[test]
fn top_limits_the_tables() {
    let output = run(log_report().args(["--top", "1"]));
    let tables = stdout(&output).split("\n\n").filter(|part| part.contains("the 1 most frequent of")).count();
    assert_eq!(tables, 3);
    assert!(stdout(&output).contains("\nErrors (the 1 most frequent of 7)\n         3  mod_jk"), "{}", stdout(&output));
}

#[test]
fn help_names_every_option() {
    let output = run(log_report().arg("--help"));
    for option in ["FILE_OR_DIR", "--output", "--force", "--json", "--top", "--jobs", "--follow"] {
        assert!(stdout(&output).contains(option), "{option}");
    }
    assert_eq!(output.status.code(), Some(0));
}
