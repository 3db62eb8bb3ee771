//! What all executors run: generators that know nothing of any of them.

use std::io;

use futures::channel::mpsc;
use futures::io::{AsyncBufRead, AsyncBufReadExt, AsyncWrite, AsyncWriteExt};
use futures::{FutureExt, SinkExt, Stream, StreamExt};
use gen_core::{AsyncGenerator, BoxAsyncGenerator, generator, try_generator};

/// Numbers, each behind a pause that `pause` makes.
#[generator]
pub async fn paused<P: Future<Output = ()>>(n: u32, pause: impl Fn() -> P) -> impl Stream<Item = u32> {
    for i in 0..n {
        pause().await;
        yield_!(i);
    }
}

/// Numbers down to 1 and, while the recursion comes back, up again, each behind a pause that `pause` makes; returns how
/// many there were.
#[generator]
pub async fn down_and_up<P>(n: u32, pause: fn() -> P) -> BoxAsyncGenerator<'static, u32, (), u32>
where
    P: Future<Output = ()> + Send + 'static,
{
    if n == 0 {
        return 0;
    }
    pause().await;
    yield_!(n);
    let count = yield_from!(down_and_up(n - 1, pause));
    pause().await;
    yield_!(n);
    count + 2
}

/// What comes through a channel, doubled, from a task of the caller's.
#[generator]
pub async fn doubled(numbers: mpsc::Receiver<u32>) -> impl Stream<Item = u32> {
    #[for_await]
    for number in numbers {
        yield_!(2 * number);
    }
}

/// Sends numbers into a channel that has little room, as they come.
///
/// # Panics
///
/// If nobody receives them.
pub async fn send_all(numbers: impl Stream<Item = u32>, mut to: mpsc::Sender<u32>) {
    let mut numbers = std::pin::pin!(numbers);
    while let Some(number) = numbers.next().await {
        to.send(number).await.expect("the receiver is there");
    }
}

/// The lines of a file or a connection.
///
/// # Errors
///
/// The last item is what reading failed with.
#[try_generator]
pub async fn lines(reader: impl AsyncBufRead + Unpin) -> impl Stream<Item = io::Result<String>> {
    let mut lines = reader.lines();
    while let Some(line) = lines.next().await {
        yield_!(line?);
    }
}

/// Answers each line in capitals, until one is empty; yields what was asked, and returns how many there were.
#[generator]
pub async fn answer(
    reader: impl AsyncBufRead + Unpin,
    mut writer: impl AsyncWrite + Unpin,
) -> impl AsyncGenerator<Yield = String, Return = io::Result<usize>> {
    let mut count = 0;
    #[for_await]
    for line in lines(reader) {
        let line = line?;
        if line.is_empty() {
            break;
        }
        writer.write_all(format!("{}\n", line.to_uppercase()).as_bytes()).await?;
        writer.flush().await?;
        count += 1;
        yield_!(line);
    }
    Ok(count)
}

/// Asks `questions` of who is at the other end, and yields the answers.
///
/// # Errors
///
/// The last item is what reading or writing failed with.
#[try_generator]
pub async fn ask<'a>(
    reader: impl AsyncBufRead + Unpin + 'a,
    mut writer: impl AsyncWrite + Unpin + 'a,
    questions: &'a [&'a str],
) -> impl Stream<Item = io::Result<String>> + 'a {
    let mut answers = std::pin::pin!(lines(reader));
    for question in questions {
        writer.write_all(format!("{question}\n").as_bytes()).await?;
        writer.flush().await?;
        match answers.next().await {
            Some(answer) => yield_!(answer?),
            None => return Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
    writer.write_all(b"\n").await?;
}

/// Items of two streams as they come, by a `select!` whose handlers yield.
#[generator]
pub async fn merged(left: impl Stream<Item = u32>, right: impl Stream<Item = u32>) -> impl Stream<Item = u32> {
    let mut left = std::pin::pin!(left.fuse());
    let mut right = std::pin::pin!(right.fuse());
    loop {
        futures::select! {
            item = left.next().fuse() => match item {
                Some(item) => yield_!(item),
                None => break,
            },
            item = right.next().fuse() => match item {
                Some(item) => yield_!(item),
                None => break,
            },
        }
    }
    yield_from!(left);
    yield_from!(right);
}

/// The questions that the tests ask.
pub const QUESTIONS: [&str; 3] = ["one", "two three", "four"];

/// What is answered.
pub const ANSWERS: [&str; 3] = ["ONE", "TWO THREE", "FOUR"];
