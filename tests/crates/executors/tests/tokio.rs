//! Tokio, on one thread and on several.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::{Stream, StreamExt, channel::mpsc};
use gen_core::{AsyncGenerator, GeneratorState, generator, try_generator};
use gen_tests_executors::{doubled, down_and_up, merged, paused, send_all};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

fn pause() -> impl Future<Output = ()> + Send {
    sleep(Duration::from_millis(1))
}

#[tokio::test]
async fn timers_and_select_on_one_thread() {
    let mut items: Vec<_> = merged(paused(3, pause), paused(3, tokio::task::yield_now)).collect().await;
    items.sort_unstable();
    assert_eq!(items, [0, 0, 1, 1, 2, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_moves_between_threads() {
    let (sender, receiver) = mpsc::channel(2);
    let sending = tokio::spawn(send_all(paused(20, pause), sender));
    let mut stream = doubled(receiver);
    let mut sum = 0;
    for _ in 0..20 {
        // Each item is awaited by a task of its own, on whatever thread.
        let task = tokio::spawn(async move { (stream.next().await, stream) });
        let item;
        (item, stream) = task.await.unwrap();
        sum += item.unwrap();
    }
    sending.await.unwrap();
    assert_eq!((sum, stream.next().await), (380, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recursion_moves_between_threads() {
    let mut recursion = down_and_up(10, pause);
    let mut state = recursion.start().await.unwrap();
    let mut items = Vec::new();
    while let GeneratorState::Yielded(item) = state {
        items.push(item);
        // Each step is a task of its own, on whatever thread.
        let task = tokio::spawn(async move { (recursion.send(()).await, recursion) });
        let sent;
        (sent, recursion) = task.await.unwrap();
        state = sent.unwrap();
    }
    assert_eq!(items, (1..=10).rev().chain(1..=10).collect::<Vec<_>>());
    assert_eq!(state, GeneratorState::Complete(20));
}

/// Ticks, until it is told to stop; the handlers of `tokio::select!` yield.
#[generator]
async fn ticks(mut stop: tokio::sync::oneshot::Receiver<&'static str>) -> impl Stream<Item = String> {
    for n in 0.. {
        tokio::select! {
            biased;
            reason = &mut stop => {
                yield_!(format!("stopped: {}", reason.unwrap_or("nobody is there")));
                return;
            }
            () = pause() => yield_!(n.to_string()),
        }
    }
}

#[tokio::test]
async fn handlers_of_tokios_select_yield() {
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let mut ticks = ticks(stopped);
    assert_eq!(ticks.next().await.as_deref(), Some("0"));
    assert_eq!(ticks.next().await.as_deref(), Some("1"));
    stop.send("enough").unwrap();
    assert_eq!(ticks.next().await.as_deref(), Some("stopped: enough"));
    assert_eq!(ticks.next().await, None);
}

#[try_generator]
async fn file_lines(path: std::path::PathBuf) -> impl Stream<Item = std::io::Result<String>> + Send {
    let mut lines = BufReader::new(tokio::fs::File::open(path).await?).lines();
    while let Some(line) = lines.next_line().await? {
        yield_!(line);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_read_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<_> = (0..4).map(|n| folder.path().join(n.to_string())).collect();
    for (n, path) in paths.iter().enumerate() {
        tokio::fs::write(path, "line\n".repeat(100 * n)).await.unwrap();
    }
    let tasks = paths.into_iter().map(|path| tokio::spawn(file_lines(path).map(Result::unwrap).count()));
    let counts: Vec<_> = futures::future::join_all(tasks).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(counts, [0, 100, 200, 300]);
    let missing: Vec<_> = file_lines(folder.path().join("missing")).collect().await;
    assert!(matches!(&missing[..], [Err(error)] if error.kind() == std::io::ErrorKind::NotFound));
}

/// Serves one connection: every line comes back in capitals.
#[generator]
async fn serve(connection: TcpStream) -> impl AsyncGenerator<Yield = String, Return = std::io::Result<usize>> + Send {
    let (reader, mut writer) = connection.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut count = 0;
    while let Some(line) = lines.next_line().await? {
        writer.write_all(format!("{}\n", line.to_uppercase()).as_bytes()).await?;
        count += 1;
        yield_!(line);
    }
    Ok(count)
}

#[try_generator]
async fn ask(connection: TcpStream, questions: &[&str]) -> impl Stream<Item = std::io::Result<String>> {
    let (reader, mut writer) = connection.into_split();
    let mut answers = BufReader::new(reader).lines();
    for question in questions {
        writer.write_all(format!("{question}\n").as_bytes()).await?;
        let Some(answer) = answers.next_line().await? else { return Err(std::io::ErrorKind::UnexpectedEof.into()) };
        yield_!(answer);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_and_a_client_are_generators() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let mut serving = serve(listener.accept().await.unwrap().0);
        let mut served = Vec::new();
        let mut state = serving.start().await.unwrap();
        while let GeneratorState::Yielded(line) = state {
            served.push(line);
            state = serving.send(()).await.unwrap();
        }
        (served, state.complete().unwrap().unwrap())
    });
    let client = TcpStream::connect(address).await.unwrap();
    let answers: Vec<_> = ask(client, &gen_tests_executors::QUESTIONS).map(Result::unwrap).collect().await;
    assert_eq!(answers, gen_tests_executors::ANSWERS);
    assert_eq!(server.await.unwrap(), (gen_tests_executors::QUESTIONS.map(String::from).to_vec(), 3));
}

/// Counts how often it is dropped.
struct Guard(Arc<AtomicUsize>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_aborted_task_drops_what_its_generator_holds_once() {
    #[generator]
    async fn held(guard: Guard, reached: tokio::sync::oneshot::Sender<()>) -> impl Stream<Item = ()> + Send {
        let _inner = Guard(Arc::clone(&guard.0));
        yield_!();
        let _ = reached.send(());
        std::future::pending::<()>().await;
    }
    let drops = Arc::new(AtomicUsize::new(0));
    let (sender, reached) = tokio::sync::oneshot::channel();
    let task = tokio::spawn(held(Guard(Arc::clone(&drops)), sender).count());
    reached.await.unwrap();
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_eq!(drops.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_step_that_times_out_goes_on_later() {
    #[generator]
    async fn slow() -> impl AsyncGenerator<u32, Yield = u32, Return = ()> {
        let mut last = 0;
        loop {
            last += yield_!(last);
            sleep(Duration::from_millis(30)).await;
        }
    }
    let mut slow = slow();
    assert_eq!(slow.start().await, Ok(GeneratorState::Yielded(0)));
    let timed_out = tokio::time::timeout(Duration::from_millis(1), slow.send(5)).await;
    assert!(timed_out.is_err() && slow.is_pending());
    assert_eq!(slow.proceed().await, Some(GeneratorState::Yielded(5)));
}
