//! Boxed asynchronous generators: what goes in and out, steps that are abandoned, the rules, and threads.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::channel::mpsc;
use futures::executor::block_on;
use futures::stream::FusedStream;
use futures::{SinkExt, Stream, StreamExt};
use gen_core::{
    AlreadyStarted, AsyncGenerator, AsyncThrowExt, BoxAsyncGenerator, GeneratorState, GeneratorStatus,
    LocalBoxAsyncGenerator, SendError, generator,
};
use gen_tests::polling::{Pause, all, poll, poll_resume, step};
use gen_tests::recursive::{in_order, sums};
use gen_tests::{Log, panic_message};

use GeneratorState::{Complete, Yielded};

// What goes in and out.

#[test]
fn items_come_in_order_with_awaits_between_them() {
    assert_eq!(all(in_order(0, 100)), (0..100).collect::<Vec<_>>());
}

#[generator]
async fn triangle(n: u32) -> BoxAsyncGenerator<'static, u32, (), u32> {
    Pause(n % 2).await;
    yield_!(n);
    if n == 0 {
        return 0;
    }
    let below = yield_from!(triangle(n - 1));
    Pause(1).await;
    below + n
}

#[test]
fn return_values_come_through_many_levels() {
    block_on(async {
        let mut generator = triangle(100);
        for n in (0..=100).rev() {
            assert_eq!(poll_fn(|context| generator.poll_next_unpin(context)).await, Some(n));
        }
        assert_eq!(generator.send(()).await, Ok(Complete(5050)));
    });
}

#[test]
fn what_is_sent_reaches_the_innermost_delegate() {
    block_on(async {
        let mut generator = sums(2);
        assert_eq!(generator.start().await, Ok(Yielded(2)));
        assert_eq!(generator.send(1).await, Ok(Yielded(1)));
        assert_eq!(generator.send(2).await, Ok(Yielded(0)));
        assert_eq!(generator.send(4).await, Ok(Yielded(10)));
        assert_eq!(generator.send(8).await, Ok(Yielded(11)));
        assert_eq!(generator.send(16).await, Ok(Yielded(12)));
        assert_eq!(generator.send(32).await, Ok(Complete(63)));
    });
}

#[test]
fn the_status_is_told_at_each_point() {
    let mut generator = sums(0);
    let standing = |generator: &BoxAsyncGenerator<'_, u32, u32, u32>| (generator.status(), generator.is_pending());
    assert_eq!(standing(&generator), (GeneratorStatus::Created, false));
    assert_eq!(poll(&mut generator.send(1)), Poll::Ready(Err(SendError::NotStarted(1))));
    assert_eq!(poll(&mut generator.proceed()), Poll::Ready(None));
    assert_eq!(standing(&generator), (GeneratorStatus::Created, false));
    assert_eq!(poll(&mut generator.start()), Poll::Ready(Ok(Yielded(0))));
    assert_eq!(standing(&generator), (GeneratorStatus::Suspended, false));
    assert_eq!(poll(&mut generator.start()), Poll::Ready(Err(AlreadyStarted)));
    assert!(poll(&mut generator.send(1)).is_pending());
    assert_eq!(standing(&generator), (GeneratorStatus::Suspended, true));
    assert_eq!(poll(&mut generator.proceed()), Poll::Ready(Some(Yielded(10))));
    assert_eq!(standing(&generator), (GeneratorStatus::Suspended, false));
    assert_eq!(poll(&mut generator.send(2)), Poll::Ready(Ok(Complete(3))));
    assert_eq!(standing(&generator), (GeneratorStatus::Finished, false));
    assert_eq!(poll(&mut generator.send(3)), Poll::Ready(Err(SendError::Finished(3))));
    assert_eq!(poll(&mut generator.start()), Poll::Ready(Err(AlreadyStarted)));
    assert_eq!(poll(&mut generator.proceed()), Poll::Ready(None));
}

#[test]
fn debug_shows_the_status_alone() {
    #[generator]
    async fn local() -> LocalBoxAsyncGenerator<'static, u32> {
        yield_!(1);
        Pause(1).await;
    }
    let mut generator = local();
    assert_eq!(format!("{generator:?}"), "LocalBoxAsyncGenerator { status: Created, .. }");
    assert_eq!(block_on(generator.next()), Some(1));
    assert_eq!(format!("{generator:?}"), "LocalBoxAsyncGenerator { status: Suspended, .. }");
    assert!(poll(&mut generator.next()).is_pending());
    assert_eq!(format!("{generator:?}"), "LocalBoxAsyncGenerator { status: Suspended, .. }");
    assert_eq!(block_on(generator.next()), None);
    assert_eq!(format!("{generator:?}"), "LocalBoxAsyncGenerator { status: Finished, .. }");
    let mut generator = sums(0);
    assert_eq!(format!("{generator:?}"), "BoxAsyncGenerator { status: Created, .. }");
    assert_eq!(format!("{:?}", generator.start()), "Starting { status: Created, .. }");
}

// Steps that are not awaited to their end.

#[test]
fn a_value_that_is_offered_while_a_step_is_under_way_comes_back() {
    let mut generator = sums(2);
    assert_eq!(block_on(generator.start()), Ok(Yielded(2)));
    assert_eq!(block_on(generator.send(1)), Ok(Yielded(1)));
    // The delegate awaits something now.
    assert!(poll(&mut generator.send(2)).is_pending());
    assert!(generator.is_pending());
    assert_eq!(poll(&mut generator.send(5)), Poll::Ready(Err(SendError::Pending(5))));
    assert_eq!(poll(&mut generator.start()), Poll::Ready(Err(AlreadyStarted)));
    let mut offered = Some(6);
    assert_eq!(poll_resume(&mut generator, &mut offered), Poll::Ready(Yielded(0)));
    assert_eq!(offered, Some(6));
    assert!(!generator.is_pending());
}

#[test]
fn a_send_that_is_never_polled_sends_nothing() {
    let mut generator = sums(0);
    let _ = block_on(generator.start());
    drop(generator.send(7));
    assert_eq!(block_on(generator.send(1)), Ok(Yielded(10)));
    assert_eq!(block_on(generator.send(2)), Ok(Complete(3)));
}

#[test]
fn a_step_that_is_dropped_at_any_await_loses_nothing_and_repeats_nothing() {
    for polls in 1..8 {
        let mut generator = sums(3);
        let expected = [Yielded(3), Yielded(2), Yielded(1), Yielded(0)];
        let sent = [None, Some(1), Some(2), Some(4)];
        assert_eq!(sent.map(|sent| step(&mut generator, sent, polls)), expected, "dropped after {polls} polls");
        let expected = [Yielded(10), Yielded(11), Yielded(12), Yielded(13), Complete(255)];
        let sent = [8, 16, 32, 64, 128];
        assert_eq!(sent.map(|sent| step(&mut generator, Some(sent), polls)), expected, "dropped after {polls} polls");
    }
}

#[test]
fn poll_resume_takes_the_argument_only_to_begin_a_step() {
    let mut generator = sums(1);
    let mut argument = Some(1);
    assert_eq!(poll_resume(&mut generator, &mut argument), Poll::Ready(Yielded(1)));
    assert_eq!(argument, None, "there is no `#[resume]` parameter, so the first one is dropped");
    argument = Some(2);
    assert_eq!(poll_resume(&mut generator, &mut argument), Poll::Pending);
    assert_eq!(argument, None);
    argument = Some(3);
    assert_eq!(poll_resume(&mut generator, &mut argument), Poll::Ready(Yielded(0)));
    assert_eq!(argument, Some(3));
    assert!(panic_message(|| poll_resume(&mut generator, &mut None)).unwrap().contains("without a value"));
    assert_eq!(generator.status(), GeneratorStatus::Suspended);
    assert_eq!(poll_resume(&mut generator, &mut argument), Poll::Pending);
    assert_eq!(argument, None);
}

/// A waker that counts.
struct Counting(AtomicUsize);

impl Wake for Counting {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_poll_that_is_pending_has_woken_and_one_that_is_ready_has_not() {
    let counting = Arc::new(Counting(AtomicUsize::new(0)));
    let waker = Waker::from(Arc::clone(&counting));
    let mut context = Context::from_waker(&waker);
    let mut generator = in_order(0, 20);
    let mut items = Vec::new();
    loop {
        let woken = counting.0.load(Ordering::Relaxed);
        let polled = generator.poll_next_unpin(&mut context);
        assert_eq!(counting.0.load(Ordering::Relaxed) - woken, usize::from(polled.is_pending()));
        match polled {
            Poll::Pending => {}
            Poll::Ready(Some(item)) => items.push(item),
            Poll::Ready(None) => break,
        }
    }
    assert_eq!(items, (0..20).collect::<Vec<_>>());
}

#[test]
fn the_executors_own_waker_reaches_the_innermost_await_of_each_poll() {
    #[generator]
    async fn looks<'a>(seen: &'a RefCell<Vec<Waker>>, depth: u32) -> LocalBoxAsyncGenerator<'a, u32> {
        if depth > 0 {
            yield_from!(looks(seen, depth - 1));
        }
        let waker = poll_fn(|context| Poll::Ready(context.waker().clone())).await;
        seen.borrow_mut().push(waker);
        yield_!(depth);
    }
    let seen = RefCell::default();
    let mut generator = looks(&seen, 2);
    for depth in 0..3 {
        let waker = Waker::from(Arc::new(Counting(AtomicUsize::new(0))));
        let polled = generator.poll_next_unpin(&mut Context::from_waker(&waker));
        assert_eq!(polled, Poll::Ready(Some(depth)));
        assert!(seen.borrow_mut().pop().unwrap().will_wake(&waker));
        assert!(seen.borrow().is_empty());
    }
}

// The rules.

/// Writes down what it drops, which is its argument, a local from before its own delegate, and one from after it.
#[generator]
async fn noisy(log: Log, names: &'static [[&'static str; 3]]) -> LocalBoxAsyncGenerator<'static, usize> {
    let [([argument, before, after], names)] = [names.split_first().expect("names are left")];
    let _argument = log.noisy(argument);
    yield_!(names.len());
    let _before = log.noisy(before);
    Pause(1).await;
    if !names.is_empty() {
        yield_from!(noisy(log.clone(), names));
    }
    let _after = log.noisy(after);
    Pause(1).await;
    yield_!(names.len());
}

const NAMES: [[&str; 3]; 3] = [["a1", "a2", "a3"], ["b1", "b2", "b3"], ["c1", "c2", "c3"]];

#[test]
fn rule_01_nothing_runs_before_the_first_resumption_and_arguments_are_dropped_all_the_same() {
    #[generator]
    async fn arguments(
        used: gen_tests::Noisy,
        _unused: gen_tests::Noisy,
    ) -> LocalBoxAsyncGenerator<'static, &'static str> {
        used.log().write("begin");
        Pause(1).await;
        yield_!(used.name());
    }
    let log = Log::new();
    let mut generator = arguments(log.noisy("used"), log.noisy("unused"));
    assert_eq!(log.take(), "");
    assert_eq!(block_on(generator.next()), Some("used"));
    assert_eq!(log.take(), "begin");
    assert_eq!(block_on(generator.next()), None);
    assert_eq!(log.take(), "unused used");
    drop(arguments(log.noisy("used"), log.noisy("unused")));
    assert_eq!(log.take(), "unused used");
}

#[test]
fn rule_02_locals_are_dropped_where_each_body_ends() {
    let log = Log::new();
    let items = all(noisy(log.clone(), &NAMES).inspect(|item| log.write(item.to_string())));
    assert_eq!(items, [2, 1, 0, 0, 1, 2]);
    assert_eq!(log.take(), "2 1 0 0 c3 c2 c1 1 b3 b2 b1 2 a3 a2 a1");
}

#[test]
fn rule_03_fused_for_ever() {
    let mut generator = in_order(0, 2);
    assert_eq!(generator.size_hint(), (0, None));
    assert!(!generator.is_terminated());
    assert_eq!(block_on(generator.next()), Some(0));
    assert!(poll(&mut generator.next()).is_pending());
    assert_eq!(generator.size_hint(), (0, None));
    assert!(!generator.is_terminated());
    assert_eq!(block_on(generator.next()), Some(1));
    assert!(!generator.is_terminated());
    for _ in 0..3 {
        assert_eq!(block_on(generator.next()), None);
        assert!(generator.is_terminated());
        assert_eq!(generator.size_hint(), (0, Some(0)));
    }
}

/// Panics at the bottom of a recursion.
#[generator]
async fn panicking(log: Log, depth: u32, awaits: u32) -> LocalBoxAsyncGenerator<'static, u32> {
    let _local = log.noisy(["innermost", "inner", "outer"][depth as usize]);
    yield_!(depth);
    if depth > 0 {
        yield_from!(panicking(log.clone(), depth - 1, awaits));
    }
    Pause(awaits).await;
    panic!("in the body");
}

fn assert_finished_by_panic<G>(mut generator: G, log: &Log, dropped: &str)
where
    G: AsyncGenerator<Yield = u32, Return = ()> + FusedStream<Item = u32> + Unpin,
{
    for item in [2, 1, 0] {
        assert_eq!(block_on(generator.next()), Some(item));
    }
    assert_eq!(log.take(), "");
    assert_eq!(panic_message(|| block_on(generator.next())).as_deref(), Some("in the body"));
    assert_eq!(log.take(), dropped);
    assert_eq!(generator.status(), GeneratorStatus::Finished);
    assert!(!generator.is_pending());
    assert!(generator.is_terminated());
    assert_eq!(block_on(generator.next()), None);
    assert_eq!(block_on(generator.send(())), Err(SendError::Finished(())));
    drop(generator);
    assert_eq!(log.take(), "");
}

#[test]
fn rule_04_a_panic_in_the_innermost_frame_finishes_the_generator_and_drops_from_the_inside_out() {
    let log = Log::new();
    for awaits in 0..3 {
        assert_finished_by_panic(panicking(log.clone(), 2, awaits), &log, "innermost inner outer");
    }
}

#[test]
fn rule_04_a_panic_below_a_plain_generator_finishes_it() {
    #[generator]
    async fn plain(log: Log, awaits: u32) -> impl AsyncGenerator<Yield = u32, Return = ()> + FusedStream<Item = u32> {
        let _local = log.noisy("plain");
        yield_from!(panicking(log.clone(), 2, awaits));
    }
    #[generator]
    async fn boxed(log: Log, awaits: u32) -> LocalBoxAsyncGenerator<'static, u32> {
        let _local = log.noisy("boxed");
        yield_from!(plain(log.clone(), awaits));
    }
    let log = Log::new();
    for awaits in 0..3 {
        assert_finished_by_panic(plain(log.clone(), awaits), &log, "innermost inner outer plain");
        assert_finished_by_panic(boxed(log.clone(), awaits), &log, "innermost inner outer plain boxed");
    }
}

#[test]
fn rule_04_a_panic_in_a_step_under_way_leaves_nothing_under_way() {
    let mut generator = panicking(Log::new(), 0, 1);
    assert_eq!(block_on(generator.next()), Some(0));
    assert!(poll(&mut generator.next()).is_pending());
    assert_eq!(panic_message(|| poll(&mut generator.proceed())).as_deref(), Some("in the body"));
    assert_eq!(poll(&mut generator.proceed()), Poll::Ready(None));
    assert_eq!(generator.status(), GeneratorStatus::Finished);
}

#[test]
fn rule_05_resumption_after_the_end_panics() {
    let mut ended = sums(0);
    assert_eq!(step(&mut ended, None, 1), Yielded(0));
    assert_eq!(step(&mut ended, Some(1), 1), Yielded(10));
    assert_eq!(step(&mut ended, Some(2), 1), Complete(3));
    let mut closed = sums(0);
    Pin::new(&mut closed).close();
    for mut generator in [ended, closed] {
        let mut argument = Some(1);
        let message = panic_message(|| poll_resume(&mut generator, &mut argument)).unwrap();
        assert!(message.contains("finished"), "{message}");
        assert_eq!(argument, Some(1));
        assert_eq!(block_on(generator.send(1)), Err(SendError::Finished(1)));
    }
}

/// Yields what it is first resumed with, and what its delegates are.
#[generator]
async fn firsts(depth: u32, #[resume] first: u32) -> BoxAsyncGenerator<'static, u32, u32, u32> {
    Pause(1).await;
    let mut sum = yield_!(first + 100 * depth);
    if depth > 0 {
        sum += yield_from!(firsts(depth - 1));
    }
    sum
}

#[test]
fn rule_06_the_first_argument_goes_to_the_resume_parameter() {
    let mut generator = firsts(1);
    assert!(panic_message(|| block_on(generator.start())).unwrap().contains("without a value"));
    assert_eq!(block_on(generator.send(1)), Err(SendError::NotStarted(1)));
    assert_eq!(generator.status(), GeneratorStatus::Created);
    let mut first = Some(7);
    assert_eq!(poll_resume(&mut generator, &mut first), Poll::Pending);
    assert_eq!(first, None);
    assert_eq!(block_on(generator.proceed()), Some(Yielded(107)));
    // Nobody has sent the delegate anything yet: it is given the default.
    assert_eq!(block_on(generator.send(8)), Ok(Yielded(0)));
    assert_eq!(block_on(generator.send(9)), Ok(Complete(17)));
}

#[test]
fn rule_06_a_stream_gives_the_default_to_the_resume_parameter() {
    assert_eq!(all(firsts(2)), [200, 100, 0]);
}

#[test]
fn rule_06_without_a_resume_parameter_the_first_argument_is_dropped() {
    #[generator]
    async fn without(log: Log) -> LocalBoxAsyncGenerator<'static, u32, gen_tests::Noisy> {
        log.write("begin");
        drop(yield_!(1));
    }
    let log = Log::new();
    let mut generator = without(log.clone());
    assert_eq!(poll_resume(&mut generator, &mut Some(log.noisy("first"))), Poll::Ready(Yielded(1)));
    assert_eq!(log.take(), "first begin");
    assert_eq!(poll_resume(&mut generator, &mut Some(log.noisy("second"))), Poll::Ready(Complete(())));
    assert_eq!(log.take(), "second");
}

#[test]
fn rule_06_a_first_argument_whose_destructor_panics_has_begun_nothing() {
    #[derive(Default)]
    struct Panics(bool);
    impl Drop for Panics {
        fn drop(&mut self) {
            assert!(!self.0, "in the destructor");
        }
    }
    #[generator]
    async fn without() -> BoxAsyncGenerator<'static, u32, Panics> {
        drop(yield_!(1));
    }
    let mut generator = without();
    let message = panic_message(|| poll_resume(&mut generator, &mut Some(Panics(true))));
    assert_eq!(message.as_deref(), Some("in the destructor"));
    assert_eq!(generator.status(), GeneratorStatus::Created);
    assert_eq!(block_on(generator.next()), Some(1));
    assert_eq!(block_on(generator.next()), None);
}

#[test]
fn a_default_that_panics_begins_no_step() {
    #[derive(Debug, PartialEq)]
    struct Refuses;
    impl Default for Refuses {
        fn default() -> Self {
            panic!("no default today");
        }
    }
    #[generator]
    async fn twice() -> BoxAsyncGenerator<'static, u32, Refuses> {
        let Refuses = yield_!(1);
        yield_!(2);
    }
    let mut generator = twice();
    assert_eq!(block_on(generator.next()), Some(1), "nothing is sent to begin with");
    assert_eq!(panic_message(|| block_on(generator.next())).as_deref(), Some("no default today"));
    assert_eq!(generator.status(), GeneratorStatus::Suspended);
    assert!(!generator.is_pending());
    assert_eq!(block_on(generator.send(Refuses)), Ok(Yielded(2)));
}

type Thrown = Result<u32, &'static str>;

/// The innermost one catches what is to be skipped; the others propagate all.
#[generator]
async fn tolerant(log: &Log, depth: u32) -> LocalBoxAsyncGenerator<'_, u32, Thrown, Thrown> {
    let _local = log.noisy(["innermost", "inner", "outer"][depth as usize]);
    if depth > 0 {
        let sum = yield_from!(tolerant(log, depth - 1))?;
        return Ok(sum + 100);
    }
    let mut sum = 0;
    while sum < 10 {
        Pause(1).await;
        match yield_!(sum) {
            Err("skip") => {}
            sent => sum += sent?,
        }
    }
    Ok(sum)
}

#[test]
fn rule_07_throw_is_caught_by_the_innermost_delegate_or_propagates() {
    let log = Log::new();
    block_on(async {
        let mut generator = tolerant(&log, 2);
        assert_eq!(generator.throw("early").await, Err(SendError::NotStarted("early")));
        assert_eq!(generator.start().await, Ok(Yielded(0)));
        assert_eq!(generator.throw("skip").await, Ok(Yielded(0)));
        assert_eq!(generator.send(Ok(2)).await, Ok(Yielded(2)));
        assert_eq!(log.take(), "");
        assert_eq!(generator.throw("stop").await, Ok(Complete(Err("stop"))));
        assert_eq!(log.take(), "innermost inner outer");
        assert_eq!(generator.throw("late").await, Err(SendError::Finished("late")));
        let mut generator = tolerant(&log, 2);
        assert_eq!(generator.start().await, Ok(Yielded(0)));
        assert_eq!(generator.send(Ok(10)).await, Ok(Complete(Ok(210))));
    });
}

#[test]
fn rule_08_close_and_drop_are_the_same_clean_up_from_the_inside_out() {
    let context = &mut Context::from_waker(Waker::noop());
    // How many polls, and what is dropped then.
    for (polls, dropped) in [
        (0, ""),
        (1, "a1"),
        (2, "a2 a1"),
        (3, "b1 a2 a1"),
        (4, "b2 b1 a2 a1"),
        (5, "c1 b2 b1 a2 a1"),
        (7, "c3 c2 c1 b2 b1 a2 a1"),
        (8, "c3 c2 c1 b2 b1 a2 a1"),
        (9, "b3 b2 b1 a2 a1"),
    ] {
        for close in [false, true] {
            let log = Log::new();
            let mut generator = noisy(log.clone(), &NAMES);
            for _ in 0..polls {
                let _ = generator.poll_next_unpin(context);
            }
            let _ = log.take();
            if close {
                Pin::new(&mut generator).close();
                assert_eq!(generator.status(), GeneratorStatus::Finished);
                assert!(!generator.is_pending());
                assert_eq!(log.take(), dropped, "closed after {polls} polls");
                Pin::new(&mut generator).close();
            }
            drop(generator);
            assert_eq!(log.take(), if close { "" } else { dropped }, "dropped after {polls} polls");
        }
    }
}

#[test]
fn rule_08_a_destructor_that_panics_does_not_keep_the_others_from_running() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("in the destructor");
        }
    }
    #[generator]
    async fn nested(log: Log, depth: usize) -> LocalBoxAsyncGenerator<'static, usize> {
        let _local = log.noisy(["innermost", "inner", "outer"][depth]);
        let _panics = (depth == 1).then(|| Panics);
        let _later = log.noisy("later");
        if depth > 0 {
            yield_from!(nested(log.clone(), depth - 1));
        }
        Pause(1).await;
        yield_!(depth);
    }
    for under_way in [false, true] {
        let log = Log::new();
        let mut generator = nested(log.clone(), 2);
        assert!(poll(&mut generator.next()).is_pending());
        if !under_way {
            assert_eq!(poll(&mut generator.next()), Poll::Ready(Some(0)));
        }
        let message = panic_message(|| Pin::new(&mut generator).close());
        assert_eq!(message.as_deref(), Some("in the destructor"));
        assert_eq!(log.take(), "later innermost later inner later outer");
        assert_eq!(generator.status(), GeneratorStatus::Finished);
    }
}

// Threads, and several at once.

#[test]
fn one_goes_on_on_another_thread() {
    let mut generator = sums(2);
    assert_eq!(block_on(generator.start()), Ok(Yielded(2)));
    assert_eq!(block_on(generator.send(1)), Ok(Yielded(1)));
    assert!(poll(&mut generator.send(2)).is_pending());
    let thread = std::thread::spawn(move || {
        assert_eq!(block_on(generator.proceed()), Some(Yielded(0)));
        assert_eq!(block_on(generator.send(4)), Ok(Yielded(10)));
        generator
    });
    let mut generator = thread.join().unwrap();
    assert_eq!(block_on(generator.send(8)), Ok(Yielded(11)));
    let thread = std::thread::spawn(|| all(in_order(0, 10)));
    assert_eq!(thread.join().unwrap(), (0..10).collect::<Vec<_>>());
}

#[test]
fn a_local_one_may_hold_what_is_not_send() {
    #[generator]
    async fn shared(count: Rc<Cell<u32>>, depth: u32) -> LocalBoxAsyncGenerator<'static, Rc<Cell<u32>>> {
        count.set(count.get() + 1);
        Pause(1).await;
        yield_!(Rc::clone(&count));
        if depth > 0 {
            yield_from!(shared(Rc::clone(&count), depth - 1));
        }
    }
    let count = Rc::new(Cell::new(0));
    let seen = block_on(shared(Rc::clone(&count), 3).map(|count| count.get()).collect::<Vec<_>>());
    assert_eq!(seen, [1, 2, 3, 4]);
    assert_eq!(Rc::strong_count(&count), 1);
}

/// Waits for a ball, shows it, and returns it, from one level deeper each time.
#[generator]
async fn player(mut to: mpsc::Sender<u32>, mut from: mpsc::Receiver<u32>) -> BoxAsyncGenerator<'static, u32> {
    let Some(ball) = from.next().await else { return };
    yield_!(ball);
    if ball < 20 && to.send(ball + 1).await.is_ok() {
        yield_from!(player(to, from));
    }
}

/// Two players, one of whom has the ball.
fn game() -> (BoxAsyncGenerator<'static, u32>, BoxAsyncGenerator<'static, u32>) {
    let (to_left, mut from_right) = (mpsc::channel(0), mpsc::channel(0));
    from_right.0.try_send(0).expect("there is room for one");
    (player(to_left.0, from_right.1), player(from_right.0, to_left.1))
}

#[test]
fn two_in_a_join_wake_each_other() {
    let (left, right) = game();
    let (left, right) = block_on(async { futures::join!(left.collect::<Vec<_>>(), right.collect::<Vec<_>>()) });
    assert_eq!(left, (0..=20).step_by(2).collect::<Vec<_>>());
    assert_eq!(right, (1..=20).step_by(2).collect::<Vec<_>>());
}

#[test]
fn two_in_a_select_wake_each_other() {
    let (mut left, mut right) = game();
    let mut seen = Vec::new();
    block_on(async {
        loop {
            futures::select! {
                ball = left.select_next_some() => seen.push(ball),
                ball = right.select_next_some() => seen.push(ball),
                complete => break,
            }
        }
    });
    assert_eq!(seen, (0..=20).collect::<Vec<_>>());
}

#[test]
fn a_frame_may_select_between_two_others_and_yield_in_the_handlers() {
    #[generator]
    async fn referee(depth: u32) -> BoxAsyncGenerator<'static, u32> {
        let (mut left, mut right) = game();
        loop {
            futures::select! {
                ball = left.select_next_some() => yield_!(ball),
                ball = right.select_next_some() => yield_from!([ball]),
                complete => break,
            }
        }
        if depth > 0 {
            yield_from!(referee(depth - 1));
        }
    }
    assert_eq!(all(referee(1)), (0..=20).chain(0..=20).collect::<Vec<_>>());
}

#[tokio::test]
async fn tokio_drives_them() {
    #[generator]
    async fn nested(depth: u32) -> BoxAsyncGenerator<'static, u32> {
        tokio::task::yield_now().await;
        yield_!(depth);
        if depth > 0 {
            yield_from!(nested(depth - 1));
        }
    }
    let task = tokio::spawn(nested(50).collect::<Vec<_>>());
    assert_eq!(nested(50).collect::<Vec<_>>().await, (0..=50).rev().collect::<Vec<_>>());
    assert_eq!(task.await.unwrap(), (0..=50).rev().collect::<Vec<_>>());
}
