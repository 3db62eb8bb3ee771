//! Asynchronous iteration: a `Stream` written by hand beside a generator that does the same, and the ways to read one.
//!
//! Run it with `cargo run --release --example async_iteration`. It prints the titles that a library sends page by page,
//! once from the stream written by hand and once from the generator, and then what loops and adapters make of them.

use std::pin::Pin;
use std::slice;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures::future::BoxFuture;
use futures::{FutureExt as _, Stream, StreamExt as _};
use gen_core::{gen_, generator};

const PAGES: [&[&str]; 3] =
    [&["Alice in Wonderland", "Bleak House"], &["Candide", "Dracula"], &["Emma", "Frankenstein", "Germinal"]];

/// Asks the library for a page; behind the last one there is none.
async fn page(number: usize) -> Option<&'static [&'static str]> {
    tokio::time::sleep(Duration::from_millis(1)).await;
    PAGES.get(number).copied()
}

/// The titles, by hand: what a generator remembers by itself is here a state, with a name for each place where it can
/// wait or be left.
enum Titles {
    /// Waits for the page `number`.
    Asking {
        number: usize,
        answer: BoxFuture<'static, Option<&'static [&'static str]>>,
    },
    /// Has titles of the page before `next`.
    Reading {
        next: usize,
        titles: slice::Iter<'static, &'static str>,
    },
    Done,
}

impl Titles {
    fn new() -> Self {
        Self::ask(0)
    }

    fn ask(number: usize) -> Self {
        Self::Asking { number, answer: page(number).boxed() }
    }
}

impl Stream for Titles {
    type Item = &'static str;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<&'static str>> {
        loop {
            *self = match &mut *self {
                Self::Asking { number, answer } => match ready!(answer.poll_unpin(context)) {
                    Some(titles) => Self::Reading { next: *number + 1, titles: titles.iter() },
                    None => Self::Done,
                },
                Self::Reading { next, titles } => match titles.next() {
                    Some(&title) => return Poll::Ready(Some(title)),
                    None => Self::ask(*next),
                },
                Self::Done => return Poll::Ready(None),
            };
        }
    }
}

/// The titles, by a generator. The places where it waits are `.await`, the one where it is left is `yield_from!`; what it
/// has to remember are its variables.
#[generator]
async fn titles() -> impl Stream<Item = &'static str> {
    let mut number = 0;
    while let Some(titles) = page(number).await {
        yield_from!(titles.iter().copied());
        number += 1;
    }
}

/// A generator that reads from another stream, of any kind: a step of a pipeline.
#[generator]
async fn numbered<'a>(lines: impl Stream<Item = &'a str> + 'a) -> impl Stream<Item = String> {
    let mut number = 0;
    #[for_await]
    for line in lines {
        number += 1;
        yield_!(format!("{number}. {line}"));
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let by_hand: Vec<_> = Titles::new().collect().await;
    println!("by hand:      {}", by_hand.join(", "));
    let generated: Vec<_> = titles().collect().await;
    println!("by generator: {}", generated.join(", "));

    // Outside of generators the loop over a stream is a `while let`. Like any loop it can be left half-way, and the
    // stream be read on from there.
    let mut titles_left = titles();
    while let Some(title) = titles_left.next().await {
        if title.starts_with('C') {
            println!("found {title}");
            break;
        }
    }
    println!("behind it are {} more", titles_left.count().await);

    // Steps are put together as those of iterators are, and only as many pages are asked for as somebody reads.
    let mut lines = numbered(titles().filter_map(async |title| title.contains(' ').then_some(title)));
    while let Some(line) = lines.next().await {
        println!("{line}");
    }

    // An asynchronous comprehension: a generator without a name, that borrows what stands around it.
    let longest = 8;
    let short = gen_!(async {
        #[for_await]
        for title in titles() {
            if title.len() <= longest {
                yield_!(title);
            }
        }
    });
    println!("short: {}", short.collect::<Vec<_>>().await.join(", "));

    // Two streams at a time. Each is its own state machine, and waits for its own pages.
    let pairs: Vec<_> =
        titles().zip(Titles::new().skip(1)).map(|(one, next)| format!("{one} < {next}")).collect().await;
    println!("sorted: {}", pairs.iter().all(|pair| pair.split_once(" < ").is_some_and(|(one, next)| one < next)));
}
