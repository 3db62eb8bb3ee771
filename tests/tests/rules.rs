//! The numbered rules of behaviour, one test or more for each, both sides of it asserted.

#![allow(
    clippy::many_single_char_names,
    clippy::needless_pass_by_value,
    clippy::never_loop,
    clippy::toplevel_ref_arg,
    clippy::while_let_on_iterator,
    reason = "the cases are what the lints warn of"
)]

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard};

use futures::executor::block_on;
use gen_core::{
    AlreadyStarted, AsyncGenerator, BoxGenerator, Generator, GeneratorState, GeneratorStatus, LocalBoxGenerator,
    PinGenerator, SendError, ThrowExt, generator,
};
use gen_tests::{Log, Noisy, panic_message};

use GeneratorState::{Complete, Yielded};

// Rule 1: calling a generator function runs nothing of the body. All arguments, used or not, move into the generator
// and live until the body ends.

#[generator]
fn two_arguments(used: Noisy, _unused: Noisy) -> impl Iterator<Item = &'static str> {
    used.log().write("begin");
    yield_!("item");
    used.log().write("end");
}

#[test]
fn rule_01_nothing_runs_before_the_first_resumption() {
    let log = Log::new();
    let mut generator = two_arguments(log.noisy("used"), log.noisy("unused"));
    assert_eq!(log.take(), "");
    assert_eq!(generator.next(), Some("item"));
    assert_eq!(log.take(), "begin");
}

#[test]
fn rule_01_arguments_live_until_the_body_ends() {
    let log = Log::new();
    let mut generator = two_arguments(log.noisy("used"), log.noisy("unused"));
    assert_eq!(generator.next(), Some("item"));
    assert_eq!(log.take(), "begin");
    assert_eq!(generator.next(), None);
    assert_eq!(log.take(), "end unused used");
    drop(generator);
    assert_eq!(log.take(), "");
}

#[test]
fn rule_01_arguments_of_a_generator_that_never_runs_are_dropped_with_it() {
    let log = Log::new();
    drop(two_arguments(log.noisy("used"), log.noisy("unused")));
    assert_eq!(log.take(), "unused used");
}

// Rule 2: locals and arguments drop at the same points, in the same order, as in a function that ran the same
// statements.

/// The same statements as a function and as a generator.
macro_rules! function_and_generator {
    (($($parameters:tt)*) $body:tt) => {
        fn function($($parameters)*) $body
        #[generator]
        fn generator($($parameters)*) -> impl Iterator<Item = ()> $body
    };
}

fn pair(log: &Log, first: &'static str, second: &'static str) -> (Noisy, Noisy) {
    (log.noisy(first), log.noisy(second))
}

#[test]
fn rule_02_drop_order_of_plain_arguments_and_locals() {
    function_and_generator! {
        (a: Noisy, mut b: Noisy, c: Noisy) {
            let first = a.log().noisy("first");
            let _second = c.log().noisy("second");
            let _ = a.log().noisy("temporary");
            let _ = &b;
            b = a.log().noisy("new b");
            drop(first);
            let _shadowed = c.log().noisy("shadowed");
            let _shadowed = b.log().noisy("shadowing");
        }
    }
    let log = Log::new();
    function(log.noisy("a"), log.noisy("b"), log.noisy("c"));
    let expected = log.take();
    assert_eq!(expected, "temporary b first shadowing shadowed second c new b a");
    assert_eq!(generator(log.noisy("a"), log.noisy("b"), log.noisy("c")).next(), None);
    assert_eq!(log.take(), expected);
}

#[test]
fn rule_02_drop_order_of_patterns() {
    function_and_generator! {
        (a: Noisy, (b, _): (Noisy, Noisy), ref d: Noisy, _: Noisy, (mut e, f): (Noisy, Noisy), g: Noisy) {
            let _ = &e;
            e = f.log().noisy("new e");
            let _ = (&a, &b, &d, &e, &g);
            let _local = f.log().noisy("local");
        }
    }
    fn call<T>(log: &Log, callee: impl FnOnce(Noisy, (Noisy, Noisy), Noisy, Noisy, (Noisy, Noisy), Noisy) -> T) -> T {
        callee(
            log.noisy("a"),
            pair(log, "b", "b2"),
            log.noisy("d"),
            log.noisy("wild"),
            pair(log, "e", "f"),
            log.noisy("g"),
        )
    }
    let log = Log::new();
    call(&log, function);
    let expected = log.take();
    assert_eq!(expected, "e local g f new e wild d b b2 a");
    assert_eq!(call(&log, generator).next(), None);
    assert_eq!(log.take(), expected);
    drop(call(&log, generator));
    assert_eq!(log.take().split(' ').count(), 8, "each is dropped once when nothing has run");
}

#[test]
fn rule_02_drop_order_of_self_and_of_moved_arguments() {
    struct Owner(Noisy);
    impl Owner {
        fn function(self, a: Noisy, b: Noisy) {
            drop(a);
            let _ = &b;
            let _local = self.0.log().noisy("local");
        }
        #[generator]
        fn generator(self, a: Noisy, b: Noisy) -> impl Iterator<Item = ()> {
            drop(a);
            let _ = &b;
            let _local = self.0.log().noisy("local");
        }
    }
    let log = Log::new();
    Owner(log.noisy("self")).function(log.noisy("a"), log.noisy("b"));
    let expected = log.take();
    assert_eq!(expected, "a local b self");
    assert_eq!(Owner(log.noisy("self")).generator(log.noisy("a"), log.noisy("b")).next(), None);
    assert_eq!(log.take(), expected);
}

#[test]
fn rule_02_drop_order_with_a_resume_parameter_in_the_middle() {
    fn function(a: Noisy, first: Noisy, b: Noisy) {
        let _ = (&a, &first);
        let _local = b.log().noisy("local");
    }
    #[generator]
    fn generator(a: Noisy, #[resume] first: Noisy, b: Noisy) -> impl Generator<Noisy, Yield = (), Return = ()> {
        let _ = (&a, &first);
        let _local = b.log().noisy("local");
    }
    let log = Log::new();
    function(log.noisy("a"), log.noisy("first"), log.noisy("b"));
    let expected = log.take();
    assert_eq!(expected, "local b first a");
    assert_eq!(generator(log.noisy("a"), log.noisy("b")).resume(log.noisy("first")), Complete(()));
    assert_eq!(log.take(), expected);
}

#[test]
fn rule_02_a_pattern_that_is_a_unit_struct_is_no_binding() {
    thread_local! {
        static DROPS: Cell<u32> = const { Cell::new(0) };
    }
    struct Unit;
    impl Drop for Unit {
        fn drop(&mut self) {
            DROPS.set(DROPS.get() + 1);
        }
    }
    #[generator]
    fn generator(Unit: Unit, n: u32) -> impl Iterator<Item = u32> {
        yield_!(n);
    }
    let mut generator = generator(Unit, 1);
    assert_eq!(generator.next(), Some(1));
    assert_eq!(DROPS.get(), 0);
    assert_eq!(generator.next(), None);
    assert_eq!(DROPS.get(), 1);
}

#[generator]
fn suspended_with_locals(a: Noisy, b: Noisy) -> impl Iterator<Item = u8> {
    let _first = a.log().noisy("first");
    let moved = a.log().noisy("moved");
    {
        let _inner = b.log().noisy("inner");
        yield_!(1);
    }
    drop(moved);
    let _second = b.log().noisy("second");
    yield_!(2);
}

#[test]
fn rule_02_a_suspended_body_drops_its_live_locals_in_reverse_then_the_arguments() {
    let log = Log::new();
    let mut generator = suspended_with_locals(log.noisy("a"), log.noisy("b"));
    assert_eq!(generator.next(), Some(1));
    drop(generator);
    assert_eq!(log.take(), "inner moved first b a");
    let mut generator = suspended_with_locals(log.noisy("a"), log.noisy("b"));
    assert_eq!(generator.by_ref().take(2).count(), 2);
    assert_eq!(log.take(), "inner moved");
    drop(generator);
    assert_eq!(log.take(), "second first b a");
}

#[test]
fn rule_02_temporaries_of_a_yielded_value_end_before_the_suspension() {
    static LOCK: Mutex<u8> = Mutex::new(7);
    fn lock() -> MutexGuard<'static, u8> {
        LOCK.lock().unwrap()
    }
    #[generator]
    fn locked() -> impl Iterator<Item = u8> + Send {
        yield_!(*lock());
        println!("{:?}", yield_!(*lock() + 1));
    }
    let mut locked = locked();
    assert_eq!(locked.next(), Some(7));
    assert!(LOCK.try_lock().is_ok());
    assert_eq!(locked.next(), Some(8));
    assert!(LOCK.try_lock().is_ok());
}

#[test]
fn rule_02_temporaries_of_the_last_expression_are_dropped_before_the_arguments() {
    fn length(noisy: &Noisy) -> usize {
        noisy.name().len()
    }
    fn function(a: Noisy) -> usize {
        let _local = a.log().noisy("local");
        length(&a.log().noisy("temporary"))
    }
    #[generator]
    fn generator(a: Noisy) -> impl Generator<Yield = (), Return = usize> {
        let _local = a.log().noisy("local");
        length(&a.log().noisy("temporary"))
    }
    let log = Log::new();
    assert_eq!(function(log.noisy("a")), 9);
    let expected = log.take();
    assert_eq!(expected, "temporary local a");
    assert_eq!(generator(log.noisy("a")).resume(()), Complete(9));
    assert_eq!(log.take(), expected);
}

// Rule 3: after the last item `next()` returns `None` for ever, never a panic. `size_hint` is `(0, None)`, then
// `(0, Some(0))` when finished.

#[generator]
fn count(n: u32) -> impl Iterator<Item = u32> {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator]
fn count_boxed(n: u32) -> BoxGenerator<'static, u32> {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator]
fn count_dyn(n: u32) -> Box<dyn Iterator<Item = u32>> {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator]
fn count_pinned(n: u32) -> impl PinGenerator<Yield = u32> {
    for i in 0..n {
        yield_!(i);
    }
}

fn assert_fused_for_ever(mut items: impl Iterator<Item = u32>) {
    assert_eq!(items.size_hint(), (0, None));
    assert_eq!(items.next(), Some(0));
    assert_eq!(items.size_hint(), (0, None));
    assert_eq!(items.next(), Some(1));
    for _ in 0..100 {
        assert_eq!(items.next(), None);
        assert_eq!(items.size_hint(), (0, Some(0)));
    }
    assert_eq!(items.fold(5, |sum, item| sum + item), 5);
}

#[test]
fn rule_03_fused_for_ever() {
    assert_fused_for_ever(count(2));
    assert_fused_for_ever(count_boxed(2));
    assert_fused_for_ever(count_dyn(2));
    assert_fused_for_ever(count_boxed(2).iter());
    assert_fused_for_ever(pin!(count_pinned(2)).as_mut().iter());
    assert_fused_for_ever(pin!(count_pinned(2)).iter());
}

// Rule 4: a panic in the body finishes the generator: its locals are dropped by the unwinding, later `next()` gives
// `None`, `send` gives `Err(Finished)`.

macro_rules! panicking {
    ($name:ident -> $output:ty) => {
        #[generator]
        fn $name(log: Log) -> $output {
            let _local = log.noisy("local");
            yield_!(1);
            let _later = log.noisy("later");
            panic!("in the body");
        }
    };
}
panicking!(panicking -> impl Generator<Yield = u8, Return = ()> + Iterator<Item = u8>);
panicking!(panicking_local -> LocalBoxGenerator<'static, u8>);
panicking!(panicking_dyn -> Box<dyn Generator<Yield = u8, Return = ()>>);
panicking!(panicking_pinned -> impl PinGenerator<Yield = u8, Return = ()>);

fn assert_finished_by_panic(mut generator: impl Generator<Yield = u8, Return = ()>, log: &Log) {
    assert_eq!(generator.start(), Ok(Yielded(1)));
    let message = panic_message(|| generator.resume(()));
    assert_eq!(message.as_deref(), Some("in the body"));
    assert_eq!(log.take(), "later local");
    assert_eq!(generator.status(), GeneratorStatus::Finished);
    assert_eq!(generator.iter().next(), None);
    assert_eq!(generator.send(()), Err(SendError::Finished(())));
    assert_eq!(generator.start(), Err(AlreadyStarted));
    generator.close();
    drop(generator);
    assert_eq!(log.take(), "");
}

#[test]
fn rule_04_a_panic_finishes_the_generator() {
    let log = Log::new();
    assert_finished_by_panic(panicking(log.clone()), &log);
    assert_finished_by_panic(panicking_local(log.clone()), &log);
    assert_finished_by_panic(panicking_dyn(log.clone()), &log);
    assert_finished_by_panic(pin!(panicking_pinned(log.clone())), &log);
    let mut iterator = panicking(log.clone());
    assert_eq!(iterator.next(), Some(1));
    assert!(panic_message(|| iterator.next()).is_some());
    assert_eq!(iterator.next(), None);
}

#[test]
fn rule_04_a_panic_of_the_consumer_unwinds_through_the_body() {
    let log = Log::new();
    for consume in [
        (|log| panicking(log).for_each(|_| panic!("in the consumer"))) as fn(Log),
        |log| panicking_local(log).for_each(|_| panic!("in the consumer")),
        |log| {
            let mut generator = panicking(log);
            assert_eq!(generator.next(), Some(1));
            generator.for_each(drop);
        },
    ] {
        assert!(panic_message(|| consume(log.clone())).is_some());
        assert!(log.take().ends_with("local"));
    }
}

#[test]
fn rule_04_a_panic_in_a_delegate_drops_from_the_inside_out() {
    #[generator]
    fn outer(log: Log) -> LocalBoxGenerator<'static, u8> {
        let _outer = log.noisy("outer");
        yield_from!(panicking_local(log.clone()));
    }
    #[generator]
    fn outer_plain(log: Log) -> impl Generator<Yield = u8, Return = ()> {
        let _outer = log.noisy("outer");
        yield_from!(panicking(log.clone()));
    }
    fn check(mut generator: impl Generator<Yield = u8, Return = ()>, log: &Log) {
        assert_eq!(generator.start(), Ok(Yielded(1)));
        assert!(panic_message(|| generator.resume(())).is_some());
        assert_eq!(log.take(), "later local outer");
        assert_eq!(generator.status(), GeneratorStatus::Finished);
    }
    let log = Log::new();
    check(outer(log.clone()), &log);
    check(outer_plain(log.clone()), &log);
}

// Rule 5: `resume` on a finished generator panics with a message that names the rule. `send` never panics and never
// loses a value.

#[generator]
fn echo() -> impl Generator<String, Yield = String, Return = &'static str> {
    let sent = yield_!("first".to_owned());
    drop(yield_!(sent));
    "end"
}

#[test]
fn rule_05_resume_of_a_finished_generator_panics() {
    let mut generator = echo();
    assert_eq!(generator.resume("dropped".into()), Yielded("first".into()));
    assert_eq!(generator.resume("a".into()), Yielded("a".into()));
    assert_eq!(generator.resume("b".into()), Complete("end"));
    let message = panic_message(|| generator.resume("c".into())).unwrap();
    assert!(message.contains("a finished generator was resumed"), "{message}");
}

#[test]
fn rule_05_send_never_panics_and_never_loses_a_value() {
    let mut generator = echo();
    assert_eq!(generator.send("too early".into()), Err(SendError::NotStarted("too early".into())));
    assert_eq!(generator.start(), Ok(Yielded("first".into())));
    assert_eq!(generator.send("a".into()), Ok(Yielded("a".into())));
    assert_eq!(generator.send("b".into()), Ok(Complete("end")));
    let error = generator.send("too late".into()).unwrap_err();
    assert_eq!(error.to_string(), "nothing can be sent into a finished generator");
    assert_eq!(error.into_inner(), "too late");
}

// Rule 6: the first `resume(arg)` gives `arg` to the `#[resume]` parameter, or drops it where there is none; `send`
// refuses to be first; `start` needs no value (on a generator with a `#[resume]` parameter it panics, and says so;
// nothing has begun then).

macro_rules! with_first {
    ($name:ident -> $output:ty) => {
        #[generator]
        fn $name(#[resume] first: Noisy) -> $output {
            let second = yield_!(first.name());
            yield_!(second.name());
        }
    };
}
with_first!(with_first -> impl Generator<Noisy, Yield = &'static str, Return = ()>);
with_first!(with_first_local -> LocalBoxGenerator<'static, &'static str, Noisy>);
with_first!(with_first_dyn -> Box<dyn Generator<Noisy, Yield = &'static str, Return = ()>>);
with_first!(with_first_pinned -> impl PinGenerator<Noisy, Yield = &'static str, Return = ()>);

fn assert_first_is_taken(mut generator: impl Generator<Noisy, Yield = &'static str, Return = ()>) {
    let log = Log::new();
    drop(generator.send(log.noisy("too early")));
    assert_eq!(log.take(), "too early");
    assert_eq!(generator.resume(log.noisy("one")), Yielded("one"));
    assert_eq!(generator.resume(log.noisy("two")), Yielded("two"));
    assert_eq!(log.take(), "");
    assert_eq!(generator.resume(log.noisy("three")), Complete(()));
    assert_eq!(log.take(), "three two one");
}

fn assert_start_panics(mut generator: impl Generator<Noisy, Yield = &'static str, Return = ()>) {
    let message = panic_message(|| generator.start()).unwrap();
    assert!(message.contains("`#[resume]` parameter") && message.contains("`resume(value)`"), "{message}");
    assert_eq!(generator.status(), GeneratorStatus::Created);
    assert_first_is_taken(generator);
}

#[test]
fn rule_06_the_first_argument_goes_to_the_resume_parameter() {
    assert_first_is_taken(with_first());
    assert_first_is_taken(with_first_local());
    assert_first_is_taken(with_first_dyn());
    assert_first_is_taken(pin!(with_first_pinned()));
    assert_start_panics(with_first());
    assert_start_panics(with_first_local());
    assert_start_panics(with_first_dyn());
    assert_start_panics(pin!(with_first_pinned()));
}

#[test]
fn rule_06_an_async_generator_that_cannot_start_has_not_begun_either() {
    #[generator]
    async fn with_first_async(#[resume] first: Noisy) -> impl AsyncGenerator<Noisy, Yield = &'static str, Return = ()> {
        let second = yield_!(first.name());
        yield_!(second.name());
    }
    let log = Log::new();
    let mut generator = with_first_async();
    let message = panic_message(|| block_on(generator.start())).unwrap();
    assert!(message.contains("`#[resume]` parameter"), "{message}");
    assert_eq!(generator.status(), GeneratorStatus::Created);
    let mut first = Some(log.noisy("one"));
    let state = block_on(poll_fn(|context| Pin::new(&mut generator).poll_resume(context, &mut first)));
    assert_eq!(state, Yielded("one"));
    assert_eq!(block_on(generator.send(log.noisy("two"))).ok(), Some(Yielded("two")));
    assert_eq!(log.take(), "");
    assert_eq!(block_on(generator.send(log.noisy("three"))).ok(), Some(Complete(())));
    assert_eq!(log.take(), "three two one");
}

#[test]
fn rule_06_a_delegate_that_cannot_start_has_not_begun_either() {
    #[generator]
    fn outer<G>(inner: G) -> impl Generator<Noisy, Yield = &'static str, Return = ()>
    where
        G: Generator<Noisy, Yield = &'static str, Return = ()>,
    {
        yield_from!(inner)
    }
    fn check(mut inner: impl Generator<Noisy, Yield = &'static str, Return = ()>) {
        let mut delegating = outer(&mut inner);
        let message = panic_message(|| delegating.start()).unwrap();
        assert!(message.contains("`#[resume]` parameter"), "{message}");
        assert_eq!(delegating.status(), GeneratorStatus::Finished);
        drop(delegating);
        assert_eq!(inner.status(), GeneratorStatus::Created);
        assert_first_is_taken(inner);
    }
    check(with_first());
    check(with_first_local());
    check(with_first_dyn());
    check(pin!(with_first_pinned()));
}

#[test]
fn rule_06_without_a_resume_parameter_the_first_argument_is_dropped() {
    #[generator]
    fn without(log: Log) -> impl Generator<Noisy, Yield = u8, Return = ()> {
        log.write("runs");
        let got = yield_!(1);
        log.write("got");
        drop(got);
    }
    let log = Log::new();
    let mut generator = without(log.clone());
    assert_eq!(generator.resume(log.noisy("first")), Yielded(1));
    assert_eq!(log.take(), "first runs");
    assert_eq!(generator.resume(log.noisy("second")), Complete(()));
    assert_eq!(log.take(), "got second");
    let mut generator = without(log.clone());
    assert_eq!(generator.start(), Ok(Yielded(1)));
    assert_eq!(generator.start(), Err(AlreadyStarted));
}

#[test]
fn rule_06_a_delegate_is_given_the_default_whatever_its_form() {
    macro_rules! taking {
        ($name:ident -> $output:ty) => {
            #[generator]
            fn $name(#[resume] first: u32) -> $output {
                yield_!(first + 1)
            }
        };
    }
    taking!(taking -> impl Generator<u32, Yield = u32, Return = u32>);
    taking!(taking_local -> LocalBoxGenerator<'static, u32, u32, u32>);
    taking!(taking_dyn -> Box<dyn Generator<u32, Yield = u32, Return = u32>>);
    taking!(taking_pinned -> impl PinGenerator<u32, Yield = u32, Return = u32>);
    #[generator]
    fn outer(inner: impl Generator<u32, Yield = u32, Return = u32>) -> impl Generator<u32, Yield = u32, Return = u32> {
        yield_from!(inner)
    }
    fn check(mut outer: impl Generator<u32, Yield = u32, Return = u32>) {
        assert_eq!(outer.start(), Ok(Yielded(1)));
        assert_eq!(outer.send(5), Ok(Complete(5)));
    }
    check(outer(taking()));
    check(outer(taking_local()));
    check(outer(taking_dyn()));
    check(outer(Box::pin(taking_pinned())));
}

// Rule 7: `throw(e)` is `send(Err(e))`: `yield_!(x)?` lets it propagate, `match yield_!(x)` catches it. It reaches the
// innermost delegate.

#[generator]
fn catching(log: Log) -> impl Generator<Result<u8, &'static str>, Yield = u8, Return = Result<u8, &'static str>> {
    let _local = log.noisy("local");
    loop {
        match yield_!(1) {
            Ok(0) => return Ok(0),
            Ok(value) => log.write(format!("ok {value}")),
            Err(error) => {
                log.write(format!("caught {error}"));
                yield_!(2)?;
            }
        }
    }
}

#[test]
fn rule_07_throw_is_caught_or_propagates() {
    let log = Log::new();
    let mut generator = catching(log.clone());
    assert_eq!(generator.throw("early"), Err(SendError::NotStarted("early")));
    assert_eq!(generator.start(), Ok(Yielded(1)));
    assert_eq!(generator.send(Ok(5)), Ok(Yielded(1)));
    assert_eq!(generator.throw("a"), Ok(Yielded(2)));
    assert_eq!(generator.send(Ok(9)), Ok(Yielded(1)));
    assert_eq!(generator.throw("b"), Ok(Yielded(2)));
    assert_eq!(log.take(), "ok 5 caught a caught b");
    assert_eq!(generator.throw("c"), Ok(Complete(Err("c"))));
    assert_eq!(log.take(), "local");
    assert_eq!(generator.throw("late"), Err(SendError::Finished("late")));
}

#[test]
fn rule_07_throw_reaches_the_innermost_delegate() {
    type Resume = Result<u8, &'static str>;
    #[generator]
    fn outer(log: Log) -> impl Generator<Resume, Yield = u8, Return = &'static str> {
        match yield_from!(middle(log.clone())) {
            Ok(_) => "fine",
            Err(error) => {
                log.write(format!("outer got {error}"));
                "failed"
            }
        }
    }
    #[generator]
    fn middle(log: Log) -> LocalBoxGenerator<'static, u8, Resume, Result<u8, &'static str>> {
        yield_from!(catching(log))
    }
    let log = Log::new();
    let mut generator = outer(log.clone());
    assert_eq!(generator.start(), Ok(Yielded(1)));
    assert_eq!(generator.throw("x"), Ok(Yielded(2)));
    assert_eq!(generator.throw("y"), Ok(Complete("failed")));
    assert_eq!(log.take(), "caught x local outer got y");
}

// Rule 8: `close` and drop are the same clean-up: destructors run, from the innermost delegate outwards. Nothing can be
// yielded meanwhile.

macro_rules! nested_delegates {
    ($outer:ident, $middle:ident, $inner:ident -> $output:ty) => {
        #[generator]
        fn $inner(log: Log) -> $output {
            let _first = log.noisy("inner 1");
            let _second = log.noisy("inner 2");
            yield_!(1);
        }
        #[generator]
        fn $middle(log: Log) -> $output {
            let _local = log.noisy("middle");
            yield_from!($inner(log.clone()));
        }
        #[generator]
        fn $outer(log: Log) -> $output {
            let _local = log.noisy("outer");
            yield_from!($middle(log.clone()));
        }
    };
}
nested_delegates!(outer, middle, inner -> impl Generator<Yield = u8, Return = ()>);
nested_delegates!(outer_local, middle_local, inner_local -> LocalBoxGenerator<'static, u8>);
nested_delegates!(outer_dyn, middle_dyn, inner_dyn -> Box<dyn Generator<Yield = u8, Return = ()>>);
nested_delegates!(outer_pinned, middle_pinned, inner_pinned -> impl PinGenerator<Yield = u8, Return = ()>);

fn assert_cleans_up<G: Generator<Yield = u8, Return = ()>>(make: impl Fn() -> G, log: &Log) {
    const CLEAN_UP: &str = "inner 2 inner 1 middle outer";
    let mut closed = make();
    assert_eq!(closed.resume(()), Yielded(1));
    assert_eq!(log.take(), "");
    closed.close();
    assert_eq!(log.take(), CLEAN_UP);
    closed.close();
    assert_eq!(closed.status(), GeneratorStatus::Finished);
    assert_eq!(closed.iter().next(), None);
    drop(closed);
    assert_eq!(log.take(), "");

    let mut dropped = make();
    assert_eq!(dropped.resume(()), Yielded(1));
    drop(dropped);
    assert_eq!(log.take(), CLEAN_UP);

    let mut unstarted = make();
    unstarted.close();
    assert_eq!(unstarted.status(), GeneratorStatus::Finished);
    assert_eq!(log.take(), "");
}

#[test]
fn rule_08_close_and_drop_are_the_same_clean_up() {
    let log = Log::new();
    assert_cleans_up(|| outer(log.clone()), &log);
    assert_cleans_up(|| outer_local(log.clone()), &log);
    assert_cleans_up(|| outer_dyn(log.clone()), &log);
    assert_cleans_up(|| Box::pin(outer_pinned(log.clone())), &log);
}

// Rule 9: delegation is transparent: what the caller sees is the same, step by step, as if the inner body stood in the
// outer one.

macro_rules! transparent {
    ($inlined:ident, $delegating:ident, $inner:ident -> $output:ty) => {
        #[generator]
        fn $inlined(log: Log) -> $output {
            let _outer = log.noisy("outer");
            let returned = {
                let _inner = log.noisy("inner");
                let mut sum = yield_!(1);
                sum += yield_!(sum * 10);
                log.write(format!("sum {sum}"));
                sum
            };
            let last = yield_!(returned * 100);
            returned + last
        }
        #[generator]
        fn $inner(log: Log) -> $output {
            let _inner = log.noisy("inner");
            let mut sum = yield_!(1);
            sum += yield_!(sum * 10);
            log.write(format!("sum {sum}"));
            sum
        }
        #[generator]
        fn $delegating(log: Log) -> $output {
            let _outer = log.noisy("outer");
            let returned = yield_from!($inner(log.clone()));
            let last = yield_!(returned * 100);
            returned + last
        }
    };
}
transparent!(inlined, delegating, delegate -> impl Generator<u32, Yield = u32, Return = u32> + Iterator<Item = u32>);
transparent!(inlined_local, delegating_local, delegate_local -> LocalBoxGenerator<'static, u32, u32, u32>);
transparent!(inlined_dyn, delegating_dyn, delegate_dyn -> Box<dyn Generator<u32, Yield = u32, Return = u32>>);
transparent!(inlined_pinned, delegating_pinned, delegate_pinned -> impl PinGenerator<u32, Yield = u32, Return = u32>);

fn trace(mut generator: impl Generator<u32, Yield = u32, Return = u32>, log: &Log) -> String {
    let mut state = generator.start().unwrap();
    for sent in 2.. {
        log.write(format!("{state:?}"));
        if let Complete(_) = state {
            break;
        }
        state = generator.resume(sent);
    }
    log.take()
}

#[test]
fn rule_09_delegation_is_transparent() {
    let log = Log::new();
    let expected = trace(inlined(log.clone()), &log);
    assert_eq!(expected, "Yielded(1) Yielded(20) sum 5 inner Yielded(500) outer Complete(9)");
    assert_eq!(trace(delegating(log.clone()), &log), expected);
    assert_eq!(trace(inlined_local(log.clone()), &log), expected);
    assert_eq!(trace(delegating_local(log.clone()), &log), expected);
    assert_eq!(trace(inlined_dyn(log.clone()), &log), expected);
    assert_eq!(trace(delegating_dyn(log.clone()), &log), expected);
    assert_eq!(trace(pin!(inlined_pinned(log.clone())), &log), expected);
    assert_eq!(trace(pin!(delegating_pinned(log.clone())), &log), expected);
}

#[test]
fn rule_09_internal_and_external_iteration_see_the_same() {
    let log = Log::new();
    let external: Vec<_> = {
        let mut items = Vec::new();
        let mut generator = delegating(log.clone());
        while let Some(item) = generator.next() {
            items.push(item);
        }
        items
    };
    let expected = log.take();
    assert_eq!(external, [1, 0, 0]);
    assert_eq!(expected, "sum 0 inner outer");
    for internal in [
        delegating(log.clone()).fold(Vec::new(), push),
        inlined(log.clone()).fold(Vec::new(), push),
        delegating_local(log.clone()).fold(Vec::new(), push),
        inlined_local(log.clone()).fold(Vec::new(), push),
    ] {
        assert_eq!(internal, external);
    }
    assert_eq!(log.take(), [expected.as_str(); 4].join(" "));
}

fn push(mut items: Vec<u32>, item: u32) -> Vec<u32> {
    items.push(item);
    items
}

#[test]
fn rule_09_an_abandoned_reference_goes_on_where_it_stood() {
    #[generator]
    fn three(log: Log) -> impl Generator<Yield = u8, Return = &'static str> {
        let _local = log.noisy("local");
        yield_!(1);
        yield_!(2);
        yield_!(3);
        "end"
    }
    #[generator]
    fn borrow(inner: &mut (impl Generator<Yield = u8, Return = &'static str> + ?Sized)) -> impl Iterator<Item = u8> {
        yield_from!(inner);
    }
    let log = Log::new();
    let mut inner = three(log.clone());
    assert_eq!(borrow(&mut inner).next(), Some(1));
    assert_eq!(log.take(), "");
    assert_eq!(borrow(&mut inner).next(), Some(2));
    let moved = &mut { inner };
    assert_eq!(borrow(moved).collect::<Vec<_>>(), [3]);
    assert_eq!(log.take(), "local");
    assert!(panic_message(|| borrow(moved).next()).unwrap().contains("finished generator"));
}

// Rule 10: re-entrance is impossible by borrowing (`&mut`), not by a runtime check.

#[test]
fn rule_10_only_a_cell_can_try_to_re_enter_and_it_is_the_cell_that_refuses() {
    type Shared = Rc<RefCell<Option<LocalBoxGenerator<'static, bool>>>>;
    #[generator]
    fn reentrant(itself: Shared) -> LocalBoxGenerator<'static, bool> {
        yield_!(itself.try_borrow_mut().is_ok());
    }
    let shared = Shared::default();
    *shared.borrow_mut() = Some(reentrant(shared.clone()));
    let item = shared.borrow_mut().as_mut().and_then(Iterator::next);
    assert_eq!(item, Some(false));
    assert!(shared.try_borrow_mut().is_ok());
    shared.borrow_mut().take();
    assert_eq!(Rc::strong_count(&shared), 1);
}

#[test]
fn rule_10_a_body_may_drive_any_other_generator() {
    #[generator]
    fn outer() -> impl Iterator<Item = u32> {
        for i in 0..3 {
            yield_!(count(i).map(|n| n + count_boxed(n).sum::<u32>()).sum());
        }
    }
    assert_eq!(outer().collect::<Vec<_>>(), [0, 0, 1]);
    let mut inner = count(10);
    let taken: Vec<_> = outer().map(|n| n + inner.next().unwrap()).collect();
    assert_eq!(taken, [0, 1, 3]);
}

// Rule 11: auto traits follow the body; no lock, no `Rc`, no thread-local is put into a generator. See `auto_traits.rs`
// for both sides of each.

#[test]
fn rule_11_a_generator_goes_on_on_another_thread() {
    #[generator]
    fn sendable(text: String) -> impl Iterator<Item = String> + Send {
        let borrowed = text.as_str();
        for word in borrowed.split(' ') {
            yield_!(word.to_owned());
        }
    }
    let mut words = sendable("one two three".to_owned());
    assert_eq!(words.next().as_deref(), Some("one"));
    let words = std::thread::spawn(move || {
        let second = words.next();
        (second, words)
    });
    let (second, words) = words.join().unwrap();
    assert_eq!(second.as_deref(), Some("two"));
    assert_eq!(words.collect::<Vec<_>>(), ["three"]);
}

// Rule 12: a body whose `.await` hides in a foreign macro of a sync generator is refused at the latest when it
// suspends: a panic that says so, no UB.

macro_rules! hidden_await {
    ($future:expr) => {
        $future.await
    };
}

macro_rules! awaiting {
    ($name:ident -> $output:ty) => {
        #[generator]
        fn $name(log: Log, ready: bool) -> $output {
            let _local = log.noisy("local");
            yield_!(1);
            if ready {
                hidden_await!(std::future::ready(()));
            } else {
                hidden_await!(std::future::pending::<()>());
            }
            yield_!(2);
        }
    };
}
awaiting!(awaiting -> impl Generator<Yield = u8, Return = ()> + Iterator<Item = u8>);
awaiting!(awaiting_local -> LocalBoxGenerator<'static, u8>);
awaiting!(awaiting_dyn -> Box<dyn Generator<Yield = u8, Return = ()>>);
awaiting!(awaiting_pinned -> impl PinGenerator<Yield = u8, Return = ()>);

fn assert_refuses_await(mut generator: impl Generator<Yield = u8, Return = ()>, log: &Log) {
    assert_eq!(generator.start(), Ok(Yielded(1)));
    let message = panic_message(|| generator.resume(())).unwrap();
    assert!(message.contains("`.await`"), "{message}");
    assert_eq!(generator.status(), GeneratorStatus::Finished);
    assert_eq!(log.take(), "local");
}

#[test]
fn rule_12_a_hidden_await_is_refused_when_it_suspends() {
    let log = Log::new();
    assert_refuses_await(awaiting(log.clone(), false), &log);
    assert_refuses_await(awaiting_local(log.clone(), false), &log);
    assert_refuses_await(awaiting_dyn(log.clone(), false), &log);
    assert_refuses_await(pin!(awaiting_pinned(log.clone(), false)), &log);
    let fold: [fn(Log); 2] =
        [|log| awaiting(log, false).for_each(drop), |log| awaiting_local(log, false).for_each(drop)];
    for fold in fold {
        assert!(panic_message(|| fold(log.clone())).unwrap().contains("`.await`"));
        assert_eq!(log.take(), "local");
    }
}

#[test]
fn rule_12_a_hidden_await_that_does_not_suspend_does_no_harm() {
    let log = Log::new();
    assert_eq!(awaiting(log.clone(), true).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(awaiting_local(log.clone(), true).sum::<u8>(), 3);
    assert_eq!(log.take(), "local local");
}

#[test]
fn rule_12_a_hidden_future_finds_no_way_to_the_generator() {
    let wakers = Cell::new(None);
    let keep = std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        wakers.set(Some(context.waker().clone()));
        std::task::Poll::Ready(())
    });
    #[generator]
    fn peeking(future: impl Future<Output = ()>) -> impl Iterator<Item = u8> {
        let mut future = pin!(future);
        hidden_await!(future.as_mut());
        yield_!(1);
    }
    assert_eq!(peeking(keep).collect::<Vec<_>>(), [1]);
    let waker = wakers.take().unwrap();
    waker.wake_by_ref();
    drop(waker.clone());
    waker.wake();
}
