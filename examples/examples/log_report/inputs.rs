//! From the command line's arguments to the logs to read.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::console::Console;

/// Where the logs that come with this example are.
const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data");

/// A log that is to be read.
pub(crate) struct Input {
    pub(crate) path: PathBuf,
    /// In bytes; 0 where nobody knows before reading, as of a pipe.
    pub(crate) length: u64,
}

impl Input {
    pub(crate) fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// As the user knows it.
    pub(crate) fn name(&self) -> String {
        if self.is_stdin() { "standard input".to_owned() } else { self.path.display().to_string() }
    }
}

/// Lists the logs, each of them once. What cannot be found is a problem, and the others are still read.
pub(crate) fn find_inputs(arguments: &[PathBuf], console: &Console) -> Vec<Input> {
    let shipped = [shipped_logs()];
    let arguments = if arguments.is_empty() { &shipped } else { arguments };
    let mut inputs = Vec::new();
    let mut seen = HashSet::new();
    for argument in arguments {
        for input in find_argument(argument, console) {
            if seen.insert(identity(&input.path)) {
                inputs.push(input);
            } else {
                console.note(format_args!("{} is given more than once: it is counted once", input.path.display()));
            }
        }
    }
    inputs
}

/// The log that is to be followed. That it cannot be is told.
pub(crate) fn followed_input(path: &Path, console: &Console) -> Option<Input> {
    let input = Input { path: path.to_owned(), length: 0 };
    if input.is_stdin() {
        console.problem("standard input cannot be followed, but is read to its end: give `-` without --follow");
        return None;
    }
    Some(input)
}

/// What tells whether two paths lead to the same file.
pub(crate) fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// The shipped logs as seen from the current folder, if they are beneath it.
fn shipped_logs() -> PathBuf {
    let shipped = Path::new(SHIPPED);
    let here = std::env::current_dir().unwrap_or_default();
    shipped.strip_prefix(here).unwrap_or(shipped).to_owned()
}

fn find_argument(argument: &Path, console: &Console) -> Vec<Input> {
    if argument.as_os_str() == "-" {
        return vec![Input { path: argument.to_owned(), length: 0 }];
    }
    let found = fs::metadata(argument).and_then(|metadata| {
        if metadata.is_dir() {
            files_in(argument)
        } else {
            Ok(vec![Input { path: argument.to_owned(), length: metadata.len() }])
        }
    });
    match found {
        Ok(inputs) => {
            if inputs.is_empty() {
                console.problem(format_args!(
                    "there is no file in the folder {}: give a folder with logs directly in it, or the logs themselves",
                    argument.display()
                ));
            }
            inputs
        }
        Err(error) => {
            console.problem(format_args!(
                "cannot read {} ({error}): check the path, and whether you may read it",
                argument.display()
            ));
            Vec::new()
        }
    }
}

/// The regular files directly in a folder, and links to such, in the order of their names.
///
/// Folders in it are left out: a folder of logs often has an archive of compressed ones in it.
fn files_in(directory: &Path) -> io::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => inputs.push(Input { path, length: metadata.len() }),
            Ok(_) => {}
            // Kept, so that it is opened and its error reported like that of every other log.
            Err(_) => inputs.push(Input { path, length: 0 }),
        }
    }
    inputs.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(inputs)
}
