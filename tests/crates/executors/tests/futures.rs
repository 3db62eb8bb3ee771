//! The executors of the `futures` crate.

use std::cell::Cell;
use std::io::Write;
use std::rc::Rc;

use futures::executor::{LocalPool, block_on};
use futures::io::{AllowStdIo, BufReader};
use futures::task::LocalSpawnExt;
use futures::{StreamExt, channel::mpsc};
use gen_core::{AsyncGenerator, GeneratorState};
use gen_tests_executors::{ANSWERS, QUESTIONS, answer, doubled, down_and_up, lines, merged, paused, send_all};

/// Lets the other tasks run once.
async fn yield_now() {
    let mut polled = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut polled, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

#[test]
fn block_on_runs_a_stream() {
    assert_eq!(block_on(paused(3, yield_now).collect::<Vec<_>>()), [0, 1, 2]);
    let mut items = block_on(merged(paused(3, yield_now), paused(2, yield_now)).collect::<Vec<_>>());
    items.sort_unstable();
    assert_eq!(items, [0, 0, 1, 1, 2]);
}

#[test]
fn block_on_runs_a_recursion() {
    assert_eq!(block_on(down_and_up(3, yield_now).collect::<Vec<_>>()), [3, 2, 1, 1, 2, 3]);
    assert_eq!(block_on(down_and_up(1000, yield_now).count()), 2000);
}

#[test]
fn block_on_runs_a_conversation() {
    let mut answers = Vec::new();
    let asked = block_on(async {
        let questions = QUESTIONS.map(|question| format!("{question}\n")).concat();
        let mut answering =
            answer(BufReader::new(AllowStdIo::new(questions.as_bytes())), AllowStdIo::new(&mut answers));
        let mut asked = Vec::new();
        let mut state = answering.start().await.unwrap();
        loop {
            match state {
                GeneratorState::Yielded(question) => asked.push(question),
                GeneratorState::Complete(count) => {
                    assert_eq!(count.unwrap(), QUESTIONS.len());
                    break asked;
                }
            }
            state = answering.send(()).await.unwrap();
        }
    });
    assert_eq!(asked, QUESTIONS);
    assert_eq!(String::from_utf8(answers).unwrap(), ANSWERS.map(|answer| format!("{answer}\n")).concat());
}

#[test]
fn block_on_reads_a_file() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"first\nsecond").unwrap();
    let reader = BufReader::new(AllowStdIo::new(file.reopen().unwrap()));
    let read: Vec<_> = block_on(lines(reader).map(Result::unwrap).collect());
    assert_eq!(read, ["first", "second"]);
}

#[test]
fn a_local_pool_runs_streams_that_are_not_send_side_by_side() {
    let mut pool = LocalPool::new();
    let spawner = pool.spawner();
    let sum = Rc::new(Cell::new(0));
    let (sender, receiver) = mpsc::channel(1);
    spawner.spawn_local(send_all(paused(4, yield_now), sender)).unwrap();
    let total = Rc::clone(&sum);
    spawner
        .spawn_local(async move {
            let mut doubled = doubled(receiver);
            while let Some(number) = doubled.next().await {
                total.set(total.get() + number);
            }
        })
        .unwrap();
    pool.run();
    assert_eq!(sum.get(), 12);
}
