//! A running task is cancelled, notices, and cleans up: at once, in its own time, or by a time-out that loses nothing.
//!
//! Run it with `cargo run --release --example cancellation`. A file is copied block by block, and in the middle the other
//! side falls silent. It prints what then becomes of the copy in three ways: its task is aborted, it is asked to stop, and
//! whoever waits for a block loses patience for a while.

use std::time::Duration;

use futures::{Stream, StreamExt as _};
use gen_core::{AsyncGenerator, GeneratorState, generator};
use tokio::sync::{mpsc, oneshot};
use tokio::task;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_millis(5);

/// A file that is only of use when it is whole: dropped before, it is removed.
#[derive(Default)]
struct Copy {
    blocks: Vec<String>,
    is_kept: bool,
}

impl Copy {
    fn write(&mut self, block: &str) -> usize {
        self.blocks.push(block.to_owned());
        self.blocks.len()
    }

    /// Makes sure that it is on the disk. That takes time, so `drop` could not do it.
    async fn keep(mut self) {
        task::yield_now().await;
        self.is_kept = true;
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        let fate = if self.is_kept { "kept" } else { "removed" };
        println!("  the copy [{}] is {fate}", self.blocks.join(" "));
    }
}

/// Writes the blocks that come in, and says after each how many there are.
///
/// It knows nothing of cancellation. Whoever drops it in the middle drops what it holds, at the place where it waits.
#[generator]
async fn copy(mut source: mpsc::Receiver<&'static str>) -> impl Stream<Item = usize> {
    let mut copy = Copy::default();
    while let Some(block) = source.recv().await {
        yield_!(copy.write(block));
    }
    copy.keep().await;
}

/// The same, but it can be asked to stop. It waits for that and for a block at a time, so it notices while nothing comes,
/// and then it ends in an orderly way: only a body that lives on can await what is to be done.
#[generator]
async fn copy_until(
    mut source: mpsc::Receiver<&'static str>,
    mut stop: oneshot::Receiver<()>,
) -> impl Stream<Item = usize> {
    let mut copy = Copy::default();
    loop {
        let block = tokio::select! {
            block = source.recv() => block,
            _ = &mut stop => {
                println!("  the copy is to stop, and keeps what it has");
                None
            }
        };
        match block {
            Some(block) => yield_!(copy.write(block)),
            None => break,
        }
    }
    copy.keep().await;
}

/// A copy that is told a label for each block. A step takes one label, and waits for one block.
#[generator]
async fn copy_with_labels(
    mut source: mpsc::Receiver<&'static str>,
) -> impl AsyncGenerator<&'static str, Yield = usize, Return = ()> {
    let mut copy = Copy::default();
    let mut label = yield_!(0);
    while let Some(block) = source.recv().await {
        label = yield_!(copy.write(&format!("{label}:{block}")));
    }
    copy.keep().await;
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    println!("aborted");
    aborted().await;
    println!("asked to stop");
    asked_to_stop().await;
    println!("timed out");
    timed_out().await;
}

/// Another side that sends two blocks and then falls silent; the sender is all that is left of it.
async fn silent_after_two() -> (mpsc::Sender<&'static str>, mpsc::Receiver<&'static str>) {
    let (sender, source) = mpsc::channel(2);
    for block in ["one", "two"] {
        sender.send(block).await.expect("the receiver is here");
    }
    (sender, source)
}

/// Runs a copy to its end, and reports on the way.
async fn run(mut copy: impl Stream<Item = usize> + Unpin, progress: mpsc::Sender<usize>) {
    while let Some(blocks) = copy.next().await {
        // The copy does not depend on somebody who watches.
        let _ = progress.send(blocks).await;
    }
}

/// Waits until the copy has as many blocks.
async fn wait_for(expected: usize, progress: &mut mpsc::Receiver<usize>) {
    while let Some(blocks) = progress.recv().await {
        println!("  block {blocks}");
        if blocks == expected {
            return;
        }
    }
}

/// To abort is up to the caller alone, and takes effect where the task awaits something.
async fn aborted() {
    let (_other_side, source) = silent_after_two().await;
    let (report, mut progress) = mpsc::channel(1);
    let task = tokio::spawn(run(copy(source), report));
    wait_for(2, &mut progress).await;
    task.abort();
    // To wait for an aborted task is to wait until everything in it has been dropped.
    match task.await {
        Ok(()) => println!("  the task has ended by itself"),
        Err(error) if error.is_cancelled() => println!("  the task is cancelled"),
        Err(error) => println!("  the task has failed: {error}"),
    }
}

/// To ask is up to both: the body decides what there is to do before it ends.
async fn asked_to_stop() {
    let (_other_side, source) = silent_after_two().await;
    let (stop, is_to_stop) = oneshot::channel();
    let (report, mut progress) = mpsc::channel(1);
    let task = tokio::spawn(run(copy_until(source, is_to_stop), report));
    wait_for(2, &mut progress).await;
    stop.send(()).expect("the copy waits for this");
    match task.await {
        Ok(()) => println!("  the task has ended by itself"),
        Err(error) => println!("  the task has failed: {error}"),
    }
}

/// A time-out drops the future that waits for a step, but not the step: that is the generator's, and goes on.
async fn timed_out() {
    let (other_side, source) = silent_after_two().await;
    let mut copy = copy_with_labels(source);
    let _ = copy.start().await.expect("the copy is new");
    for label in ["a", "b"] {
        let state = copy.send(label).await.expect("the copy waits for a label");
        println!("  {label}: {}", show(&state));
    }
    let Err(_too_late) = timeout(PATIENCE, copy.send("c")).await else {
        println!("  nothing was sent, and yet it came");
        return;
    };
    println!("  c: nothing comes");

    // What was sent stays sent. As long as that step is under way, another label comes back.
    if let Err(refused) = copy.send("d").await {
        println!("  d: {refused}");
    }
    other_side.send("three").await.expect("the copy has the receiver");
    if let Some(state) = copy.proceed().await {
        println!("  c, some time later: {}", show(&state));
    }

    // The end of the blocks is the end of the copy.
    drop(other_side);
    let state = copy.send("d").await.expect("the copy waits for a label");
    println!("  d: {}", show(&state));
}

fn show(state: &GeneratorState<usize, ()>) -> String {
    match state {
        GeneratorState::Yielded(blocks) => format!("block {blocks}"),
        GeneratorState::Complete(()) => "no more blocks".to_owned(),
    }
}
