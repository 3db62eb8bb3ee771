//! The dataflow: every worker reads its logs, sends each fact to the worker that counts it, and one gathers the counts.

use std::cell::{Cell, RefCell};
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::mem;
use std::path::PathBuf;
use std::rc::Rc;

use gen_core::{Generator as _, GeneratorState};
use timely::dataflow::channels::pact::Exchange;
use timely::dataflow::operators::Capability;
use timely::dataflow::operators::generic::operator::{Operator as _, source};
use timely::dataflow::{Scope, StreamVec};
use timely::worker::Worker;

use crate::facts::{Counts, Fact, Key, facts};

/// How many facts a source gives before it lets the other operators of its worker run.
const BATCH: usize = 1000;

/// What a worker has at the end.
pub(crate) struct Outcome {
    /// All counts, at the first worker; nothing, at the others.
    pub(crate) gathered: Counts,
    /// Whether this worker has read all of its logs.
    pub(crate) could_read_all: bool,
}

/// There is one round of counting, so time has one point.
type Time = ();

/// Runs the dataflow until all workers have come to its end.
pub(crate) fn run(worker: &mut Worker, logs: &[PathBuf]) -> Outcome {
    let share: Vec<PathBuf> = logs.iter().skip(worker.index()).step_by(worker.peers()).cloned().collect();
    let could_read_all = Rc::new(Cell::new(true));
    let gathered = Rc::new(RefCell::new(Counts::new()));
    worker.dataflow::<Time, _, _>(|scope| {
        let facts = read(scope, share, could_read_all.clone());
        gather(count(facts), gathered.clone());
    });
    while worker.has_dataflows() {
        worker.step_or_park(None);
    }
    Outcome { gathered: gathered.take(), could_read_all: could_read_all.get() }
}

/// A source, fed by a generator.
///
/// As long as it has its capability, the others know that more may come. It gives that up when the generator returns.
fn read(scope: Scope<'_, Time>, share: Vec<PathBuf>, could_read_all: Rc<Cell<bool>>) -> StreamVec<'_, Time, Fact> {
    source(scope, "Read", |capability, operator| {
        let activator = scope.activator_for(operator.address);
        let mut capability = Some(capability);
        let mut facts = facts(share);
        move |output| {
            let Some(now) = &capability else { return };
            let mut session = output.session(now);
            for _ in 0..BATCH {
                match facts.resume(()) {
                    GeneratorState::Yielded(fact) => session.give(fact),
                    GeneratorState::Complete(complete) => {
                        could_read_all.set(complete);
                        drop(session);
                        capability = None;
                        return;
                    }
                }
            }
            // The generator stands where it is. Let the worker do what else there is, and come back.
            activator.activate();
        }
    })
}

/// Adds up the facts by their keys, and gives the counts when no facts can come any more, from no process.
fn count(facts: StreamVec<'_, Time, Fact>) -> StreamVec<'_, Time, Fact> {
    let by_key = Exchange::new(|(key, _): &Fact| hash(key));
    facts.unary_frontier(by_key, "Count", |capability, _operator| {
        let mut capability: Option<Capability<Time>> = Some(capability);
        let mut counts = Counts::new();
        move |(input, frontier), output| {
            input.for_each_time(|_time, batches| add(&mut counts, batches.flat_map(|batch| batch.drain(..))));
            if frontier.is_empty() {
                if let Some(now) = capability.take() {
                    output.session(&now).give_iterator(mem::take(&mut counts).into_iter());
                }
            }
        }
    })
}

/// Brings all counts to the first worker.
fn gather(counts: StreamVec<'_, Time, Fact>, gathered: Rc<RefCell<Counts>>) {
    counts.sink(Exchange::new(|_: &Fact| 0), "Gather", move |(input, _frontier)| {
        input.for_each_time(|_time, batches| {
            add(&mut gathered.borrow_mut(), batches.flat_map(|batch| batch.drain(..)));
        });
    });
}

fn add(counts: &mut Counts, facts: impl Iterator<Item = Fact>) {
    for (key, count) in facts {
        counts.entry(key).or_default().add(count);
    }
}

/// Equal in all processes: a hasher of this kind begins without anything random.
fn hash(key: &Key) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
