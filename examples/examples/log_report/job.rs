//! What is done for one of many logs.

use std::io;

use futures_util::TryStreamExt as _;
use tokio::fs::File;
use tokio::io::AsyncRead;
use tokio::sync::OwnedSemaphorePermit;

use crate::chunks::chunks;
use crate::console::Console;
use crate::error_files::ErrorPath;
use crate::inputs::Input;
use crate::interrupt::Interrupt;
use crate::lines::lines;
use crate::log_file::Log;
use crate::progress::Progress;
use crate::summary::LogSummary;
use crate::turn::Turn;

pub(crate) struct Job {
    pub(crate) input: Input,
    pub(crate) save_in: Option<ErrorPath>,
    pub(crate) turn: Turn,
    pub(crate) console: Console,
    pub(crate) progress: Progress,
}

impl Job {
    /// Reads the log with the permit, and hands on what it has counted without, as that can take until others are done.
    ///
    /// If it is interrupted, the report has nothing of the log, and nothing is saved.
    pub(crate) async fn run(mut self, permit: OwnedSemaphorePermit, mut interrupt: Interrupt) {
        let read = interrupt.or(self.read()).await;
        drop(permit);
        match read {
            Some(Some(log)) => self.turn.keep(log).await,
            Some(None) => self.turn.skip().await,
            None => self.turn.leave_out(self.input.name()).await,
        }
    }

    /// `None` if there was nothing that could be read.
    async fn read(&mut self) -> Option<LogSummary> {
        let name = self.input.name();
        let opened = open(&self.input).await.inspect_err(|error| tell_not_opened(&name, error, &self.console));
        let input = opened.ok()?;
        let mut log = Log::new(name, self.console.clone(), false);
        if let Some(path) = self.save_in.take() {
            log.start_saving(path);
        }
        let progress = self.progress.begin(&self.input);
        let chunks = chunks(input).inspect_ok(|chunk| progress.advance(chunk.len()));
        Some(log.read(lines(chunks), &mut self.turn).await)
    }
}

async fn open(input: &Input) -> io::Result<Box<dyn AsyncRead + Send + Unpin>> {
    Ok(if input.is_stdin() { Box::new(tokio::io::stdin()) } else { Box::new(File::open(&input.path).await?) })
}

pub(crate) fn tell_not_opened(name: &str, error: &io::Error, console: &Console) {
    console.problem(format_args!("cannot read {name} ({error}): check the path, and whether you may read it"));
}
