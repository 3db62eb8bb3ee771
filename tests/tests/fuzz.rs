//! Some random programs, the same each time; `tests/fuzz/main.rs` tells what is done with them, and runs more.

use std::process::Command;

#[test]
fn random_programs_do_the_same_in_python_and_in_every_form() {
    let run = Command::new(env!("CARGO_BIN_EXE_fuzz")).args(["--seed", "1", "--count", "200"]).output().unwrap();
    let output = String::from_utf8_lossy(&run.stdout);
    print!("{output}{}", String::from_utf8_lossy(&run.stderr));
    assert!(run.status.success());
    assert!(output.lines().any(|line| line == "200 programs, 0 differ"));
}
