//! What the user sees on stderr: problems, and progress bars.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::MultiProgress;

/// Its clones are the same console.
#[derive(Clone, Default)]
pub(crate) struct Console {
    bars: MultiProgress,
    failed: Arc<AtomicBool>,
}

impl Console {
    /// Nothing of them is shown if stderr is no terminal.
    pub(crate) fn bars(&self) -> &MultiProgress {
        &self.bars
    }

    /// Tells the user about something that could not be done. From then on the exit status is 1.
    pub(crate) fn problem(&self, message: impl Display) {
        self.failed.store(true, Ordering::Relaxed);
        self.note(message);
    }

    /// Tells the user about something that was done differently from what they may expect.
    ///
    /// If stderr is closed there is nobody left to tell, so a failure to write is ignored.
    pub(crate) fn note(&self, message: impl Display) {
        // In one piece, whatever else is written at the time.
        let line = format!("log_report: {message}\n");
        self.bars.suspend(|| {
            let _ = io::stderr().write_all(line.as_bytes());
        });
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        if self.failed.load(Ordering::Relaxed) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}
