//! What the examples on asynchronous programming print, from the first line to the last.

mod common;

use std::fs;

use common::{example, package_path, run, stderr, stdout};

/// The expected text of `name` is in `expected/name.txt`. Nothing is printed on stderr.
fn assert_prints_what_is_expected(name: &str) {
    let output = run(&mut example(name));
    let expected = package_path("tests/expected").join(name).with_extension("txt");
    assert_eq!(stdout(&output), fs::read_to_string(expected).expect("the expected text"));
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn event_loop() {
    assert_prints_what_is_expected("event_loop");
}

#[test]
fn thread_safe_calls() {
    assert_prints_what_is_expected("thread_safe_calls");
}

#[test]
fn producer_consumer() {
    assert_prints_what_is_expected("producer_consumer");
}

#[test]
fn async_iteration() {
    assert_prints_what_is_expected("async_iteration");
}

#[test]
fn async_resources() {
    assert_prints_what_is_expected("async_resources");
}

#[test]
fn cancellation() {
    assert_prints_what_is_expected("cancellation");
}
