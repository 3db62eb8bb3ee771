//! Cooperative tasks: generators that take turns in one thread, wait for each other, and wake each other up.
//!
//! Run it with `cargo run --release --example scheduler`. It prints how tasks of one priority go round robin, how one task
//! waits for what another returns, how the urgent ones come first, how two tasks wake each other up in turn, and what
//! happens when all wait for each other. There are no threads, no locks and no async runtime in it: this is what
//! underlies them.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use gen_core::{Generator, GeneratorState, LocalBoxGenerator, generator};

/// A task yields what it wants of the scheduler, is sent the answer when it is its turn again, and returns a result.
///
/// (The functions below spell this type out: `#[generator]` has to see what they return, and cannot look through an alias.)
type Task = LocalBoxGenerator<'static, Request, Answer, u32>;

/// What a task that has waited for another one is sent: the other's result. Else there is nothing to say.
type Answer = Option<u32>;

/// Which task, by the order of `spawn`.
type TaskId = usize;

/// Larger is more urgent.
type Priority = u8;

/// What a task can want.
#[derive(Clone, Copy)]
enum Request {
    /// Let the others go first.
    Pause,
    /// Go on when that task has ended. The answer is what it has returned.
    WaitFor(TaskId),
    /// Go on when somebody wakes me up.
    Sleep,
    /// Wake that task up. If it does not sleep yet, its next sleep ends at once.
    Wake(TaskId),
}

enum Status {
    /// It is in its queue; or it is the one that runs.
    Ready,
    Asleep,
    WaitingFor(TaskId),
    Done(u32),
}

struct Slot {
    name: &'static str,
    priority: Priority,
    task: Task,
    status: Status,
    /// Somebody has woken it up while it was not asleep.
    woken: bool,
}

/// Runs tasks, one at a time, until all have ended.
#[derive(Default)]
struct Scheduler {
    slots: Vec<Slot>,
    /// A queue for each priority: who is ready, and the answer that it is to be sent.
    ready: BTreeMap<Priority, VecDeque<(TaskId, Answer)>>,
}

/// Nobody can go on, and these have not ended.
struct Stuck(Vec<&'static str>);

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "stuck: nobody is left to wake up {}", self.0.join(", "))
    }
}

impl Scheduler {
    fn spawn(&mut self, name: &'static str, priority: Priority, task: Task) -> TaskId {
        let id = self.slots.len();
        self.slots.push(Slot { name, priority, task, status: Status::Ready, woken: false });
        self.make_ready(id, None);
        id
    }

    /// To the end of the queue of its priority: that is what makes it round robin.
    fn make_ready(&mut self, id: TaskId, answer: Answer) {
        let slot = &mut self.slots[id];
        slot.status = Status::Ready;
        self.ready.entry(slot.priority).or_default().push_back((id, answer));
    }

    /// The front of the most urgent queue that is not empty.
    fn next_ready(&mut self) -> Option<(TaskId, Answer)> {
        self.ready.values_mut().rev().find_map(VecDeque::pop_front)
    }

    /// The whole of scheduling: whose turn is it, let it run to its next yield, and do as it says.
    fn run(&mut self) -> Result<(), Stuck> {
        while let Some((id, answer)) = self.next_ready() {
            // A task that has not begun has no `yield_!` to receive the answer, and drops it.
            match self.slots[id].task.resume(answer) {
                GeneratorState::Yielded(request) => self.handle(id, request),
                GeneratorState::Complete(result) => self.finish(id, result),
            }
        }
        self.check_that_all_are_done()
    }

    fn handle(&mut self, id: TaskId, request: Request) {
        match request {
            Request::Pause => self.make_ready(id, None),
            Request::WaitFor(other) => match self.slots[other].status {
                Status::Done(result) => self.make_ready(id, Some(result)),
                _ => self.slots[id].status = Status::WaitingFor(other),
            },
            Request::Sleep if self.slots[id].woken => {
                self.slots[id].woken = false;
                self.make_ready(id, None);
            }
            Request::Sleep => self.slots[id].status = Status::Asleep,
            Request::Wake(other) => {
                self.wake(other);
                self.make_ready(id, None);
            }
        }
    }

    fn wake(&mut self, id: TaskId) {
        if matches!(self.slots[id].status, Status::Asleep) {
            self.make_ready(id, None);
        } else {
            self.slots[id].woken = true;
        }
    }

    /// Those who have waited for it are ready again, and are sent its result.
    fn finish(&mut self, id: TaskId, result: u32) {
        self.slots[id].status = Status::Done(result);
        for waiting in 0..self.slots.len() {
            if matches!(self.slots[waiting].status, Status::WaitingFor(awaited) if awaited == id) {
                self.make_ready(waiting, Some(result));
            }
        }
    }

    fn check_that_all_are_done(&self) -> Result<(), Stuck> {
        let stuck = self.slots.iter().filter(|slot| !matches!(slot.status, Status::Done(_)));
        let names: Vec<_> = stuck.map(|slot| slot.name).collect();
        if names.is_empty() { Ok(()) } else { Err(Stuck(names)) }
    }
}

/// Some work that lets others go on in between, and returns how many steps it has made.
#[generator]
fn work(name: &'static str, steps: u32) -> LocalBoxGenerator<'static, Request, Answer, u32> {
    for step in 1..=steps {
        println!("  {name}: step {step} of {steps}");
        yield_!(Request::Pause);
    }
    steps
}

/// Waits for two others, one after the other, and adds up what they return.
#[generator]
fn sum_of_results(first: TaskId, second: TaskId) -> LocalBoxGenerator<'static, Request, Answer, u32> {
    println!("  sum: waits");
    // As in `await`: this task is not run again before there is a result, and then goes on right here.
    let first = yield_!(Request::WaitFor(first)).unwrap_or_default();
    println!("  sum: the first has returned {first}");
    let second = yield_!(Request::WaitFor(second)).unwrap_or_default();
    println!("  sum: the second has returned {second}");
    first + second
}

/// Sleeps until the ball comes, hits it, and wakes up the other player.
#[generator]
fn player(name: &'static str, other: TaskId, hits: u32) -> LocalBoxGenerator<'static, Request, Answer, u32> {
    for hit in 1..=hits {
        yield_!(Request::Sleep);
        println!("  {name}: hit {hit}");
        yield_!(Request::Wake(other));
    }
    hits
}

/// Wakes up somebody, and is done.
#[generator]
fn service(server: TaskId) -> LocalBoxGenerator<'static, Request, Answer, u32> {
    println!("  service!");
    yield_!(Request::Wake(server));
    0
}

/// Waits for another task, and then does its own work.
#[generator]
fn polite(name: &'static str, other: TaskId) -> LocalBoxGenerator<'static, Request, Answer, u32> {
    println!("  {name}: waits");
    yield_!(Request::WaitFor(other));
    println!("  {name}: goes on");
    yield_from!(work(name, 1))
}

fn run(mut scheduler: Scheduler) {
    match scheduler.run() {
        Ok(()) => println!("  all are done"),
        Err(stuck) => println!("  {stuck}"),
    }
}

fn main() {
    println!("round robin");
    let mut scheduler = Scheduler::default();
    scheduler.spawn("a", 0, work("a", 3));
    scheduler.spawn("b", 0, work("b", 1));
    scheduler.spawn("c", 0, work("c", 2));
    run(scheduler);

    println!("one waits for others");
    let mut scheduler = Scheduler::default();
    let slow = scheduler.spawn("slow", 0, work("slow", 3));
    let fast = scheduler.spawn("fast", 0, work("fast", 1));
    let sum = scheduler.spawn("sum", 0, sum_of_results(slow, fast));
    scheduler.spawn("last", 0, polite("last", sum));
    run(scheduler);

    // The urgent ones run whenever they can; the others, while those wait. As soon as the first of the lazy ones has ended,
    // the patient one goes on, and the lazier one has to wait.
    println!("priorities");
    let mut scheduler = Scheduler::default();
    let lazy = scheduler.spawn("lazy", 0, work("lazy", 2));
    scheduler.spawn("lazier", 0, work("lazier", 4));
    scheduler.spawn("urgent", 2, work("urgent", 2));
    scheduler.spawn("patient", 1, polite("patient", lazy));
    run(scheduler);

    println!("two that wake each other up");
    let mut scheduler = Scheduler::default();
    // Ids are given in order, so each of the two can know the other beforehand.
    let (left, right) = (0, 1);
    scheduler.spawn("ping", 0, player("ping", right, 3));
    scheduler.spawn("pong", 0, player("pong", left, 3));
    scheduler.spawn("service", 0, service(left));
    run(scheduler);

    // Each waits for the other to end. Threads would hang; a scheduler can see that its queues are empty.
    println!("two that wait for each other");
    let mut scheduler = Scheduler::default();
    let (first, second) = (0, 1);
    scheduler.spawn("first", 0, polite("first", second));
    scheduler.spawn("second", 0, polite("second", first));
    run(scheduler);
}
