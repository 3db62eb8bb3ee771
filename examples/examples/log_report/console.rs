//! What the user sees on stderr: problems, and a progress bar.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

pub(crate) struct Console {
    bar: ProgressBar,
    failed: bool,
}

impl Console {
    pub(crate) fn new() -> Self {
        Self { bar: ProgressBar::hidden(), failed: false }
    }

    /// Shows a bar for as many bytes on stderr, unless that is no terminal.
    pub(crate) fn start_bar(&mut self, bytes: u64) {
        let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {eta} left");
        self.bar = ProgressBar::new(bytes);
        if let Ok(style) = style {
            self.bar.set_style(style);
        }
    }

    pub(crate) fn bar(&self) -> &ProgressBar {
        &self.bar
    }

    pub(crate) fn finish_bar(&self) {
        self.bar.finish_and_clear();
    }

    /// Tells the user about something that could not be done. From then on the exit status is 1.
    pub(crate) fn problem(&mut self, message: impl Display) {
        self.failed = true;
        self.note(message);
    }

    /// Tells the user about something that was done differently from what they may expect.
    ///
    /// If stderr is closed there is nobody left to tell, so a failure to write is ignored.
    pub(crate) fn note(&self, message: impl Display) {
        self.bar.suspend(|| {
            let _ = writeln!(io::stderr(), "log_report: {message}");
        });
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        if self.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}
