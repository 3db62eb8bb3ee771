//! Many logs, some of them at a time.

use std::num::NonZeroUsize;
use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;

use crate::bounds::LOGS_WAITING;
use crate::console::Console;
use crate::error_files::ErrorFiles;
use crate::inputs::Input;
use crate::job::Job;
use crate::progress::Progress;
use crate::summary::Summary;
use crate::turn::Turns;

/// Reads the logs, `jobs` at a time, and counts them as if one was read after the other.
pub(crate) async fn read_all(
    inputs: Vec<Input>,
    mut error_files: Option<ErrorFiles>,
    jobs: NonZeroUsize,
    console: &Console,
) -> Summary {
    // More are never needed, and there is a limit to what a semaphore takes.
    let jobs = jobs.get().min(inputs.len());
    let reading = Arc::new(Semaphore::new(jobs));
    let begun = Arc::new(Semaphore::new(jobs + LOGS_WAITING));
    let progress = Progress::new(console.bars(), &inputs);
    let mut turns = Turns::new();
    let mut tasks = JoinSet::new();
    for input in inputs {
        let place = acquire(&begun).await;
        let permit = acquire(&reading).await;
        let save_in = error_files.as_mut().map(|files| files.choose(&input));
        let (console, progress) = (console.clone(), progress.clone());
        let job = Job { input, save_in, turn: turns.next(), console, progress };
        tasks.spawn(async move {
            job.run(permit).await;
            drop(place);
        });
    }
    let summary = turns.end().await;
    tasks.join_all().await;
    progress.end();
    summary
}

async fn acquire(semaphore: &Arc<Semaphore>) -> OwnedSemaphorePermit {
    Arc::clone(semaphore).acquire_owned().await.expect("nobody closes it")
}
