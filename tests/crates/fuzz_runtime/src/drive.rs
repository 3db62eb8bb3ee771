//! Runs the script of a program on its outermost generator.

use std::mem;

use gen_core::{AlreadyStarted, Generator, GeneratorState, GeneratorStatus, SendError, ThrowExt};

use crate::trace::{catch, write};

/// A step of a script.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    /// Asks for an item.
    Next,
    /// Asks for all items that are left, and panics at the one of this number. It is the last step.
    Rest(Option<usize>),
    /// Moves the iterator or the generator to another place.
    Move,
    /// Forgets the iterator or the generator. It is the last step.
    Forget,
    /// Asks for so many items through `iter`, and for the return value.
    Iterate(usize),
    /// Calls `start`.
    Start,
    /// Calls `resume`.
    Resume(i64),
    /// Calls `send`.
    Send(i64),
    /// Calls `throw`.
    Throw(i64),
    /// Calls `close`.
    Close,
    /// Writes the status, or the size hint, down.
    Status,
}

impl Op {
    fn is_move(&self) -> bool {
        matches!(self, Self::Move)
    }
}

/// How [`Op::Rest`] asks for the items.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Way {
    /// One by one.
    External,
    /// With `for_each`.
    Internal,
}

/// Runs `script` on an iterator.
///
/// # Panics
///
/// If there is a step in it that is for generators.
pub fn iterate(way: Way, script: &[Op], items: impl Iterator<Item = i64>) {
    let mut place = vec![items];
    let mut last = None;
    for steps in script.split(Op::is_move) {
        place = move_away(place);
        last = take_items(steps, &mut place[0]);
    }
    let items = place.remove(0);
    let Some(Op::Rest(panics_at)) = last else { return end(last, items) };
    let mut number = 0;
    let mut consumer = |item| {
        write_item(Some(item));
        assert!(panics_at != Some(number), "consumer");
        number += 1;
    };
    catch(|| {
        match way {
            Way::External => one_by_one(&mut { items }, &mut consumer),
            Way::Internal => items.for_each(consumer),
        }
        write_item(None);
    });
}

/// What is in a vector, in another one.
fn move_away<T>(from: Vec<T>) -> Vec<T> {
    let mut to = Vec::with_capacity(from.len());
    to.extend(from);
    to
}

/// Drops `driven`, or forgets it if that is the last step.
fn end<T>(last: Option<Op>, driven: T) {
    if let Some(Op::Forget) = last {
        write("forget");
        return mem::forget(driven);
    }
    write("drop");
    catch(|| drop(driven));
}

/// Runs the steps before the last one, if that is one of its own, and returns it.
fn take_items(script: &[Op], items: &mut dyn Iterator<Item = i64>) -> Option<Op> {
    for &op in script {
        match op {
            Op::Next => catch(|| write_item(items.next())),
            Op::Status => write(format!("size {:?}", items.size_hint().1)),
            Op::Rest(_) | Op::Forget => return Some(op),
            _ => unreachable!("{op:?} is for generators"),
        }
    }
    None
}

fn one_by_one(items: &mut dyn Iterator<Item = i64>, consumer: &mut dyn FnMut(i64)) {
    for item in items {
        consumer(item);
    }
}

fn write_item(item: Option<i64>) {
    write(item.map_or_else(|| "end".to_owned(), |item| format!("yield {item}")));
}

/// Runs `script` on a generator.
///
/// # Panics
///
/// If there is a step in it that is for iterators.
pub fn drive<R: Argument, T: Outcome>(script: &[Op], generator: impl Generator<R, Yield = i64, Return = T>) {
    let mut place = vec![generator];
    for steps in script.split(Op::is_move) {
        place = move_away(place);
        run(steps, &mut place[0]);
    }
    end(script.last().copied(), place.remove(0));
}

/// What is driven is a trait object, so that this is compiled once and not for each program.
fn run<R: Argument, T: Outcome>(script: &[Op], mut generator: &mut dyn Generator<R, Yield = i64, Return = T>) {
    for &op in script {
        catch(|| step(op, &mut generator));
    }
}

fn step<R: Argument, T: Outcome>(op: Op, generator: &mut impl Generator<R, Yield = i64, Return = T>) {
    match op {
        Op::Start => match generator.start() {
            Ok(state) => write_state(state),
            Err(AlreadyStarted) => write("already started"),
        },
        Op::Resume(_) if generator.status() == GeneratorStatus::Finished => write("finished"),
        Op::Resume(value) => write_state(generator.resume(R::value(value))),
        Op::Send(value) => write_sent(generator.send(R::value(value))),
        Op::Throw(error) => write_sent(R::throw(generator, error)),
        Op::Iterate(count) => R::iterate(generator, count),
        Op::Close => generator.close(),
        Op::Status => write(format!("{:?}", generator.status())),
        Op::Forget => {}
        Op::Next | Op::Rest(_) | Op::Move => unreachable!("{op:?} is no step of a generator"),
    }
}

fn write_state(state: GeneratorState<i64, impl Outcome>) {
    write(match state {
        GeneratorState::Yielded(value) => format!("yield {value}"),
        GeneratorState::Complete(outcome) => outcome.describe(),
    });
}

fn write_sent<E: std::fmt::Debug>(sent: Result<GeneratorState<i64, impl Outcome>, SendError<E>>) {
    match sent {
        Ok(state) => write_state(state),
        Err(SendError::NotStarted(value)) => write(format!("not started {value:?}")),
        Err(SendError::Pending(value)) => write(format!("pending {value:?}")),
        Err(SendError::Finished(value)) => write(format!("finished {value:?}")),
    }
}

/// What a generator is resumed with.
pub trait Argument: std::fmt::Debug + Sized {
    /// What stands for `number`.
    fn value(number: i64) -> Self;

    /// Throws `error` into the generator.
    ///
    /// # Errors
    ///
    /// As [`ThrowExt::throw`].
    fn throw<G: Generator<Self>>(
        _generator: &mut G,
        _error: i64,
    ) -> Result<GeneratorState<G::Yield, G::Return>, SendError<i64>> {
        unreachable!("errors can be thrown only where a `Result` can be sent")
    }

    /// Writes down the next `count` items, and the return value.
    fn iterate(_generator: &mut impl Generator<Self, Yield = i64, Return: Outcome>, _count: usize) {
        unreachable!("only generators that are resumed with `()` are iterated over")
    }
}

impl Argument for () {
    fn value(_number: i64) -> Self {}

    fn iterate(generator: &mut impl Generator<Self, Yield = i64, Return: Outcome>, count: usize) {
        let mut items = generator.iter();
        items.by_ref().take(count).for_each(|item| write_item(Some(item)));
        write(items.into_return().map_or_else(|| "no return".to_owned(), Outcome::describe));
    }
}

impl Argument for i64 {
    fn value(number: i64) -> Self {
        number
    }
}

impl Argument for Result<i64, i64> {
    fn value(number: i64) -> Self {
        Ok(number)
    }

    fn throw<G: Generator<Self>>(
        generator: &mut G,
        error: i64,
    ) -> Result<GeneratorState<G::Yield, G::Return>, SendError<i64>> {
        ThrowExt::throw(generator, error)
    }
}

/// What a generator returns.
pub trait Outcome {
    /// The event.
    fn describe(self) -> String;
}

impl Outcome for i64 {
    fn describe(self) -> String {
        format!("return {self}")
    }
}

impl Outcome for Result<i64, i64> {
    fn describe(self) -> String {
        match self {
            Ok(value) => value.describe(),
            Err(error) => format!("error {error}"),
        }
    }
}
