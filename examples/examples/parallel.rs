//! Generators and threads: one generator's items on all cores, and several generators on several threads.
//!
//! Run it with `cargo run --release --example parallel`. It counts primes on all cores, and looks for the longest Collatz
//! sequence; then it merges what three threads make into one generator, to its end, and an infinite one that is left early.
//! (In Python, threads take turns: the interpreter's lock lets one of them compute at a time.)

use std::collections::BTreeMap;
use std::panic;
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};

use gen_core::generator;
use rayon::iter::{ParallelBridge, ParallelIterator};

/// Numbers that could be primes: 2, 3, and then those beside the multiples of six.
#[generator]
fn candidates(limit: u32) -> impl Iterator<Item = u32> + Send {
    yield_from!([2, 3]);
    for multiple in (6..limit).step_by(6) {
        yield_!(multiple - 1);
        yield_!(multiple + 1);
    }
}

fn is_prime(n: u32) -> bool {
    (2..=n.isqrt()).all(|divisor| n % divisor != 0)
}

fn collatz_steps(start: u64) -> u32 {
    let mut n = start;
    let mut steps = 0;
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        steps += 1;
    }
    steps
}

/// A generator without an end.
#[generator]
fn odd_numbers() -> impl Iterator<Item = u64> + Send {
    for n in 0.. {
        yield_!(2 * n + 1);
    }
}

fn on_all_cores() {
    println!("one generator, all cores");
    // `par_bridge` takes any iterator that is `Send`, so a generator, too. The threads take turns at asking it for an item,
    // which is quick, and work on their items at the same time, which is not.
    let primes = candidates(200_000).par_bridge().filter(|&n| is_prime(n)).count();
    println!("primes below 200000: {primes}");
    // Nobody knows which item is ready first. The answer has to be one that does not depend on it, such as a maximum.
    let longest = odd_numbers().take(50_000).par_bridge().map(|n| (collatz_steps(n), n)).max();
    if let Some((steps, start)) = longest {
        println!("longest Collatz sequence from an odd number below 100000: from {start}, {steps} steps");
    }
    // Or it is put into order again.
    let mut squares: Vec<_> = odd_numbers().enumerate().take(6).par_bridge().map(|(i, n)| (i, n * n)).collect();
    squares.sort_unstable();
    println!("in order: {:?}", squares.into_iter().map(|(_, square)| square).collect::<Vec<_>>());
}

/// Threads that are waited for when they are dropped.
#[derive(Default)]
struct Workers(Vec<JoinHandle<()>>);

impl Workers {
    fn start<I>(&mut self, items: I, sender: SyncSender<I::Item>)
    where
        I: Iterator<Item: Send + 'static> + Send + 'static,
    {
        self.0.push(thread::spawn(move || send_all(items, &sender)));
    }

    /// Waits for all; a panic of one of them goes on here.
    fn join(mut self) {
        for worker in self.0.drain(..) {
            if let Err(reason) = worker.join() {
                panic::resume_unwind(reason);
            }
        }
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        for worker in self.0.drain(..) {
            // Whoever drops the generator has no use for a thread's panic, whose message is on stderr already.
            let _ = worker.join();
        }
    }
}

/// Sends one item after the other, until there are no more, or there is nobody to take them.
fn send_all<I: Iterator>(items: I, sender: &SyncSender<I::Item>) {
    for item in items {
        if sender.send(item).is_err() {
            return;
        }
    }
}

/// All items of all sources, as they come. Each source runs on a thread of its own.
///
/// The channel has room for a few items. A source that is faster than the consumer waits; so this is lazy, but for those few.
#[generator]
fn merged<I>(sources: Vec<I>) -> impl Iterator<Item = I::Item>
where
    I: Iterator<Item: Send + 'static> + Send + 'static,
{
    // Locals are dropped in reverse order. So a generator that is left early first gives up the receiver, at which the
    // threads notice that they can stop; and then it waits for them.
    let mut workers = Workers::default();
    let receiver = {
        let (sender, receiver) = mpsc::sync_channel(4);
        for source in sources {
            workers.start(source, sender.clone());
        }
        receiver
    };
    // A receiver is iterable, and ends when there are no senders any more.
    yield_from!(receiver);
    workers.join();
}

/// The multiples of a number, each with the number that it is a multiple of.
#[generator]
fn multiples(factor: u32, count: u32) -> impl Iterator<Item = (u32, u32)> + Send + 'static {
    for n in 1..=count {
        yield_!((factor, factor * n));
    }
}

fn merged_into_one() {
    println!("three generators on three threads, merged into one");
    // The items of different sources come in any order; those of one source come in theirs.
    let mut by_factor: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (factor, multiple) in merged(vec![multiples(3, 5), multiples(10, 4), multiples(7, 6)]) {
        by_factor.entry(factor).or_default().push(multiple);
    }
    for (factor, multiples) in by_factor {
        println!("of {factor}: {multiples:?}");
    }
}

/// Says when it is dropped, to show that a thread has ended.
struct Goodbye;

impl Drop for Goodbye {
    fn drop(&mut self) {
        println!("  (a source is dropped)");
    }
}

#[generator]
fn forever() -> impl Iterator<Item = &'static str> + Send + 'static {
    let _goodbye = Goodbye;
    loop {
        yield_!("again");
    }
}

fn left_early() {
    println!("two infinite generators, left after 1000 items");
    println!("items: {}", merged(vec![forever(), forever()]).take(1000).count());
    println!("their threads have ended");
}

fn main() {
    on_all_cores();
    merged_into_one();
    left_early();
}
