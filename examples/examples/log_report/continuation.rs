//! The lines that belong to the record before them.

use std::sync::LazyLock;

use regex::Regex;

use crate::bounds::CONTINUATION_BYTES;

/// The unindented lines of a stack trace: `at`, `Caused by:`, `... 12 more`, and an exception's class.
static STACK_TRACE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"^(?:at |Caused by:|\.\.\. \d+ more\b|(?:[A-Za-z_$][A-Za-z0-9_$]*\.)+[A-Z][A-Za-z0-9_$]*(?::|\s*$))";
    Regex::new(pattern).expect("the pattern is valid")
});

/// Whether a line, if it follows a record, continues it. It is not blank.
pub(crate) fn is_continuation(line: &str) -> bool {
    line.starts_with(char::is_whitespace) || STACK_TRACE.is_match(line)
}

/// The continuation lines of one record, of which the first [`CONTINUATION_BYTES`] are kept.
#[derive(Default)]
pub(crate) struct Continuation {
    pub(crate) lines: u64,
    /// Each line is preceded by a `\n`.
    pub(crate) text: String,
    pub(crate) lost_lines: u64,
}

impl Continuation {
    pub(crate) fn add(&mut self, line: &str) {
        self.lines += 1;
        // Once a line is lost, so is the rest: what is kept has no gaps.
        if self.lost_lines > 0 || self.text.len() + line.len() >= CONTINUATION_BYTES {
            self.lost_lines += 1;
            return;
        }
        self.text.push('\n');
        self.text.push_str(line);
    }
}
