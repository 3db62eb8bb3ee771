//! Delegates that were started before, that are finished, or that somebody has written by hand.

use std::pin::{Pin, pin};

use futures::StreamExt;
use futures::executor::block_on;
use gen_core::{
    AlreadyStarted, AsyncGenerator, Generator, GeneratorState, GeneratorStatus, LocalBoxGenerator, PinGenerator,
    SendError, generator,
};
use gen_tests::panic_message;

use GeneratorState::{Complete, Yielded};

/// What has no default.
#[derive(Debug, PartialEq)]
struct Word(&'static str);

macro_rules! echoes {
    ($($name:ident -> $output:ty;)*) => {$(
        #[generator]
        fn $name() -> $output {
            let mut sent = yield_!("fresh");
            while sent.0 != "end" {
                sent = yield_!(sent.0);
            }
            sent.0
        }
    )*};
}

echoes! {
    movable -> impl Generator<Word, Yield = &'static str, Return = &'static str>;
    boxed -> LocalBoxGenerator<'static, &'static str, Word, &'static str>;
    dynamic -> Box<dyn Generator<Word, Yield = &'static str, Return = &'static str>>;
    pinned -> impl PinGenerator<Word, Yield = &'static str, Return = &'static str>;
}

#[generator]
fn movable_with_first(#[resume] first: Word) -> impl Generator<Word, Yield = &'static str, Return = &'static str> {
    yield_!(first.0).0
}

#[generator]
fn boxed_with_first(#[resume] first: Word) -> LocalBoxGenerator<'static, &'static str, Word, &'static str> {
    yield_!(first.0).0
}

#[generator]
fn outer(
    inner: impl Generator<Word, Yield = &'static str, Return = &'static str>,
) -> impl Generator<Word, Yield = &'static str, Return = &'static str> {
    yield_from!(inner)
}

#[generator]
fn outer_boxed<'a>(
    inner: impl Generator<Word, Yield = &'static str, Return = &'static str> + 'a,
) -> LocalBoxGenerator<'a, &'static str, Word, &'static str> {
    yield_from!(inner)
}

#[generator]
async fn outer_async(
    inner: impl Generator<Word, Yield = &'static str, Return = &'static str>,
) -> impl AsyncGenerator<Word, Yield = &'static str, Return = &'static str> {
    yield_from!(inner)
}

/// The message of the panic of an outer generator, the same of each form, that delegates to what `make` makes.
fn refusal<G: Generator<Word, Yield = &'static str, Return = &'static str>>(make: impl Fn() -> G) -> String {
    let messages = [
        panic_message(|| outer(make()).start()),
        panic_message(|| outer_boxed(make()).start()),
        panic_message(|| block_on(outer_async(make()).start())),
    ]
    .map(|message| message.expect("the delegation panics"));
    assert_eq!(messages[0], messages[1]);
    assert_eq!(messages[0], messages[2]);
    messages.into_iter().next().unwrap()
}

fn started<G: Generator<Word, Yield = &'static str>>(mut generator: G) -> G {
    assert_eq!(generator.start().ok().and_then(GeneratorState::yielded), Some("fresh"));
    generator
}

fn finished<G: Generator<Word, Yield = &'static str, Return = &'static str>>(generator: G) -> G {
    let mut generator = started(generator);
    assert_eq!(generator.send(Word("end")), Ok(Complete("end")));
    generator
}

#[test]
fn a_fresh_delegate_needs_no_default() {
    fn assert_echoes(mut generator: impl Generator<Word, Yield = &'static str, Return = &'static str>) {
        assert_eq!(generator.start(), Ok(Yielded("fresh")));
        assert_eq!(generator.send(Word("a")), Ok(Yielded("a")));
        assert_eq!(generator.send(Word("end")), Ok(Complete("end")));
    }
    assert_echoes(outer(movable()));
    assert_echoes(outer(boxed()));
    assert_echoes(outer(dynamic()));
    assert_echoes(outer(Box::pin(pinned())));
    assert_echoes(outer_boxed(movable()));
    assert_echoes(outer_boxed(boxed()));
    block_on(async {
        let mut generator = outer_async(movable());
        assert_eq!(generator.start().await, Ok(Yielded("fresh")));
        assert_eq!(generator.send(Word("end")).await, Ok(Complete("end")));
    });
}

#[test]
fn a_delegate_that_waits_for_a_value_needs_a_default() {
    for message in [
        refusal(|| started(movable())),
        refusal(|| started(boxed())),
        refusal(|| started(dynamic())),
        refusal(|| started(Box::pin(pinned()))),
    ] {
        assert!(message.contains("has no `Default`"), "{message}");
    }
    for message in [
        panic_message(|| outer(movable_with_first()).start()),
        panic_message(|| outer(boxed_with_first()).start()),
        panic_message(|| outer_boxed(boxed_with_first()).start()),
    ] {
        let message = message.unwrap();
        assert!(message.contains("has no `Default`"), "{message}");
    }
}

#[test]
fn a_fresh_delegate_with_a_first_argument_is_given_the_default() {
    #[generator]
    fn echo(#[resume] first: u32) -> Box<dyn Generator<u32, Yield = u32, Return = u32>> {
        yield_!(first + 1)
    }
    #[generator]
    fn outer() -> impl Generator<u32, Yield = u32, Return = u32> {
        yield_from!(echo())
    }
    #[generator]
    fn outer_boxed() -> LocalBoxGenerator<'static, u32, u32, u32> {
        yield_from!(echo())
    }
    fn assert_echoes(mut generator: impl Generator<u32, Yield = u32, Return = u32>) {
        assert_eq!(generator.resume(7), Yielded(1));
        assert_eq!(generator.resume(8), Complete(8));
    }
    assert_echoes(outer());
    assert_echoes(outer_boxed());
}

#[test]
fn a_finished_delegate_is_refused() {
    for message in [
        refusal(|| finished(movable())),
        refusal(|| finished(boxed())),
        refusal(|| finished(dynamic())),
        refusal(|| finished(Box::pin(pinned()))),
    ] {
        assert_eq!(message, "`yield_from!` was given a finished generator");
    }
}

#[test]
fn a_delegate_that_was_started_is_resumed_with_the_default() {
    #[generator]
    fn sums() -> impl Generator<u32, Yield = u32, Return = u32> {
        let mut sum = 10;
        sum += yield_!(sum);
        sum += yield_!(sum);
        sum
    }
    #[generator]
    async fn outer(
        inner: impl Generator<u32, Yield = u32, Return = u32>,
    ) -> impl AsyncGenerator<u32, Yield = u32, Return = u32> {
        yield_from!(inner)
    }
    let mut inner = sums();
    assert_eq!(inner.start(), Ok(Yielded(10)));
    block_on(async {
        let mut outer = outer(inner);
        assert_eq!(outer.start().await, Ok(Yielded(10)), "what is sent for it is 0");
        assert_eq!(outer.send(5).await, Ok(Complete(15)));
    });
}

#[test]
fn a_finished_asynchronous_delegate_is_refused() {
    #[generator]
    async fn inner() -> impl AsyncGenerator<Yield = u32, Return = ()> {
        yield_!(1);
    }
    #[generator]
    async fn outer(
        inner: impl AsyncGenerator<Yield = u32, Return = ()>,
    ) -> impl AsyncGenerator<Yield = u32, Return = ()> {
        yield_from!(inner);
    }
    let mut inner = inner();
    Pin::new(&mut inner).close();
    let message = panic_message(|| block_on(outer(inner).start())).unwrap();
    assert_eq!(message, "`yield_from!` was given a finished generator");
}

#[test]
fn a_thrown_error_ends_the_delegation_to_an_iterator() {
    #[generator]
    async fn outer() -> impl AsyncGenerator<Result<(), &'static str>, Yield = u32, Return = &'static str> {
        yield_from!(1..10).err().unwrap_or("not thrown")
    }
    block_on(async {
        let mut outer = outer();
        assert_eq!(outer.start().await, Ok(Yielded(1)));
        assert_eq!(outer.send(Ok(())).await, Ok(Yielded(2)));
        assert_eq!(outer.send(Err("thrown")).await, Ok(Complete("thrown")));
    });
}

/// Counts down; somebody has written it by hand.
struct Countdown(u32);

impl PinGenerator for Countdown {
    type Yield = u32;
    type Return = &'static str;

    fn resume(mut self: Pin<&mut Self>, (): ()) -> GeneratorState<u32, &'static str> {
        if self.0 == 0 {
            return Complete("lift-off");
        }
        self.0 -= 1;
        Yielded(self.0)
    }

    fn status(&self) -> GeneratorStatus {
        GeneratorStatus::Suspended
    }

    fn close(self: Pin<&mut Self>) {}

    fn start(self: Pin<&mut Self>) -> Result<GeneratorState<u32, &'static str>, AlreadyStarted> {
        Err(AlreadyStarted)
    }
}

#[test]
fn a_pinned_generator_that_is_written_by_hand_is_a_delegate() {
    #[generator]
    fn movable() -> impl Iterator<Item = u32> {
        assert_eq!(yield_from!(Countdown(3)), "lift-off");
        yield_!(100);
    }
    #[generator]
    fn pinned() -> impl PinGenerator<Yield = u32, Return = ()> {
        assert_eq!(yield_from!(Countdown(3)), "lift-off");
        yield_!(100);
    }
    #[generator]
    async fn stream() -> impl futures::Stream<Item = u32> {
        assert_eq!(yield_from!(Countdown(3)), "lift-off");
        yield_!(100);
    }
    let expected = [2, 1, 0, 100];
    assert_eq!(movable().collect::<Vec<_>>(), expected);
    assert_eq!(pin!(pinned()).iter().collect::<Vec<_>>(), expected);
    assert_eq!(block_on(stream().collect::<Vec<_>>()), expected);
    let mut external = movable();
    assert_eq!(expected.map(|_| external.next().unwrap()), expected);
}

#[test]
fn a_pinned_generator_is_sent_values_by_its_own_methods() {
    let mut generator = pin!(pinned());
    assert_eq!(generator.as_mut().send(Word("early")), Err(SendError::NotStarted(Word("early"))));
    assert_eq!(generator.as_mut().start(), Ok(Yielded("fresh")));
    assert_eq!(generator.as_mut().send(Word("a")), Ok(Yielded("a")));
    assert_eq!(generator.as_mut().send(Word("end")), Ok(Complete("end")));
    assert_eq!(generator.as_mut().send(Word("late")), Err(SendError::Finished(Word("late"))));
}
