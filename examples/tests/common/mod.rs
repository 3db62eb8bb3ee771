//! Runs the example programs as a user would: from the workspace's root, as processes of their own.

#![allow(dead_code, reason = "each test program uses a part of this")]

pub(crate) mod log_report;
#[cfg(unix)]
pub(crate) mod running;
#[path = "../../../tests/src/skip.rs"]
#[allow(unreachable_pub, reason = "it is public in the crate that it is from")]
pub(crate) mod skip;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A command that runs the example `name`, with nothing to read on its standard input.
///
/// Cargo builds the examples before it runs this package's tests, and puts them beside the directory of the test program.
pub(crate) fn example(name: &str) -> Command {
    let test_program = env::current_exe().expect("the path of this test program");
    let program = test_program
        .ancestors()
        .map(|directory| directory.join("examples").join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .find(|path| path.is_file())
        .unwrap_or_else(|| panic!("the example `{name}` is not built: run `cargo build --examples` first"));
    let mut command = Command::new(program);
    command.current_dir(workspace_root()).stdin(Stdio::null());
    command
}

pub(crate) fn workspace_root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in the workspace's folder")
}

/// A file or folder of this package.
pub(crate) fn package_path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

pub(crate) fn run(command: &mut Command) -> Output {
    command.output().expect("the example can be started")
}

pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("the example prints UTF-8")
}

pub(crate) fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("the example prints UTF-8")
}
