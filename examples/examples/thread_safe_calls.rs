//! Work handed to a running event loop from another thread, and taken back before it runs.
//!
//! Run it with `cargo run --release --example thread_safe_calls`. It prints what became of the calls that another thread
//! made: two of them ran, one was cancelled before its turn, and one came too late. Then it does the same with tokio's
//! tasks.
//!
//! The loop's own data, a ledger, is not shared, nor could it be: there is an `Rc` in it. So threads do not touch it. They
//! send closures, and the loop calls these on its own thread, one after the other.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::mpsc as blocking;
use std::thread;

use futures::channel::{mpsc, oneshot};
use futures::executor::block_on;
use futures::{Stream, StreamExt as _};
use gen_core::generator;

/// What only the loop's thread has. Other parts of that thread can hold the same book.
#[derive(Clone, Default)]
struct Ledger {
    book: Rc<RefCell<Vec<(&'static str, i64)>>>,
}

impl Ledger {
    fn enter(&self, what: &'static str, amount: i64) -> i64 {
        self.book.borrow_mut().push((what, amount));
        self.balance()
    }

    fn balance(&self) -> i64 {
        self.book.borrow().iter().map(|(_, amount)| amount).sum()
    }
}

/// Work on its way to the loop. It is `Send`, although the ledger is not: it only gets to see that when it has arrived.
trait Call: Send {
    fn name(&self) -> &'static str;
    fn is_cancelled(&self) -> bool;
    fn run(self: Box<Self>, ledger: &Ledger);
}

/// A closure, and where its result is to go.
struct Job<F, T> {
    name: &'static str,
    work: F,
    answer: oneshot::Sender<T>,
}

impl<F, T> Call for Job<F, T>
where
    F: FnOnce(&Ledger) -> T + Send,
    T: Send,
{
    fn name(&self) -> &'static str {
        self.name
    }

    /// Nobody waits for the answer any longer.
    fn is_cancelled(&self) -> bool {
        self.answer.is_canceled()
    }

    fn run(self: Box<Self>, ledger: &Ledger) {
        let Self { work, answer, .. } = *self;
        // Who has stopped waiting while this ran does not miss the answer.
        let _ = answer.send(work(ledger));
    }
}

/// What threads hold of the loop. When the last one is gone, no call can come any more, and the loop ends.
#[derive(Clone)]
struct LoopHandle {
    calls: mpsc::UnboundedSender<Box<dyn Call>>,
}

impl LoopHandle {
    /// Hands work to the loop, from any thread, and waits for nothing. What it returns is the result, some time later:
    /// to drop that is to cancel the call, unless it has its turn already.
    fn call<T: Send + 'static>(
        &self,
        name: &'static str,
        work: impl FnOnce(&Ledger) -> T + Send + 'static,
    ) -> oneshot::Receiver<T> {
        let (answer, result) = oneshot::channel();
        // A loop that has ended drops the call, and with it the sender of its answer: `result` tells.
        let _ = self.calls.unbounded_send(Box::new(Job { name, work, answer }));
        result
    }
}

/// The calls that are still wanted when it is their turn. This is where the loop waits when there is nothing to do.
#[generator]
async fn wanted(calls: mpsc::UnboundedReceiver<Box<dyn Call>>) -> impl Stream<Item = Box<dyn Call>> {
    #[for_await]
    for call in calls {
        if call.is_cancelled() {
            println!("  loop: {} was cancelled, and does not run", call.name());
        } else {
            yield_!(call);
        }
    }
}

/// The loop itself, on the thread that calls it.
async fn serve(calls: mpsc::UnboundedReceiver<Box<dyn Call>>, ledger: &Ledger) {
    let mut calls = wanted(calls);
    while let Some(call) = calls.next().await {
        println!("  loop: {} runs", call.name());
        call.run(ledger);
    }
}

fn main() {
    println!("calls to a loop with data of its own");
    calls_to_our_loop();
    println!("tasks on tokio");
    tasks_on_tokio();
}

fn calls_to_our_loop() {
    let ledger = Ledger::default();
    let (calls, receiver) = mpsc::unbounded();
    let handle = LoopHandle { calls };
    let other = thread::spawn(move || make_calls(&handle));
    // The loop runs here, until the other thread closes it.
    block_on(serve(receiver, &ledger));
    show(other.join().expect("the thread does not panic"));
    println!("  the loop's own book: {:?}", ledger.book.borrow());
}

/// What another thread does, and what it has to tell about the results.
fn make_calls(handle: &LoopHandle) -> Vec<String> {
    // So that the loop is busy while the others queue up, the first call goes on until this thread lets it.
    let (let_it_end, may_end) = blocking::channel::<()>();
    let salary = handle.call("salary", move |ledger| {
        let _ = may_end.recv();
        ledger.enter("salary", 2000)
    });
    let rent = handle.call("rent", |ledger| ledger.enter("rent", -700));
    let yacht = handle.call("yacht", |ledger| ledger.enter("yacht", -90_000));

    // The loop cannot have come to the yacht yet: it goes no further than the salary.
    drop(yacht);
    let _ = let_it_end.send(());

    // A thread waits for a result with `block_on`: this blocks the thread, and not the loop.
    let mut told = Vec::new();
    for (name, result) in [("salary", salary), ("rent", rent)] {
        told.push(match block_on(result) {
            Ok(balance) => format!("after {name} there are {balance}"),
            Err(_) => format!("{name} did not run"),
        });
    }

    // A loop that has been closed takes nothing more, and says so.
    handle.calls.close_channel();
    let late = block_on(handle.call("bonus", |ledger| ledger.enter("bonus", 500)));
    told.push(format!("bonus came too late: {}", late.is_err()));
    told
}

/// Prints what a thread has told, when the loop is through: the two would print in any order.
fn show(told: Vec<String>) {
    for line in told {
        println!("  thread: {line}");
    }
}

/// tokio's tasks go the same way. They have to be `Send`, since a thread hands them over.
fn tasks_on_tokio() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("this runtime needs no resources");
    let handle = runtime.handle().clone();
    let (all_is_told, told) = oneshot::channel();
    let other = thread::spawn(move || {
        // Sent when the last task is over. It is what the loop waits for below.
        let _ = all_is_told.send(make_tasks(&handle));
    });
    show(runtime.block_on(told).expect("the thread tells at its end"));
    other.join().expect("the thread does not panic");
}

fn make_tasks(handle: &tokio::runtime::Handle) -> Vec<String> {
    let (let_it_end, may_end) = blocking::channel::<()>();
    let first = handle.spawn(async move {
        // Never do this in earnest: it blocks the loop with everything on it. Here that is the point.
        let _ = may_end.recv();
        println!("  loop: the first task runs");
    });
    let second = handle.spawn(async { println!("  loop: the second task runs") });
    let third = handle.spawn(async { println!("  loop: the third task runs") });
    second.abort();
    let _ = let_it_end.send(());

    let mut told = Vec::new();
    for (name, task) in [("first", first), ("second", second), ("third", third)] {
        told.push(match block_on(task) {
            Ok(()) => format!("the {name} task is done"),
            Err(error) if error.is_cancelled() => format!("the {name} task was cancelled"),
            Err(error) => format!("the {name} task failed: {error}"),
        });
    }
    told
}
