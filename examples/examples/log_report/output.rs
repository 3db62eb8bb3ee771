//! What goes to stdout.

use std::fmt::Display;
use std::io::{self, Write as _};

use crate::console::Console;

/// Prints it in one piece.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// A reader that has gone away, such as `head`, is a problem to report, not a panic.
pub(crate) fn tell_not_printed(what: impl Display, error: &io::Error, console: &Console) {
    console.problem(format_args!(
        "{what} could not be printed to its end ({error}): send it to a file, or to a program that reads all of it"
    ));
}
