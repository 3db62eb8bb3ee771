//! Asynchronous generators: what is sent in, and what is lost when a step is not awaited to its end, which is nothing.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{
    AlreadyStarted, AsyncGenerator, AsyncThrowExt, Generator, GeneratorState, GeneratorStatus, SendError, generator,
};
use gen_tests::polling::{Pause, poll};
use gen_tests::{Log, panic_message};

#[generator]
async fn sums(pause: u32) -> impl AsyncGenerator<u32, Yield = u32, Return = &'static str> {
    let mut sum = 0;
    Pause(pause).await;
    while sum < 10 {
        sum += yield_!(sum);
        Pause(pause).await;
    }
    Pause(pause).await;
    "done"
}

#[test]
fn a_generator_is_started_and_sent_values() {
    block_on(async {
        let mut sums = sums(2);
        assert_eq!(sums.status(), GeneratorStatus::Created);
        assert_eq!(sums.send(1).await, Err(SendError::NotStarted(1)));
        assert_eq!(sums.start().await, Ok(GeneratorState::Yielded(0)));
        assert_eq!(sums.status(), GeneratorStatus::Suspended);
        assert_eq!(sums.start().await, Err(AlreadyStarted));
        assert_eq!(sums.send(4).await, Ok(GeneratorState::Yielded(4)));
        assert_eq!(sums.send(6).await, Ok(GeneratorState::Complete("done")));
        assert_eq!(sums.status(), GeneratorStatus::Finished);
        assert_eq!(sums.send(7).await, Err(SendError::Finished(7)));
        assert_eq!(sums.proceed().await, None);
    });
}

#[test]
fn a_value_that_is_offered_while_a_step_is_under_way_comes_back() {
    let mut sums = sums(1);
    assert!(poll(&mut sums.start()).is_pending());
    assert!(sums.is_pending());
    assert_eq!(sums.status(), GeneratorStatus::Suspended);
    assert_eq!(poll(&mut sums.send(5)), Poll::Ready(Err(SendError::Pending(5))));
    assert_eq!(poll(&mut sums.start()), Poll::Ready(Err(AlreadyStarted)));
    assert_eq!(poll(&mut sums.proceed()), Poll::Ready(Some(GeneratorState::Yielded(0))));
    assert!(!sums.is_pending());
    assert_eq!(poll(&mut sums.proceed()), Poll::Ready(None));
}

/// Sends 1, 2 and 3, each by a future that is dropped after `polls` polls and gone on with, and returns what came of
/// it.
fn converse(pause: u32, polls: u32) -> Vec<GeneratorState<u32, &'static str>> {
    let mut sums = sums(pause);
    let mut answers = Vec::new();
    for value in [None, Some(1), Some(2), Some(3), Some(4)] {
        let answer = match value {
            None => {
                let mut start = sums.start();
                (0..polls).find_map(|_| if let Poll::Ready(answer) = poll(&mut start) { answer.ok() } else { None })
            }
            Some(value) => {
                let mut send = sums.send(value);
                (0..polls).find_map(|_| if let Poll::Ready(answer) = poll(&mut send) { answer.ok() } else { None })
            }
        };
        let answer = answer.or_else(|| block_on(sums.proceed()));
        answers.push(answer.expect("a step that was begun goes on"));
    }
    answers
}

#[test]
fn a_step_that_is_dropped_at_any_await_loses_nothing_and_repeats_nothing() {
    use GeneratorState::{Complete, Yielded};
    for pause in 0..4 {
        for polls in 1..10 {
            let expected = [Yielded(0), Yielded(1), Yielded(3), Yielded(6), Complete("done")];
            assert_eq!(converse(pause, polls), expected, "pause {pause}, dropped after {polls} polls");
        }
    }
}

#[test]
fn a_send_that_is_never_polled_sends_nothing() {
    let mut sums = sums(0);
    let _ = block_on(sums.start());
    drop(sums.send(7));
    assert_eq!(block_on(sums.send(1)), Ok(GeneratorState::Yielded(1)));
}

#[test]
fn a_send_that_was_refused_begins_nothing() {
    let mut sums = sums(0);
    let mut send = sums.send(1);
    assert_eq!(poll(&mut send), Poll::Ready(Err(SendError::NotStarted(1))));
    let message = panic_message(|| poll(&mut send)).unwrap();
    assert!(message.contains("is not polled again"), "{message}");
    assert_eq!(sums.status(), GeneratorStatus::Created);
}

#[test]
fn poll_resume_takes_the_argument_only_to_begin_a_step() {
    let mut sums = sums(1);
    let mut context = Context::from_waker(Waker::noop());
    let mut resume = |argument: &mut Option<u32>| Pin::new(&mut sums).poll_resume(&mut context, argument);
    let mut argument = Some(1);
    // There is no `#[resume]` parameter, so the first one is dropped.
    assert_eq!(resume(&mut argument), Poll::Pending);
    assert_eq!(argument, None);
    argument = Some(2);
    assert_eq!(resume(&mut argument), Poll::Ready(GeneratorState::Yielded(0)));
    assert_eq!(argument, Some(2));
    assert_eq!(resume(&mut argument), Poll::Pending);
    assert_eq!(argument, None);
    assert_eq!(resume(&mut argument), Poll::Ready(GeneratorState::Yielded(2)));
    assert!(panic_message(|| resume(&mut None)).unwrap().contains("without a value"));
}

#[generator]
async fn echo(#[resume] first: String) -> impl AsyncGenerator<String, Yield = String, Return = ()> {
    let mut last = first;
    loop {
        last = yield_!(last);
    }
}

#[test]
fn the_first_argument_goes_to_the_resume_parameter() {
    block_on(async {
        let mut echo = echo();
        let mut first = Some("first".to_owned());
        let answer = poll_fn(|context| Pin::new(&mut echo).poll_resume(context, &mut first)).await;
        assert_eq!(answer, GeneratorState::Yielded("first".to_owned()));
        assert_eq!(echo.send("second".to_owned()).await, Ok(GeneratorState::Yielded("second".to_owned())));
    });
    assert!(panic_message(|| block_on(echo().start()).is_ok()).unwrap().contains("without a value"));
}

#[test]
fn a_finished_generator_panics_when_it_is_polled() {
    let mut sums = sums(0);
    Pin::new(&mut sums).close();
    assert_eq!(sums.status(), GeneratorStatus::Finished);
    let resume = || poll(&mut poll_fn(|context| Pin::new(&mut sums).poll_resume(context, &mut Some(1))));
    assert!(panic_message(resume).unwrap().contains("finished"));
}

#[test]
fn a_panic_finishes_a_generator() {
    #[generator]
    async fn panics() -> impl AsyncGenerator<Yield = (), Return = ()> {
        Pause(1).await;
        yield_!();
        panic!("in the body");
    }
    let mut generator = panics();
    assert_eq!(block_on(generator.start()), Ok(GeneratorState::Yielded(())));
    assert_eq!(panic_message(|| block_on(generator.send(()))).as_deref(), Some("in the body"));
    assert_eq!(generator.status(), GeneratorStatus::Finished);
    assert_eq!(block_on(generator.send(())), Err(SendError::Finished(())));
    let resume = || poll(&mut poll_fn(|context| Pin::new(&mut generator).poll_resume(context, &mut Some(()))));
    assert!(panic_message(resume).unwrap().contains("finished"));
}

#[generator]
async fn tolerant(
    log: &Log,
) -> impl AsyncGenerator<Result<u32, &'static str>, Yield = u32, Return = Result<u32, &'static str>> {
    let _guard = log.noisy("guard");
    let mut sum = 0;
    loop {
        Pause(1).await;
        match yield_!(sum) {
            Ok(n) => sum += n,
            Err("skip") => {}
            Err(error) => Err(error)?,
        }
    }
}

#[test]
fn throw_is_caught_or_propagates() {
    let log = Log::new();
    block_on(async {
        let mut tolerant = tolerant(&log);
        assert_eq!(tolerant.throw("early").await, Err(SendError::NotStarted("early")));
        assert_eq!(tolerant.start().await, Ok(GeneratorState::Yielded(0)));
        assert_eq!(tolerant.send(Ok(2)).await, Ok(GeneratorState::Yielded(2)));
        assert_eq!(tolerant.throw("skip").await, Ok(GeneratorState::Yielded(2)));
        assert_eq!(log.take(), "");
        assert_eq!(tolerant.throw("stop").await, Ok(GeneratorState::Complete(Err("stop"))));
        assert_eq!(log.take(), "guard");
        assert_eq!(tolerant.throw("late").await, Err(SendError::Finished("late")));
    });
}

#[test]
fn close_drops_what_is_in_the_body() {
    let log = Log::new();
    let mut generator = tolerant(&log);
    let _ = block_on(generator.start());
    Pin::new(&mut generator).close();
    assert_eq!(log.take(), "guard");
    Pin::new(&mut generator).close();
    assert_eq!(generator.status(), GeneratorStatus::Finished);
    assert_eq!(log.take(), "");
}

#[test]
fn close_reaches_through_pointers() {
    fn assert_closes(mut generator: impl AsyncGenerator<u32, Yield = u32, Return = &'static str> + Unpin) {
        assert_eq!(block_on(generator.start()), Ok(GeneratorState::Yielded(0)));
        Pin::new(&mut generator).close();
        assert_eq!(generator.status(), GeneratorStatus::Finished);
    }
    let mut by_reference = sums(0);
    assert_closes(&mut by_reference);
    assert_eq!(by_reference.status(), GeneratorStatus::Finished);
    assert_closes(Box::new(sums(0)));
    assert_closes(Box::pin(sums(0)));
}

#[test]
fn everything_sent_goes_to_the_delegate() {
    #[generator]
    async fn outer(pause: u32) -> impl AsyncGenerator<u32, Yield = u32, Return = String> {
        let first = yield_from!(sums(pause));
        let mut started = sums(pause);
        assert_eq!(started.start().await, Ok(GeneratorState::Yielded(0)));
        let second = yield_from!(started);
        let mut pending = Box::pin(sums(1));
        assert!(poll(&mut pending.start()).is_pending());
        let third = yield_from!(pending);
        format!("{first} {second} {third}")
    }
    for pause in 0..3 {
        block_on(async {
            let mut outer = outer(pause);
            assert_eq!(outer.start().await, Ok(GeneratorState::Yielded(0)));
            assert_eq!(outer.send(4).await, Ok(GeneratorState::Yielded(4)));
            // Ends the first; the second was started before, and is resumed with the default, 0.
            assert_eq!(outer.send(6).await, Ok(GeneratorState::Yielded(0)));
            assert_eq!(outer.send(10).await, Ok(GeneratorState::Yielded(0)));
            assert_eq!(outer.send(10).await, Ok(GeneratorState::Complete("done done done".to_owned())));
        });
    }
}

#[test]
fn a_thrown_error_ends_the_delegation_to_a_stream() {
    #[generator]
    async fn outer() -> impl AsyncGenerator<Result<(), &'static str>, Yield = u32, Return = &'static str> {
        let Err(error) = yield_from!(futures::stream::iter([1, 2, 3])) else { return "not reached" };
        let Ok(()) = yield_from!([4]) else { return "not reached either" };
        error
    }
    block_on(async {
        let mut outer = outer();
        assert_eq!(outer.start().await, Ok(GeneratorState::Yielded(1)));
        assert_eq!(outer.send(Ok(())).await, Ok(GeneratorState::Yielded(2)));
        assert_eq!(outer.throw("enough").await, Ok(GeneratorState::Yielded(4)));
        assert_eq!(outer.send(Ok(())).await, Ok(GeneratorState::Complete("enough")));
    });
}

#[test]
fn synchronous_generators_are_delegated_to_with_what_is_sent() {
    #[generator]
    fn inner(#[resume] first: u32) -> impl Generator<u32, Yield = u32, Return = u32> {
        first + yield_!(first)
    }
    #[generator]
    async fn outer() -> impl AsyncGenerator<u32, Yield = u32, Return = u32> {
        // Its first value is the default, since nothing has been sent.
        yield_from!(inner()) + 1
    }
    block_on(async {
        let mut outer = outer();
        assert_eq!(outer.start().await, Ok(GeneratorState::Yielded(0)));
        assert_eq!(outer.send(5).await, Ok(GeneratorState::Complete(6)));
    });
}

/// Drives any generator through its trait object.
async fn drive(mut generator: Pin<Box<dyn AsyncGenerator<u32, Yield = u32, Return = &'static str> + '_>>) -> u32 {
    let Ok(GeneratorState::Yielded(first)) = generator.start().await else { return 0 };
    let Ok(GeneratorState::Yielded(second)) = generator.send(first + 1).await else { return 0 };
    second
}

#[test]
fn trait_objects_and_pointers_are_generators() {
    block_on(async {
        assert_eq!(drive(Box::pin(sums(1))).await, 1);
        let mut by_reference = sums(1);
        assert_eq!(drive(Box::pin(&mut by_reference)).await, 1);
        assert_eq!(drive(Box::pin(Box::new(sums(1)))).await, 1);
        let mut unpinned: Box<dyn AsyncGenerator<u32, Yield = u32, Return = &'static str> + Unpin> = Box::new(sums(0));
        assert_eq!(unpinned.start().await, Ok(GeneratorState::Yielded(0)));
        let mut by_reference = &mut *unpinned;
        assert_eq!(AsyncGenerator::send(&mut by_reference, 3).await, Ok(GeneratorState::Yielded(3)));
        let mut pinned = pin!(sums(0));
        assert_eq!(pinned.start().await, Ok(GeneratorState::Yielded(0)));
        pinned.as_mut().close();
        assert_eq!(pinned.status(), GeneratorStatus::Finished);
    });
}

#[test]
fn a_generator_with_a_default_is_a_stream_if_it_says_so() {
    #[generator]
    async fn both() -> impl AsyncGenerator<u32, Yield = u32, Return = u32> + Stream<Item = u32> {
        let mut last = yield_!(1);
        last += yield_!(2);
        last
    }
    block_on(async {
        let mut both = both();
        assert_eq!(both.next().await, Some(1));
        assert_eq!(both.send(5).await, Ok(GeneratorState::Yielded(2)));
        assert_eq!(both.next().await, None);
    });
}

#[test]
fn a_dropped_generator_drops_its_locals_once_wherever_it_stands() {
    #[generator]
    async fn counted(drops: &Cell<u32>) -> impl AsyncGenerator<u32, Yield = u32, Return = ()> {
        struct Count<'a>(&'a Cell<u32>);
        impl Drop for Count<'_> {
            fn drop(&mut self) {
                self.0.set(self.0.get() + 1);
            }
        }
        let _first = Count(drops);
        Pause(2).await;
        let _second = Count(drops);
        let sent = Count(drops);
        yield_!(1);
        drop(sent);
        Pause(2).await;
    }
    for (polls, expected) in [(0, 0), (1, 1), (2, 1), (3, 3), (4, 3), (5, 3), (6, 3)] {
        let drops = Cell::new(0);
        let mut generator = counted(&drops);
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..polls {
            let _ = Pin::new(&mut generator).poll_resume(&mut context, &mut Some(0));
        }
        drop(generator);
        assert_eq!(drops.get(), expected, "after {polls} polls");
    }
}

#[test]
fn the_futures_of_steps_show_the_status() {
    #[generator]
    async fn shown() -> impl AsyncGenerator<u32, Yield = u32, Return = ()> + std::fmt::Debug {
        yield_!(1);
    }
    let mut sums = shown();
    assert_eq!(format!("{sums:?}"), "AsyncGenerator { status: Created, .. }");
    assert_eq!(format!("{:?}", sums.start()), "Starting { status: Created, .. }");
    assert_eq!(format!("{:?}", sums.send(1)), "Sending { status: Created, .. }");
    assert_eq!(format!("{:?}", sums.proceed()), "Proceeding { status: Created, .. }");
}
