//! Delegates that are polled in the place of the body that delegates: nobody sees that they are bodies of their own.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures::executor::block_on;
use futures::stream::{BoxStream, LocalBoxStream};
use futures::{Stream, StreamExt};
use gen_core::{
    AsyncGenerator, AsyncThrowExt, GeneratorState, GeneratorStatus, LocalBoxAsyncGenerator, PinAsyncGenerator,
    PinStream, SendError, generator,
};
use gen_tests::polling::{Pause, all, poll, poll_resume, step};
use gen_tests::{Log, panic_message};

use GeneratorState::{Complete, Yielded};

type Dynamic<'a> = Pin<Box<dyn AsyncGenerator<u32, Yield = u32, Return = u32> + 'a>>;

/// One body in every form, which awaits in every position.
macro_rules! inner {
    ($($name:ident -> $form:ty;)*) => {$(
        #[generator]
        async fn $name(log: Log) -> $form {
            let _first = log.noisy("first");
            Pause(2).await;
            let mut sum = yield_!(1);
            {
                let _inner = log.noisy("inner");
                sum += yield_!(2);
                Pause(1).await;
            }
            let _second = log.noisy("second");
            for n in 3..7 {
                sum += yield_!(n);
                Pause(n % 3).await;
            }
            Pause(1).await;
            log.write("end");
            sum
        }
    )*};
}

inner! {
    movable -> impl AsyncGenerator<u32, Yield = u32, Return = u32>;
    pinned -> impl PinAsyncGenerator<u32, Yield = u32, Return = u32>;
    boxed -> LocalBoxAsyncGenerator<'static, u32, u32, u32>;
    dynamic -> Pin<Box<dyn AsyncGenerator<u32, Yield = u32, Return = u32>>>;
}

/// One delegation in every form.
macro_rules! outer {
    ($($name:ident -> $form:ty;)*) => {$(
        #[generator]
        async fn $name<'a>(inner: impl AsyncGenerator<u32, Yield = u32, Return = u32> + 'a) -> $form {
            yield_from!(inner)
        }
    )*};
}

outer! {
    to_movable -> impl AsyncGenerator<u32, Yield = u32, Return = u32> + 'a;
    to_pinned -> impl PinAsyncGenerator<u32, Yield = u32, Return = u32> + 'a;
    to_boxed -> LocalBoxAsyncGenerator<'a, u32, u32, u32>;
    to_dynamic -> Pin<Box<dyn AsyncGenerator<u32, Yield = u32, Return = u32> + 'a>>;
}

/// What can be seen of a generator that is offered 1, 2, 3 and so on, and is dropped after so many polls.
fn trace(generator: impl AsyncGenerator<u32, Yield = u32, Return = u32>, log: &Log, polls: u32) -> Vec<String> {
    let mut generator = Box::pin(generator);
    let mut seen = Vec::new();
    for n in 1..=polls {
        let mut argument = Some(n);
        let polled = poll_resume(&mut generator, &mut argument);
        let (status, pending) = (generator.status(), generator.is_pending());
        seen.push(format!("{polled:?} left {argument:?}, {status:?}, pending {pending}, dropped {}", log.take()));
        if let Poll::Ready(Complete(_)) = polled {
            break;
        }
    }
    drop(generator);
    seen.push(log.take());
    seen
}

#[test]
fn rule_09_delegation_is_transparent_at_every_poll_in_every_form() {
    let log = Log::new();
    for polls in 0..20 {
        let expected = trace(movable(log.clone()), &log, polls);
        let check = |generator: Dynamic<'_>, name: &str| {
            assert_eq!(trace(generator, &log, polls), expected, "{name}, dropped after {polls} polls");
        };
        macro_rules! check {
            ($($inner:ident),*) => {$(
                check(Box::pin($inner(log.clone())), stringify!($inner));
                check(Box::pin(to_movable($inner(log.clone()))), concat!("movable to ", stringify!($inner)));
                check(Box::pin(to_pinned($inner(log.clone()))), concat!("pinned to ", stringify!($inner)));
                check(Box::pin(to_boxed($inner(log.clone()))), concat!("boxed to ", stringify!($inner)));
                check(Box::pin(to_dynamic($inner(log.clone()))), concat!("dynamic to ", stringify!($inner)));
                check(Box::pin(to_movable(Box::pin($inner(log.clone())))), concat!("movable to a pointer to ", stringify!($inner)));
                check(Box::pin(to_boxed(Box::pin($inner(log.clone())))), concat!("boxed to a pointer to ", stringify!($inner)));
                let nested = to_pinned(to_boxed(to_movable(to_dynamic($inner(log.clone())))));
                check(Box::pin(nested), concat!("dynamic in movable in boxed in pinned, to ", stringify!($inner)));
                let nested = to_boxed(to_pinned(to_boxed(to_boxed($inner(log.clone())))));
                check(Box::pin(nested), concat!("boxed in boxed in pinned in boxed, to ", stringify!($inner)));
            )*};
        }
        check!(movable, pinned, boxed, dynamic);
    }
}

#[test]
fn the_trace_that_is_compared_has_every_kind_of_poll() {
    let log = Log::new();
    let seen = trace(movable(log.clone()), &log, 100);
    assert_eq!(seen[0], "Pending left None, Suspended, pending true, dropped ");
    assert_eq!(seen[1], "Pending left Some(2), Suspended, pending true, dropped ");
    assert_eq!(seen[2], "Ready(Yielded(1)) left Some(3), Suspended, pending false, dropped ");
    assert_eq!(seen[3], "Ready(Yielded(2)) left None, Suspended, pending false, dropped ");
    assert_eq!(seen[4], "Pending left None, Suspended, pending true, dropped ");
    assert_eq!(seen[5], "Ready(Yielded(3)) left Some(6), Suspended, pending false, dropped inner");
    // 4, 5, 7, 8, 10 and 13 are sent to a yield.
    assert_eq!(seen[13], "Ready(Complete(47)) left Some(14), Finished, pending false, dropped end second first");
    assert_eq!(seen[14], "");
}

// Both forms that are polled in place, by each form that delegates.

/// Adds up what it is sent to what its delegates return, and awaits around them.
macro_rules! around {
    ($($name:ident -> $form:ty;)*) => {$(
        #[generator]
        async fn $name(log: Log) -> $form {
            Pause(1).await;
            let mut sum = yield_!(100);
            for _ in 0..2 {
                sum += yield_from!(short(log.clone(), 1)) * 10;
                sum += yield_from!(short_pinned(log.clone(), 2)) * 100;
                Pause(1).await;
            }
            sum += yield_from!(silent(0)) + yield_from!(silent(2));
            sum + yield_!(101)
        }
    )*};
}

around! {
    around_movable -> impl AsyncGenerator<u32, Yield = u32, Return = u32>;
    around_pinned -> impl PinAsyncGenerator<u32, Yield = u32, Return = u32>;
    around_boxed -> LocalBoxAsyncGenerator<'static, u32, u32, u32>;
}

#[generator]
async fn short(log: Log, n: u32) -> impl AsyncGenerator<u32, Yield = u32, Return = u32> {
    let _local = log.noisy("short");
    let sent = yield_!(n);
    Pause(n).await;
    sent
}

#[generator]
async fn short_pinned(log: Log, n: u32) -> impl PinAsyncGenerator<u32, Yield = u32, Return = u32> {
    let _local = log.noisy("pinned");
    Pause(n).await;
    yield_!(n) + yield_from!(short(log.clone(), n + 1))
}

/// Ends without a yield.
#[generator]
async fn silent(awaits: u32) -> impl AsyncGenerator<u32, Yield = u32, Return = u32> {
    Pause(awaits).await;
    if awaits > 10 {
        yield_!(0);
    }
    1000
}

/// Sends 1 to 8 to one of the above, each by a future that is dropped after so many polls.
fn converse(generator: impl AsyncGenerator<u32, Yield = u32, Return = u32>, polls: u32) {
    let mut generator = pin!(generator);
    assert_eq!(step(&mut generator, None, polls), Yielded(100));
    for (sent, yielded) in (1..).zip([1, 2, 3, 1, 2, 3, 101]) {
        assert_eq!(step(&mut generator, Some(sent), polls), Yielded(yielded), "to {sent}, by {polls} polls");
    }
    // 1, ten times 2 and 5, a hundred times 3, 4, 6 and 7, two that were silent, and 8.
    assert_eq!(step(&mut generator, Some(8), polls), Complete(1 + 70 + 2000 + 2000 + 8));
    assert_eq!(block_on(generator.send(9)), Err(SendError::Finished(9)));
}

#[test]
fn values_go_out_and_in_with_awaits_between_them() {
    for polls in 1..6 {
        converse(around_movable(Log::new()), polls);
        converse(around_pinned(Log::new()), polls);
        converse(around_boxed(Log::new()), polls);
    }
}

/// Closes or drops what is made after each number of polls: what was dropped by then and is dropped then.
fn drops(close: bool, make: impl Fn(Log) -> Dynamic<'static>) -> Vec<(String, String)> {
    let log = Log::new();
    let mut drops = Vec::new();
    for polls in 0..8 {
        let mut generator = make(log.clone());
        for _ in 0..polls {
            let _ = poll_resume(&mut generator, &mut Some(0));
        }
        let before = log.take();
        if close {
            generator.as_mut().close();
            assert_eq!(generator.status(), GeneratorStatus::Finished);
            drops.push((before, log.take()));
            drop(generator);
            assert_eq!(log.take(), "");
        } else {
            drop(generator);
            drops.push((before, log.take()));
        }
    }
    drops
}

#[test]
fn rule_08_a_delegate_is_dropped_where_it_stands_by_close_as_by_drop() {
    let expected = [
        ("", ""),
        ("", ""),
        ("", ""),
        // It yields 1, and has to await once after that.
        ("", "short"),
        ("", "short"),
        // The second one has to await twice.
        ("short", "pinned"),
        ("short", "pinned"),
        ("short", "pinned"),
    ]
    .map(|(before, after)| (before.to_owned(), after.to_owned()));
    for close in [false, true] {
        assert_eq!(drops(close, |log| Box::pin(around_movable(log))), expected);
        assert_eq!(drops(close, |log| Box::pin(around_pinned(log))), expected);
        assert_eq!(drops(close, |log| Box::pin(around_boxed(log))), expected);
    }
}

/// Panics after so many awaits.
macro_rules! panicking {
    ($($name:ident -> $form:ty;)*) => {$(
        #[generator]
        async fn $name(log: Log, awaits: u32) -> $form {
            let _local = log.noisy("inner");
            yield_!(1);
            Pause(awaits).await;
            panic!("in the delegate");
        }
    )*};
}

panicking! {
    panicking_movable -> impl AsyncGenerator<u32, Yield = u32, Return = u32>;
    panicking_pinned -> impl PinAsyncGenerator<u32, Yield = u32, Return = u32>;
}

#[test]
fn rule_04_a_panic_in_a_delegate_finishes_the_generator_and_drops_from_the_inside_out() {
    macro_rules! outer {
        ($($name:ident -> $form:ty;)*) => {$(
            #[generator]
            async fn $name(
                log: Log,
                inner: impl AsyncGenerator<u32, Yield = u32, Return = u32> + 'static,
            ) -> $form {
                let _local = log.noisy("outer");
                yield_from!(inner)
            }
        )*};
    }
    outer! {
        to_movable -> impl AsyncGenerator<u32, Yield = u32, Return = u32>;
        to_pinned -> impl PinAsyncGenerator<u32, Yield = u32, Return = u32>;
        to_boxed -> LocalBoxAsyncGenerator<'static, u32, u32, u32>;
    }
    let check = |mut generator: Dynamic<'_>, log: &Log| {
        assert_eq!(block_on(generator.start()), Ok(Yielded(1)));
        assert_eq!(panic_message(|| block_on(generator.send(1))).as_deref(), Some("in the delegate"));
        assert_eq!(log.take(), "inner outer");
        assert_eq!(generator.status(), GeneratorStatus::Finished);
        assert!(!generator.is_pending());
        assert_eq!(block_on(generator.send(2)), Err(SendError::Finished(2)));
        drop(generator);
        assert_eq!(log.take(), "");
    };
    for awaits in 0..3 {
        let log = &Log::new();
        check(Box::pin(to_movable(log.clone(), panicking_movable(log.clone(), awaits))), log);
        check(Box::pin(to_movable(log.clone(), panicking_pinned(log.clone(), awaits))), log);
        check(Box::pin(to_pinned(log.clone(), panicking_movable(log.clone(), awaits))), log);
        check(Box::pin(to_pinned(log.clone(), panicking_pinned(log.clone(), awaits))), log);
        check(Box::pin(to_boxed(log.clone(), panicking_movable(log.clone(), awaits))), log);
        check(Box::pin(to_boxed(log.clone(), panicking_pinned(log.clone(), awaits))), log);
    }
}

// Delegates that were started before.

/// Every form that delegates to what `make` makes.
fn each<'a, G>(make: impl Fn() -> G) -> [Dynamic<'a>; 4]
where
    G: AsyncGenerator<u32, Yield = u32, Return = u32> + 'a,
{
    [
        Box::pin(to_movable(make())),
        Box::pin(to_pinned(make())),
        Box::pin(to_boxed(make())),
        Box::pin(to_dynamic(make())),
    ]
}

#[test]
fn a_delegate_that_was_started_is_resumed_with_the_default() {
    let started = || {
        let mut inner = short(Log::new(), 5);
        assert_eq!(block_on(inner.start()), Ok(Yielded(5)));
        inner
    };
    let started_pinned = || {
        let mut inner = Box::pin(short_pinned(Log::new(), 5));
        assert_eq!(block_on(inner.start()), Ok(Yielded(5)));
        inner
    };
    for mut outer in each(started) {
        assert_eq!(block_on(outer.start()), Ok(Complete(0)));
    }
    for mut outer in each(started_pinned) {
        assert_eq!(block_on(outer.start()), Ok(Yielded(6)));
        assert_eq!(block_on(outer.send(7)), Ok(Complete(7)));
    }
}

#[test]
fn a_delegate_that_has_a_step_under_way_goes_on_with_it() {
    let at_first = || {
        let mut inner = movable(Log::new());
        assert!(poll(&mut inner.start()).is_pending());
        inner
    };
    for mut outer in each(at_first) {
        assert_eq!(poll_resume(&mut outer, &mut None), Poll::Pending);
        assert_eq!(poll_resume(&mut outer, &mut None), Poll::Ready(Yielded(1)));
        assert_eq!(block_on(outer.send(1)), Ok(Yielded(2)));
    }
    let later = || {
        let mut inner = short(Log::new(), 1);
        assert_eq!(block_on(inner.start()), Ok(Yielded(1)));
        assert!(poll(&mut inner.send(7)).is_pending());
        inner
    };
    for mut outer in each(later) {
        assert_eq!(block_on(outer.start()), Ok(Complete(7)));
    }
}

#[test]
fn a_finished_delegate_is_refused() {
    let ended = || {
        let mut inner = silent(0);
        assert_eq!(block_on(inner.start()), Ok(Complete(1000)));
        inner
    };
    for mut outer in each(ended) {
        let message = panic_message(|| block_on(outer.start())).unwrap();
        assert_eq!(message, "`yield_from!` was given a finished generator");
        assert_eq!(outer.status(), GeneratorStatus::Finished);
    }
}

/// What has no default.
#[derive(Debug, PartialEq)]
struct Word(&'static str);

macro_rules! words {
    ($($inner:ident, $outer:ident -> $form:ty;)*) => {$(
        #[generator]
        async fn $inner() -> $form {
            let mut sent = yield_!("fresh");
            while sent.0 != "end" {
                Pause(1).await;
                sent = yield_!(sent.0);
            }
            sent.0
        }
        #[generator]
        async fn $outer(
            inner: impl AsyncGenerator<Word, Yield = &'static str, Return = &'static str> + 'static,
        ) -> $form {
            yield_from!(inner)
        }
    )*};
}

words! {
    words, to_words -> impl AsyncGenerator<Word, Yield = &'static str, Return = &'static str>;
    pinned_words, to_pinned_words -> impl PinAsyncGenerator<Word, Yield = &'static str, Return = &'static str>;
    boxed_words, to_boxed_words -> LocalBoxAsyncGenerator<'static, &'static str, Word, &'static str>;
}

type DynamicWords = Pin<Box<dyn AsyncGenerator<Word, Yield = &'static str, Return = &'static str>>>;

#[test]
fn a_fresh_delegate_needs_no_default() {
    let outers: [DynamicWords; 6] = [
        Box::pin(to_words(words())),
        Box::pin(to_words(pinned_words())),
        Box::pin(to_pinned_words(words())),
        Box::pin(to_pinned_words(boxed_words())),
        Box::pin(to_boxed_words(words())),
        Box::pin(to_boxed_words(pinned_words())),
    ];
    for mut outer in outers {
        assert_eq!(block_on(outer.start()), Ok(Yielded("fresh")));
        assert_eq!(block_on(outer.send(Word("a"))), Ok(Yielded("a")));
        assert_eq!(block_on(outer.send(Word("end"))), Ok(Complete("end")));
    }
}

fn started_words() -> impl AsyncGenerator<Word, Yield = &'static str, Return = &'static str> + Unpin {
    let mut inner = words();
    assert_eq!(block_on(inner.start()), Ok(Yielded("fresh")));
    inner
}

#[test]
fn no_value_is_made_for_a_delegate_that_has_a_step_under_way() {
    let under_way = || {
        let mut inner = started_words();
        assert!(poll(&mut inner.send(Word("a"))).is_pending());
        inner
    };
    let outers: [DynamicWords; 3] = [
        Box::pin(to_words(under_way())),
        Box::pin(to_pinned_words(under_way())),
        Box::pin(to_boxed_words(under_way())),
    ];
    for mut outer in outers {
        assert_eq!(block_on(outer.start()), Ok(Yielded("a")));
        assert_eq!(block_on(outer.send(Word("end"))), Ok(Complete("end")));
    }
}

#[test]
fn a_delegate_that_waits_for_a_value_needs_a_default() {
    let outers: [DynamicWords; 3] = [
        Box::pin(to_words(started_words())),
        Box::pin(to_pinned_words(started_words())),
        Box::pin(to_boxed_words(started_words())),
    ];
    for mut outer in outers {
        let message = panic_message(|| block_on(outer.start())).unwrap();
        assert!(message.contains("has no `Default`"), "{message}");
        assert_eq!(outer.status(), GeneratorStatus::Finished);
    }
}

#[test]
fn rule_06_a_delegate_with_a_resume_parameter_is_given_the_default() {
    #[generator]
    async fn first_movable(#[resume] first: u32) -> impl AsyncGenerator<u32, Yield = u32, Return = u32> {
        yield_!(first + 1)
    }
    #[generator]
    async fn first_pinned(#[resume] first: u32) -> impl PinAsyncGenerator<u32, Yield = u32, Return = u32> {
        Pause(1).await;
        yield_!(first + 1)
    }
    for mut outer in each(first_movable).into_iter().chain(each(first_pinned)) {
        // The first argument is the outer generator's, which drops it.
        assert_eq!(step(&mut outer, None, 1), Yielded(1));
        assert_eq!(block_on(outer.send(8)), Ok(Complete(8)));
    }
}

#[test]
fn rule_07_throw_reaches_the_innermost_delegate() {
    type Thrown = Result<u32, &'static str>;
    #[generator]
    async fn catching() -> impl PinAsyncGenerator<Thrown, Yield = u32, Return = Thrown> {
        let mut sum = 0;
        loop {
            Pause(1).await;
            match yield_!(sum) {
                Err("skip") => {}
                sent => sum += sent?,
            }
        }
    }
    #[generator]
    async fn middle() -> impl AsyncGenerator<Thrown, Yield = u32, Return = Thrown> {
        Ok(yield_from!(catching())? + 1)
    }
    #[generator]
    async fn outer(log: Log) -> impl AsyncGenerator<Thrown, Yield = u32, Return = &'static str> {
        let error = yield_from!(middle()).expect_err("it ends with an error alone");
        log.write(error);
        yield_!(100).expect_err("it is thrown another error")
    }
    let log = Log::new();
    block_on(async {
        let mut outer = outer(log.clone());
        assert_eq!(outer.start().await, Ok(Yielded(0)));
        assert_eq!(outer.send(Ok(2)).await, Ok(Yielded(2)));
        assert_eq!(outer.throw("skip").await, Ok(Yielded(2)));
        assert_eq!(outer.throw("stop").await, Ok(Yielded(100)));
        assert_eq!(log.take(), "stop");
        assert_eq!(outer.throw("again").await, Ok(Complete("again")));
    });
}

// Streams that delegate, and are delegated to.

#[generator]
async fn three() -> impl AsyncGenerator<Yield = u32, Return = &'static str> {
    for n in 0..3 {
        Pause(n).await;
        yield_!(n);
    }
    "three"
}

#[generator]
async fn three_pinned() -> impl PinAsyncGenerator<Yield = u32, Return = &'static str> {
    assert_eq!(yield_from!(three()), "three");
    "pinned"
}

macro_rules! streams {
    ($($name:ident -> $form:ty;)*) => {$(
        #[generator]
        async fn $name() -> $form {
            assert_eq!(yield_from!(three()), "three");
            Pause(1).await;
            yield_!(10);
            assert_eq!(yield_from!(three_pinned()), "pinned");
        }
    )*};
}

streams! {
    movable_stream -> impl Stream<Item = u32>;
    pinned_stream -> impl PinStream<Item = u32>;
    boxed_stream -> BoxStream<'static, u32>;
    local_boxed_stream -> LocalBoxStream<'static, u32>;
    dynamic_stream -> Pin<Box<dyn Stream<Item = u32>>>;
}

#[test]
fn streams_delegate_in_every_form() {
    let expected = [0, 1, 2, 10, 0, 1, 2];
    assert_eq!(all(movable_stream()), expected);
    assert_eq!(all(pinned_stream()), expected);
    assert_eq!(all(boxed_stream()), expected);
    assert_eq!(all(local_boxed_stream()), expected);
    assert_eq!(all(dynamic_stream()), expected);
}

#[test]
fn a_stream_that_is_dropped_half_way_goes_no_further() {
    let context = &mut Context::from_waker(Waker::noop());
    for polls in 0..14 {
        let mut movable = movable_stream();
        let mut pinned = Box::pin(pinned_stream());
        for _ in 0..polls {
            assert_eq!(movable.poll_next_unpin(context), pinned.poll_next_unpin(context));
        }
        assert_eq!(movable.size_hint(), pinned.size_hint());
    }
}

#[test]
fn a_delegate_that_is_written_by_hand_is_resumed_by_its_public_face() {
    /// Yields what it is sent, after a pause, and ends with the first 0.
    struct Echo(Option<u32>);

    impl AsyncGenerator<u32> for Echo {
        type Yield = u32;
        type Return = &'static str;

        fn poll_resume(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            argument: &mut Option<u32>,
        ) -> Poll<GeneratorState<u32, &'static str>> {
            match (self.0.take(), argument.take()) {
                (Some(0), _) => Poll::Ready(Complete("end")),
                (Some(sent), _) => Poll::Ready(Yielded(sent)),
                (None, sent) => {
                    self.0 = sent;
                    Poll::Pending
                }
            }
        }

        fn status(&self) -> GeneratorStatus {
            GeneratorStatus::Suspended
        }

        fn is_pending(&self) -> bool {
            self.0.is_some()
        }

        fn close(self: Pin<&mut Self>) {}
    }

    fn check(mut outer: Pin<Box<dyn AsyncGenerator<u32, Yield = u32, Return = &'static str>>>) {
        assert_eq!(step(&mut outer, None, 1), Yielded(7));
        assert_eq!(step(&mut outer, Some(3), 1), Yielded(3));
        assert_eq!(step(&mut outer, Some(4), 2), Yielded(4));
        assert_eq!(step(&mut outer, Some(0), 1), Complete("end"));
    }

    #[generator]
    async fn plain() -> impl AsyncGenerator<u32, Yield = u32, Return = &'static str> {
        yield_from!(Echo(Some(7)))
    }
    #[generator]
    async fn boxed() -> LocalBoxAsyncGenerator<'static, u32, u32, &'static str> {
        yield_from!(Echo(Some(7)))
    }
    check(Box::pin(plain()));
    check(Box::pin(boxed()));
}
