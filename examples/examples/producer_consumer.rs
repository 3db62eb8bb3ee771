//! Producers and consumers, with a bounded channel between them that holds the producers back.
//!
//! Run it with `cargo run --release --example producer_consumer`. It prints how far three producers come while nobody
//! consumes, and then what two consumers made of all that was produced: each item once, whoever got it.
//!
//! Each consumer is an asynchronous generator that items are sent into. Between two items it stands at its `yield_!`, with
//! its tally in ordinary local variables; while it works on one, it awaits what it likes.

use std::fmt;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gen_core::{AsyncGenerator, GeneratorState, generator};
use tokio::sync::{Mutex, mpsc};
use tokio::task;

const PRODUCERS: usize = 3;
const ITEMS_EACH: usize = 4;
const CONSUMERS: usize = 2;
const CAPACITY: usize = 2;

#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Item {
    producer: usize,
    number: usize,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.producer, self.number)
    }
}

/// Makes its items one after the other. While the channel is full, `send` waits, and with it the producer: it makes
/// nothing that nobody has room for.
///
/// If nobody consumes any longer, the item that it could not send comes back in the error.
async fn produce(
    producer: usize,
    made: Arc<AtomicUsize>,
    channel: mpsc::Sender<Item>,
) -> Result<(), mpsc::error::SendError<Item>> {
    for number in 1..=ITEMS_EACH {
        let item = Item { producer, number };
        made.fetch_add(1, Ordering::Relaxed);
        channel.send(item).await?;
    }
    // The channel ends when the last producer has dropped its sender.
    Ok(())
}

/// Takes items for as long as there are any, works on each, and returns what it has done.
///
/// `yield_!` says how many it has done so far, and evaluates to what comes next: `None` is the end.
#[generator]
async fn consumer() -> impl AsyncGenerator<Option<Item>, Yield = usize, Return = Vec<Item>> {
    let mut done = Vec::new();
    while let Some(item) = yield_!(done.len()) {
        work_on(item).await;
        done.push(item);
    }
    done
}

/// Takes its time, a different one for each item.
async fn work_on(item: Item) {
    tokio::time::sleep(Duration::from_millis(item.producer as u64)).await;
}

/// Feeds one consumer from the channel that all share, until both have come to their ends.
async fn feed(
    mut consumer: impl AsyncGenerator<Option<Item>, Yield = usize, Return = Vec<Item>> + Unpin,
    channel: Arc<Mutex<mpsc::Receiver<Item>>>,
) -> Vec<Item> {
    let mut state = consumer.start().await.expect("this consumer is new");
    loop {
        match state {
            GeneratorState::Complete(done) => return done,
            GeneratorState::Yielded(_) => {
                // The lock is free again as soon as there is an item, so that the others come to theirs.
                let item = channel.lock().await.recv().await;
                state = consumer.send(item).await.expect("this consumer waits for an item");
            }
        }
    }
}

// All tasks share one thread, and take turns where they await.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let made = Arc::new(AtomicUsize::new(0));
    let (sender, receiver) = mpsc::channel(CAPACITY);
    let producers: Vec<_> =
        (1..=PRODUCERS).map(|producer| tokio::spawn(produce(producer, made.clone(), sender.clone()))).collect();
    drop(sender);

    show_held_back(&made, &receiver).await;
    let done = consume(receiver).await;
    show_done(done);
    let mut exit_code = ExitCode::SUCCESS;
    for producer in producers {
        if let Err(unsent) = producer.await.expect("producers do not panic") {
            eprintln!("producer_consumer: {} found no consumer: see why the consumers ended early", unsent.0);
            exit_code = ExitCode::FAILURE;
        }
    }
    exit_code
}

/// Gives the producers all the time they want, while nobody consumes.
async fn show_held_back(made: &AtomicUsize, channel: &mpsc::Receiver<Item>) {
    // As many items as fit are in the channel, and each producer waits with one more in its hand.
    while made.load(Ordering::Relaxed) < CAPACITY + PRODUCERS {
        task::yield_now().await;
    }
    // A hundred turns more for each of them change nothing.
    for _ in 0..100 {
        task::yield_now().await;
    }
    println!("without a consumer: {} items in the channel", channel.len());
    println!("{} of {} items are made, the producers wait", made.load(Ordering::Relaxed), PRODUCERS * ITEMS_EACH);
}

/// What all consumers have done together.
async fn consume(receiver: mpsc::Receiver<Item>) -> Vec<Item> {
    let channel = Arc::new(Mutex::new(receiver));
    let consumers: Vec<_> = (0..CONSUMERS).map(|_| tokio::spawn(feed(consumer(), channel.clone()))).collect();
    let mut done = Vec::new();
    for consumer in consumers {
        done.extend(consumer.await.expect("consumers do not panic"));
    }
    done
}

fn show_done(mut done: Vec<Item>) {
    // Which consumer got what, and when, is a matter of chance. So this is in order of the producers.
    done.sort_unstable();
    println!("{CONSUMERS} consumers: {} items are done", done.len());
    for items in done.chunk_by(|a, b| a.producer == b.producer) {
        let items: Vec<String> = items.iter().map(Item::to_string).collect();
        println!("  {}", items.join(" "));
    }
}
