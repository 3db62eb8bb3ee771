//! Smol.

use std::time::Duration;

use futures::io::BufReader;
use futures::{StreamExt, channel::mpsc};
use gen_core::{AsyncGenerator, GeneratorState};
use gen_tests_executors::{ANSWERS, QUESTIONS, answer, ask, doubled, down_and_up, lines, merged, paused, send_all};
use smol::net::{TcpListener, TcpStream};
use smol::{Timer, Unblock, block_on, spawn};

async fn pause() {
    Timer::after(Duration::from_millis(1)).await;
}

#[test]
fn timers_and_select() {
    let mut items: Vec<_> = block_on(merged(paused(3, pause), paused(3, smol::future::yield_now)).collect());
    items.sort_unstable();
    assert_eq!(items, [0, 0, 1, 1, 2, 2]);
}

#[test]
fn spawned_tasks_own_streams() {
    block_on(async {
        let (sender, receiver) = mpsc::channel(1);
        let sending = spawn(send_all(paused(5, pause), sender));
        let receiving = spawn(doubled(receiver).fold(0, async |sum, number| sum + number));
        sending.await;
        assert_eq!(receiving.await, 20);
    });
}

#[test]
fn a_spawned_task_owns_a_recursion() {
    block_on(async {
        let spawned = spawn(down_and_up(3, pause).collect::<Vec<_>>());
        assert_eq!(down_and_up(100, smol::future::yield_now).count().await, 200);
        assert_eq!(spawned.await, [3, 2, 1, 1, 2, 3]);
    });
}

#[test]
fn a_file_is_read() {
    block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines");
        smol::fs::write(&path, "first\nsecond\n").await.unwrap();
        let reader = BufReader::new(smol::fs::File::open(&path).await.unwrap());
        assert_eq!(lines(reader).map(Result::unwrap).collect::<Vec<_>>().await, ["first", "second"]);
        let blocking = BufReader::new(Unblock::new(std::fs::File::open(&path).unwrap()));
        assert_eq!(lines(blocking).count().await, 2);
    });
}

#[test]
fn a_server_and_a_client_are_generators() {
    block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = spawn(async move {
            let (connection, _) = listener.accept().await.unwrap();
            let mut answering = answer(BufReader::new(connection.clone()), connection);
            let mut state = answering.start().await.unwrap();
            while let GeneratorState::Yielded(_) = state {
                state = answering.send(()).await.unwrap();
            }
            state.complete().unwrap().unwrap()
        });
        let connection = TcpStream::connect(address).await.unwrap();
        let asking = ask(BufReader::new(connection.clone()), connection, &QUESTIONS);
        assert_eq!(asking.map(Result::unwrap).collect::<Vec<_>>().await, ANSWERS);
        assert_eq!(server.await, 3);
    });
}
