//! Many logs, some of them at a time.

use std::num::NonZeroUsize;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::bounds::{LEFT_OUT_NAMED, LOGS_WAITING};
use crate::console::Console;
use crate::error_files::ErrorFiles;
use crate::inputs::Input;
use crate::interrupt::Interrupt;
use crate::job::Job;
use crate::progress::Progress;
use crate::summary::Summary;
use crate::turn::Turns;

/// Reads the logs, `jobs` at a time, and counts them as if one was read after the other.
///
/// When it is interrupted, it counts those that have been read to their end, and tells which have not.
pub(crate) async fn read_all(
    inputs: Vec<Input>,
    error_files: Option<ErrorFiles>,
    jobs: NonZeroUsize,
    console: &Console,
    mut interrupt: Interrupt,
) -> Summary {
    let logs = inputs.len();
    let mut launcher = Launcher::new(&inputs, error_files, jobs, console, &interrupt);
    let mut never_begun = Vec::new();
    for input in inputs {
        match interrupt.or(launcher.permits()).await {
            Some(permits) => launcher.launch(input, permits),
            None => never_begun.push(input.name()),
        }
    }
    let mut summary = launcher.turns.end().await;
    summary.left_out.append(&mut never_begun);
    launcher.progress.end();
    tell_left_out(&summary.left_out, logs, console);
    summary
}

/// Allows a job to begin: `begun` for as long as its counts are kept, `reading` for as long as it reads.
struct Permits {
    begun: OwnedSemaphorePermit,
    reading: OwnedSemaphorePermit,
}

struct Launcher {
    begun: Arc<Semaphore>,
    reading: Arc<Semaphore>,
    error_files: Option<ErrorFiles>,
    turns: Turns,
    console: Console,
    progress: Progress,
    interrupt: Interrupt,
}

impl Launcher {
    fn new(
        inputs: &[Input],
        error_files: Option<ErrorFiles>,
        jobs: NonZeroUsize,
        console: &Console,
        interrupt: &Interrupt,
    ) -> Self {
        // More are never needed, and there is a limit to what a semaphore takes.
        let jobs = jobs.get().min(inputs.len());
        Self {
            begun: Arc::new(Semaphore::new(jobs + LOGS_WAITING)),
            reading: Arc::new(Semaphore::new(jobs)),
            error_files,
            turns: Turns::new(),
            console: console.clone(),
            progress: Progress::new(console.bars(), inputs),
            interrupt: interrupt.clone(),
        }
    }

    /// Waits until the next job may begin.
    async fn permits(&self) -> Permits {
        Permits { begun: acquire(&self.begun).await, reading: acquire(&self.reading).await }
    }

    /// Starts the job for the log that is next.
    fn launch(&mut self, input: Input, Permits { begun, reading }: Permits) {
        let save_in = self.error_files.as_mut().map(|files| files.choose(&input));
        let (console, progress) = (self.console.clone(), self.progress.clone());
        let job = Job { input, save_in, turn: self.turns.next(), console, progress };
        let interrupt = self.interrupt.clone();
        // Nothing of it is kept, as there can be very many: its turn says how it went.
        tokio::spawn(async move {
            job.run(reading, interrupt).await;
            drop(begun);
        });
    }
}

async fn acquire(semaphore: &Arc<Semaphore>) -> OwnedSemaphorePermit {
    Arc::clone(semaphore).acquire_owned().await.expect("nobody closes it")
}

fn tell_left_out(names: &[String], logs: usize, console: &Console) {
    if names.is_empty() {
        return;
    }
    let shown = names.len().min(LEFT_OUT_NAMED);
    let more = if names.len() > shown { format!(" and {} more", names.len() - shown) } else { String::new() };
    console.note(format_args!(
        "interrupted: {} of {logs} logs are left out, as they were not read to their end: {}{more}; \
         the report is on the others",
        names.len(),
        names[..shown].join(", ")
    ));
}
