//! What the examples of a textbook's topics print, from the first line to the last.
//!
//! The expected texts are in `expected/`, one file an example.

mod common;

use std::fs;

use common::{example, package_path, run, stderr, stdout};

fn expected(name: &str) -> String {
    let path = package_path("tests/expected").join(format!("{name}.txt"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[track_caller]
fn assert_prints_what_is_expected(name: &str) {
    let output = run(&mut example(name));
    assert_eq!(stderr(&output), "");
    assert_eq!(stdout(&output), expected(name));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn iterator_protocol() {
    assert_prints_what_is_expected("iterator_protocol");
}

#[test]
fn generator_basics() {
    assert_prints_what_is_expected("generator_basics");
}

#[test]
fn generator_expressions() {
    assert_prints_what_is_expected("generator_expressions");
}

#[test]
fn pipelines() {
    assert_prints_what_is_expected("pipelines");
}

#[test]
fn yield_from() {
    assert_prints_what_is_expected("yield_from");
}

#[test]
fn send_values() {
    assert_prints_what_is_expected("send_values");
}

#[test]
fn throw_and_close() {
    assert_prints_what_is_expected("throw_and_close");
}

#[test]
fn scheduler() {
    assert_prints_what_is_expected("scheduler");
}

#[test]
fn parallel() {
    assert_prints_what_is_expected("parallel");
}

/// The figures of the memory are different each time, and are there on Linux alone.
#[test]
fn large_file() {
    let output = run(example("large_file").arg("4"));
    assert_eq!(stderr(&output), "");
    let (report, memory) = stdout(&output).split_once("resident memory: ").expect("a line on memory");
    assert_eq!(report, expected("large_file"));
    let end =
        if cfg!(target_os = "linux") { "that is below 20 MiB, as it should be\n" } else { "does not tell it here\n" };
    assert!(memory.ends_with(end), "{memory}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn large_file_says_what_it_needs() {
    for size in ["0", "-1", "ten", "100001"] {
        let output = run(example("large_file").arg(size));
        assert_eq!(stdout(&output), "");
        assert!(stderr(&output).starts_with("large_file: "), "{}", stderr(&output));
        assert!(stderr(&output).contains("give MiB as a whole number"), "{}", stderr(&output));
        assert_eq!(output.status.code(), Some(1));
    }
}
