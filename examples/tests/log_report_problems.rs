//! Whatever goes wrong: `log_report` says so on stderr, goes on with the other logs, and exits with 1.

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use common::log_report::{Logs, json, line_counts, log_report, rows};
#[cfg(unix)]
use common::skip::skip;
use common::{run, stderr, stdout};

const RECORD: &str = "2015-10-18 18:01:47 ERROR down\n";

/// Runs on what is given and on a good log behind it. The good one has to be reported on. Returns stderr.
fn problem_beside_a_good_log(logs: &Logs, arguments: &[&Path]) -> String {
    problem_of(log_report(), logs, arguments)
}

fn problem_of(mut log_report: Command, logs: &Logs, arguments: &[&Path]) -> String {
    let good = logs.write("good/good.log", RECORD);
    let output = run(log_report.arg("--json").args(arguments).arg(&good));
    assert_eq!(output.status.code(), Some(1));
    let report = json(&output);
    let reported = report["logs"].as_array().expect("a list").last().expect("the good log");
    assert_eq!(reported["log"], good.to_str().expect("a path in UTF-8"));
    assert_eq!(line_counts(&reported["lines"]), [1, 1, 0, 0, 0]);
    stderr(&output).to_owned()
}

/// The same command without root's privilege to read everything.
#[cfg(unix)]
fn unprivileged(command: &Command) -> Command {
    let mut unprivileged = Command::new("setpriv");
    unprivileged.args(["--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]);
    unprivileged.arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
    if let Some(directory) = command.get_current_dir() {
        unprivileged.current_dir(directory);
    }
    unprivileged
}

/// One line that begins with the program's name and the log, and has some advice.
#[track_caller]
fn assert_one_message(stderr: &str, path: &Path, advice: &str) {
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.starts_with("log_report: "), "{stderr}");
    assert!(stderr.contains(path.to_str().expect("a path in UTF-8")), "{stderr}");
    assert!(stderr.contains(advice), "{stderr}");
}

#[test]
fn a_missing_file() {
    let logs = Logs::new();
    let missing = logs.path().join("missing.log");
    let stderr = problem_beside_a_good_log(&logs, &[&missing]);
    assert_one_message(&stderr, &missing, "check the path");
}

#[test]
fn an_empty_folder() {
    let logs = Logs::new();
    let folder = logs.path().join("empty");
    fs::create_dir_all(folder.join("another")).expect("a folder");
    let stderr = problem_beside_a_good_log(&logs, &[&folder]);
    assert_one_message(&stderr, &folder, "give a folder with logs directly in it");
}

#[test]
fn a_folder_without_a_log() {
    let logs = Logs::new();
    let file = logs.write("pictures/a.txt", "this is\nno log\n");
    let stderr = problem_beside_a_good_log(&logs, &[file.parent().expect("its folder")]);
    assert_one_message(&stderr, &file, "check that it is a log");
}

#[test]
fn an_empty_file() {
    let logs = Logs::new();
    let empty = logs.write("empty.log", "");
    let stderr = problem_beside_a_good_log(&logs, &[&empty]);
    assert_one_message(&stderr, &empty, "leave it out");
}

#[test]
fn only_empty_files() {
    let logs = Logs::new();
    let output = run(log_report().arg(logs.write("empty.log", "")));
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("         0          0             0        0           0"),
        "{}",
        stdout(&output)
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;

    let logs = Logs::new();
    let secret = logs.write("secret.log", RECORD);
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions can be changed");
    let stderr = if fs::File::open(&secret).is_err() {
        problem_beside_a_good_log(&logs, &[&secret])
    } else if unprivileged(&Command::new("true")).status().is_ok_and(|status| status.success()) {
        problem_of(unprivileged(&log_report()), &logs, &[&secret])
    } else {
        return skip("a file that may not be read", "this user may read everything");
    };
    assert_one_message(&stderr, &secret, "whether you may read it");
}

#[test]
fn invalid_utf8_is_one_unreadable_line() {
    let logs = Logs::new();
    let broken = logs.write(
        "broken.log",
        b"2015-10-18 18:01:47 ERROR a\n2015-10-18 18:01:47 ERROR \xff\n\tat x\n2015-10-18 18:01:47 ERROR c\n",
    );
    let stderr = problem_beside_a_good_log(&logs, &[&broken]);
    assert_one_message(&stderr, &broken, "broken.log:2: not UTF-8 from byte 27 of the line on");
    assert_one_message(&stderr, &broken, "convert the log to UTF-8");

    let output = run(log_report().arg("--json").arg(&broken));
    assert_eq!(output.status.code(), Some(1));
    let report = json(&output);
    assert_eq!(line_counts(&report["lines"]), [4, 2, 0, 0, 2]);
    assert_eq!(rows(&report, "messages"), [("a", 1, 1), ("c", 1, 1)]);
    assert_eq!(report["unreadable"][0]["line"], 2);
    assert_eq!(report["unreadable"][1]["line"], 3, "it continues an unreadable line, not the record before that");
}

#[test]
fn many_invalid_lines_do_not_flood_stderr() {
    let logs = Logs::new();
    let mut content = RECORD.as_bytes().to_vec();
    content.extend(b"\xff\n".repeat(1000));
    let output = run(log_report().arg("--json").arg(logs.write("broken.log", content)));
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stderr(&output).lines().count(), 11);
    assert!(stderr(&output).ends_with("990 more lines are not UTF-8\n"), "{}", stderr(&output));
    assert_eq!(line_counts(&json(&output)["lines"]), [1001, 1, 0, 0, 1000]);
}

/// The program can only print after it has read its standard input to the end, and then nobody is there to read.
#[test]
fn a_reader_that_has_gone_away() {
    let mut child = log_report()
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example can be started");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(RECORD.as_bytes()).expect("the example reads");
    drop(stdin);
    let output = child.wait_with_output().expect("the example ends");
    assert_eq!(output.status.code(), Some(1));
    assert_one_message(stderr(&output), Path::new(""), "the report could not be printed to its end");
}

#[test]
fn standard_input_is_a_log() {
    let logs = Logs::new();
    let log = fs::File::open(logs.write("a.log", RECORD)).expect("the log can be opened");
    let output = run(log_report().args(["--json", "-"]).stdin(log));
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output)["logs"][0]["log"], "standard input");
}

#[test]
fn a_folder_is_read_in_the_order_of_names_and_not_beneath() {
    let logs = Logs::new();
    for name in ["logs/b.log", "logs/a.log", "logs/c.log", "logs/old/z.log"] {
        logs.write(name, RECORD);
    }
    let output = run(log_report().arg("--json").arg("logs").current_dir(logs.path()));
    assert_eq!(output.status.code(), Some(0));
    let report = json(&output);
    let names: Vec<_> =
        (0..4).map(|log| report["logs"][log]["log"].as_str().map(|path| path.replace('\\', "/"))).collect();
    assert_eq!(names, [Some("logs/a.log".into()), Some("logs/b.log".into()), Some("logs/c.log".into()), None]);
}

#[test]
fn a_log_that_is_given_twice_is_counted_once() {
    let logs = Logs::new();
    let log = logs.write("logs/a.log", RECORD);
    let output = run(log_report().arg("--json").arg(&log).arg(log.parent().expect("its folder")));
    assert_eq!(output.status.code(), Some(0));
    assert_one_message(stderr(&output), &log, "it is counted once");
    assert_eq!(line_counts(&json(&output)["lines"]), [1, 1, 0, 0, 0]);
}

#[test]
fn a_wrong_option() {
    let output = run(Command::arg(&mut log_report(), "--colour"));
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--help"), "{}", stderr(&output));
}
