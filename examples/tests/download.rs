//! What `download` prints, and what it does when something cannot be fetched.

mod common;

use std::fs;
use std::net::TcpListener;

use common::{example, package_path, run, stderr, stdout};

#[test]
fn it_fetches_every_file_as_a_whole() {
    let output = run(&mut example("download"));
    assert_eq!(stderr(&output), "");
    let expected = fs::read_to_string(package_path("tests/expected/download.txt")).expect("the expected text");
    assert_eq!(stdout(&output), expected);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn one_at_a_time_gives_the_same() {
    let output = run(example("download").args(["--concurrency", "1"]));
    let expected = fs::read_to_string(package_path("tests/expected/download.txt")).expect("the expected text");
    assert_eq!(stdout(&output), expected.replace("at most 3", "at most 1"));
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_is_missing_is_told_and_the_others_come() {
    let output = run(example("download").args(["/missing", "/plain/alice"]));
    assert!(stderr(&output).contains("/missing: the server answers 404 Not Found: check the path\n"), "{output:?}");
    assert_eq!(stderr(&output).lines().count(), 1);
    assert!(stdout(&output).contains("  /plain/alice\n"), "{output:?}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_server_that_does_not_run_is_told() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port on loopback");
    let address = listener.local_addr().expect("the port's number");
    drop(listener);
    let output = run(example("download").arg(format!("http://{address}/file")));
    let expected =
        format!("download: http://{address}/file: no connection: check the address, and whether the server runs\n");
    assert_eq!(stderr(&output), expected);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_server_that_falls_silent_is_told() {
    // Connections are taken by the operating system, and nobody ever answers.
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port on loopback");
    let address = listener.local_addr().expect("the port's number");
    let output = run(example("download").args(["--timeout", "20"]).arg(format!("http://{address}/file")));
    let expected = format!(
        "download: http://{address}/file: nothing came for too long: try again later, or with a longer --timeout\n"
    );
    assert_eq!(stderr(&output), expected);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_is_no_url_is_told() {
    for argument in ["http://", "file:///etc/hosts"] {
        let output = run(example("download").arg(argument));
        assert!(stderr(&output).starts_with("download: "), "{output:?}");
        assert!(stderr(&output).contains("http://"), "{output:?}");
        assert_eq!(output.status.code(), Some(1));
    }
}
