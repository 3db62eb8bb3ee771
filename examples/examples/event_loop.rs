//! Tasks on an event loop: `block_on`, `spawn`, `join!`, `sleep`, a callback on completion, and what tasks come to.
//!
//! Run it with `cargo run --release --example event_loop`. It does the same on two event loops, and prints the same
//! twice: tokio's loop brings a timer along; the `LocalPool` of `futures` has none, so a thread serves as one. The stream
//! that the tasks read is a generator. It does not know which loop it runs on, only how to wait.

use std::future::poll_fn;
use std::num::ParseIntError;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use futures::channel::oneshot;
use futures::executor::LocalPool;
use futures::task::LocalSpawnExt as _;
use futures::{Stream, StreamExt as _};
use gen_core::generator;
use tokio::runtime::Builder;

const PAUSE: Duration = Duration::from_millis(2);

/// Counts down, with a pause before each number.
///
/// While it waits here nothing is blocked: the loop runs other tasks, and comes back when the pause is over.
#[generator]
async fn countdown<P>(from: u32, pause: fn() -> P) -> impl Stream<Item = u32>
where
    P: Future<Output = ()>,
{
    for left in (1..=from).rev() {
        pause().await;
        yield_!(left);
    }
}

/// A coroutine: an `async fn` that uses the stream up and returns one value. Calling it runs nothing.
async fn sum<P>(from: u32, pause: fn() -> P) -> u32
where
    P: Future<Output = ()>,
{
    countdown(from, pause).fold(0, async |sum, n| sum + n).await
}

/// Says something line by line, and lets the other tasks speak in between.
async fn recite(name: &'static str, lines: u32) -> String {
    for line in 1..=lines {
        println!("  {name}: line {line} of {lines}");
        give_way().await;
    }
    format!("{name} is done")
}

/// Lets all others have their turn: is pending once, and asks the loop to come back.
async fn give_way() {
    let mut given = false;
    poll_fn(|context| {
        if given {
            return Poll::Ready(());
        }
        given = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A task can fail. The error is its result, and whoever waits for the task gets it.
async fn product(factors: &'static [&'static str]) -> Result<u32, ParseIntError> {
    let mut product = 1;
    for factor in factors {
        product *= factor.parse::<u32>()?;
        give_way().await;
    }
    Ok(product)
}

/// Calls back on completion: no more than an `async fn` around another future.
async fn then_call<T>(future: impl Future<Output = T>, callback: impl FnOnce(&T)) -> T {
    let output = future.await;
    callback(&output);
    output
}

fn main() {
    println!("tokio");
    on_tokio();
    println!("LocalPool");
    on_local_pool();
}

fn on_tokio() {
    // One thread, this one, runs all tasks in turn: like this no task needs a lock against the others.
    let runtime = Builder::new_current_thread().enable_time().build().expect("a loop with only a timer can be made");
    let pause = || tokio::time::sleep(PAUSE);

    // `block_on` runs the loop until one future is done, and returns its value.
    println!("  block_on: the sum is {}", runtime.block_on(sum(4, pause)));

    runtime.block_on(async {
        // `spawn` gives a future to the loop, as a task of its own, and waits for nothing. The tasks begin when this one
        // awaits something, and take turns wherever they await.
        let first = tokio::spawn(recite("first", 3));
        let second = tokio::spawn(recite("second", 2));
        println!("  spawned, and nothing has run yet");
        // A handle is a future too: of what the task returns. It fails if the task has panicked or was cancelled.
        for task in [first, second] {
            println!("  {}", task.await.unwrap_or_else(|error| format!("no result: {error}")));
        }

        // `join!` waits for several futures at a time, within one task, so for as long as the longest takes.
        let (three, four) = tokio::join!(sum(3, pause), sum(4, pause));
        println!("  join: the sums are {three} and {four}");

        let called = tokio::spawn(then_call(sum(5, pause), |sum| println!("  callback: the sum is {sum}")));
        println!("  after the callback: {}", called.await.unwrap_or_default());

        let good = tokio::spawn(product(&["2", "3", "7"]));
        let bad = tokio::spawn(product(&["2", "three"]));
        for task in [good, bad] {
            // The outer `Result` is the handle's, the inner one the task's.
            match task.await {
                Ok(Ok(product)) => println!("  the product is {product}"),
                Ok(Err(error)) => println!("  no product: {error}"),
                Err(error) => println!("  no result: {error}"),
            }
        }
    });
}

/// A timer for any loop: a thread that sleeps, and then sends word. The word wakes the task, whichever loop has it.
async fn pause_by_a_thread() {
    let (send_word, word) = oneshot::channel();
    thread::spawn(move || {
        thread::sleep(PAUSE);
        // If nobody waits any longer, nobody needs to know.
        let _ = send_word.send(());
    });
    // If the thread is gone, the pause is over as well.
    let _ = word.await;
}

fn on_local_pool() {
    let mut pool = LocalPool::new();
    // The pool is lent to `run_until`; tasks are handed to it by a spawner.
    let spawner = pool.spawner();
    let pause = pause_by_a_thread;

    println!("  block_on: the sum is {}", pool.run_until(sum(4, pause)));

    // `spawn_local_with_handle` fails only after the pool is gone.
    let spawn = |task| spawner.spawn_local_with_handle(task).expect("the pool is there");
    let first = spawn(recite("first", 3));
    let second = spawn(recite("second", 2));
    println!("  spawned, and nothing has run yet");
    // Unlike tokio's, these handles have no error: a panic goes on in whoever waits. Dropping one cancels its task.
    for task in [first, second] {
        println!("  {}", pool.run_until(task));
    }

    let (three, four) = pool.run_until(async { futures::join!(sum(3, pause), sum(4, pause)) });
    println!("  join: the sums are {three} and {four}");

    let calling = then_call(sum(5, pause), |sum| println!("  callback: the sum is {sum}"));
    let called = spawner.spawn_local_with_handle(calling).expect("the pool is there");
    println!("  after the callback: {}", pool.run_until(called));

    let spawn = |task| spawner.spawn_local_with_handle(task).expect("the pool is there");
    let good = spawn(product(&["2", "3", "7"]));
    let bad = spawn(product(&["2", "three"]));
    for task in [good, bad] {
        match pool.run_until(task) {
            Ok(product) => println!("  the product is {product}"),
            Err(error) => println!("  no product: {error}"),
        }
    }
}
