//! Asynchronous generators whose values and locals are not kind to the exchange between a body and its driver.
#![forbid(unsafe_code)]

use std::cell::{Cell, RefCell};
use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::executor::block_on;
use futures::stream::{FuturesUnordered, LocalBoxStream};
use futures::{Stream, StreamExt};
use gen_core::{
    AsyncGenerator, GeneratorState, GeneratorStatus, PinAsyncGenerator, PinGenerator, PinStream, generator,
};
use gen_tests::panic_message;

use crate::{Bomb, Living, Value};

thread_local! {
    static DEFAULTS: Cell<usize> = const { Cell::new(0) };
    static ARMED: Cell<bool> = const { Cell::new(false) };
}

/// A resume value whose defaults are counted, and whose destructor panics while it is armed.
#[derive(Debug)]
struct Touchy;

impl Default for Touchy {
    fn default() -> Self {
        DEFAULTS.set(DEFAULTS.get() + 1);
        Self
    }
}

impl Drop for Touchy {
    fn drop(&mut self) {
        assert!(!ARMED.get() || std::thread::panicking(), "touched");
    }
}

/// Is pending once.
#[derive(Default)]
struct Once(bool);

impl Future for Once {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

#[test]
fn a_step_that_is_under_way_needs_no_value_to_go_on() {
    #[generator]
    async fn waits() -> impl AsyncGenerator<Touchy, Yield = u32, Return = ()> + Stream<Item = u32> {
        for n in 0..2 {
            Once::default().await;
            Once::default().await;
            drop(yield_!(n));
        }
    }
    DEFAULTS.set(0);
    let mut context = Context::from_waker(Waker::noop());
    let mut waits = waits();
    assert!(waits.poll_next_unpin(&mut context).is_pending());
    ARMED.set(true);
    assert_eq!(panic_message(|| waits.poll_next_unpin(&mut context).is_pending()), None);
    assert!(waits.is_pending());
    ARMED.set(false);
    assert_eq!(waits.poll_next_unpin(&mut context), Poll::Ready(Some(0)));
    assert!(!waits.is_pending());
    assert_eq!(DEFAULTS.get(), 0, "nothing was to be resumed yet");
    assert!(waits.poll_next_unpin(&mut context).is_pending());
    assert_eq!(DEFAULTS.get(), 1);
}

#[generator]
async fn takes(living: Living, #[resume] first: Value) -> impl PinAsyncGenerator<Value, Yield = Value, Return = Value> {
    let held = living.value();
    let mut last = first;
    for polls in 0..3 {
        for _ in 0..polls {
            Once::default().await;
        }
        last.check();
        last = yield_!(last);
        held.check();
        last = yield_from!(passes(last, living.clone()));
    }
    last
}

#[generator]
async fn passes(value: Value, living: Living) -> impl PinAsyncGenerator<Value, Yield = Value, Return = Value> {
    Once::default().await;
    let sent = yield_!(value);
    let mut others = FuturesUnordered::new();
    for _ in 0..3 {
        let value = living.value();
        others.push(async move {
            Once::default().await;
            value.check();
        });
    }
    let again = yield_!(sent);
    while let Some(()) = others.next().await {}
    again
}

/// Each value that goes in, comes out, or lies in the body is dropped once, after whatever number of polls, and in
/// whatever way the generator ends.
#[test]
fn values_are_dropped_once_wherever_a_pinned_generator_ends() {
    for polls in 0..40 {
        for closes in [false, true] {
            let living = Living::new();
            let mut context = Context::from_waker(Waker::noop());
            {
                let mut generator = pin!(takes(living.clone()));
                for _ in 0..polls {
                    if generator.status() == GeneratorStatus::Finished {
                        break;
                    }
                    let under_way = generator.is_pending();
                    let mut argument = Some(living.value());
                    if let Poll::Ready(GeneratorState::Yielded(value) | GeneratorState::Complete(value)) =
                        generator.as_mut().poll_resume(&mut context, &mut argument)
                    {
                        value.check();
                    }
                    assert_eq!(argument.is_some(), under_way);
                }
                if closes {
                    generator.as_mut().close();
                    assert_eq!((generator.status(), living.count()), (GeneratorStatus::Finished, 0));
                    assert!(block_on(generator.send(living.value())).is_err());
                    let mut argument = Some(living.value());
                    assert!(panic_message(|| generator.poll_resume(&mut context, &mut argument)).is_some());
                }
            }
            assert_eq!(living.count(), 0, "after {polls} polls");
        }
    }
}

/// A destructor in the body panics: while the body runs, as it ends, when it is closed, and when it is dropped.
#[test]
fn a_destructor_that_panics_finishes_a_pinned_generator() {
    #[generator]
    async fn bombs(value: Value) -> impl PinStream<Item = u32> {
        let _bomb = Bomb("at the end");
        let _late = value;
        yield_!(1);
        {
            let _bomb = Bomb("between");
            Once::default().await;
        }
        yield_!(2);
    }
    let living = Living::new();
    let mut context = Context::from_waker(Waker::noop());
    for polls in 1..4 {
        let mut stream = Box::pin(bombs(living.value()));
        let mut message = None;
        for _ in 0..polls {
            message = panic_message(|| assert!(stream.as_mut().poll_next(&mut context) != Poll::Ready(None)));
        }
        match message {
            Some(message) => assert_eq!((message.as_str(), polls), ("between", 3)),
            None => {
                assert_eq!(panic_message(move || drop(stream)).as_deref(), Some(["at the end", "between"][polls - 1]));
            }
        }
        assert_eq!(living.count(), 0);
    }
    let mut stream = pin!(bombs(living.value()));
    assert_eq!(stream.as_mut().poll_next(&mut context), Poll::Ready(Some(1)));
    assert!(panic_message(|| stream.set(bombs(living.value()))).is_some());
}

/// The first argument of a generator that takes none is dropped before anything has begun.
#[test]
fn an_argument_whose_destructor_panics_begins_nothing() {
    #[generator]
    async fn plain(value: Value) -> impl PinAsyncGenerator<Touchy, Yield = u32, Return = ()> {
        value.check();
        drop(yield_!(1));
    }
    let living = Living::new();
    let mut generator = pin!(plain(living.value()));
    let mut context = Context::from_waker(Waker::noop());
    ARMED.set(true);
    assert!(panic_message(|| generator.as_mut().poll_resume(&mut context, &mut Some(Touchy))).is_some());
    ARMED.set(false);
    assert_eq!((generator.status(), generator.is_pending()), (GeneratorStatus::Created, false));
    assert_eq!(
        generator.as_mut().poll_resume(&mut context, &mut Some(Touchy)),
        Poll::Ready(GeneratorState::Yielded(1))
    );
    ARMED.set(true);
    assert!(panic_message(|| generator.as_mut().poll_resume(&mut context, &mut Some(Touchy))).is_some());
    ARMED.set(false);
    assert_eq!((generator.status(), living.count()), (GeneratorStatus::Finished, 0));
}

/// What stands in the parentheses of a yield drives other generators of both kinds, with the context of this one.
#[test]
fn the_operand_of_a_yield_may_drive_other_generators() {
    #[generator]
    async fn inner(n: u32) -> impl PinStream<Item = u32> {
        Once::default().await;
        yield_!(n);
        yield_!(n + 1);
    }
    #[generator]
    fn inner_sync(n: u32) -> impl PinGenerator<Yield = u32, Return = ()> {
        yield_!(n);
        yield_!(n + 1);
    }
    #[generator]
    async fn outer(value: Value) -> impl Stream<Item = Vec<u32>> {
        let mut stream = pin!(inner(1));
        let mut generator = pin!(inner_sync(10));
        let twice = async |n: u32| {
            Once::default().await;
            2 * n
        };
        for n in 0..2 {
            yield_!({
                let first = stream.next().await.unwrap();
                let (doubled, rest) = futures::join!(twice(n), inner(5).collect::<Vec<_>>());
                value.check();
                [vec![first, doubled, generator.as_mut().resume(()).yielded().unwrap()], rest].concat()
            });
        }
        futures::select! {
            first = futures::FutureExt::fuse(stream.next()) => assert_eq!(first, None),
            () = futures::FutureExt::fuse(pending::<()>()) => {}
        }
    }
    let living = Living::new();
    let mut context = Context::from_waker(Waker::noop());
    let mut stream = outer(living.value());
    let mut items = Vec::new();
    loop {
        match stream.poll_next_unpin(&mut context) {
            Poll::Ready(Some(item)) => items.push(item),
            Poll::Ready(None) => break,
            Poll::Pending => {}
        }
    }
    assert_eq!((items, living.count()), (vec![vec![1, 0, 10, 5, 6], vec![2, 2, 11, 5, 6]], 0));
}

/// Many streams on the stack of one, each polled from another thread each time, and dropped in a third.
#[test]
fn a_pinned_stream_takes_each_step_in_a_thread_of_its_own() {
    #[generator]
    async fn borrows_from_itself(depth: usize) -> Pin<Box<dyn Stream<Item = usize> + Send>> {
        let numbers = [depth; 4];
        let slice = &numbers[..depth.min(4)];
        Once::default().await;
        yield_!(slice.iter().sum());
        if depth > 0 {
            let mut below = borrows_from_itself(depth - 1);
            while let Some(item) = below.next().await {
                yield_!(item + slice.len());
            }
        }
    }
    for polls in 0..24 {
        let mut stream = borrows_from_itself(5);
        for _ in 0..polls {
            let poll = move || {
                let _ = stream.as_mut().poll_next(&mut Context::from_waker(Waker::noop()));
                stream
            };
            stream = std::thread::spawn(poll).join().unwrap();
        }
        std::thread::spawn(move || drop(stream)).join().unwrap();
    }
    let expected = [20, 21, 16, 13, 14, 15];
    assert_eq!(block_on(borrows_from_itself(5).count()), expected.len());
}

/// A body that owns and drives a generator that owns the sender of what ends it.
#[test]
fn a_generator_may_be_closed_by_what_it_awaits() {
    #[generator]
    async fn closes(
        other: Rc<RefCell<Option<LocalBoxStream<'static, u32>>>>,
        value: Value,
    ) -> impl PinStream<Item = u32> {
        let taken = other.borrow_mut().take();
        drop(taken);
        value.check();
        yield_!(1);
    }
    let living = Living::new();
    let cell = Rc::new(RefCell::new(None));
    let other: LocalBoxStream<'static, u32> = Box::pin(closes(cell.clone(), living.value()));
    *cell.borrow_mut() = Some(other);
    let mut stream = pin!(closes(cell.clone(), living.value()));
    assert_eq!(block_on(stream.next()), Some(1));
    assert_eq!(living.count(), 1);
    assert_eq!(block_on(stream.next()), None);
    assert_eq!(living.count(), 0);
}
