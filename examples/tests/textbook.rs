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
