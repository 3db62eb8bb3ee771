//! Recursion of asynchronous generators: the same at every depth, on a small stack, whatever is delegated to.

use std::cell::Cell;
use std::future::{poll_fn, ready};
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::executor::block_on;
use futures::{FutureExt, Stream, StreamExt, stream};
use gen_core::{
    AsyncGenerator, AsyncThrowExt, BoxAsyncGenerator, BoxGenerator, Generator, GeneratorState, GeneratorStatus,
    LocalBoxAsyncGenerator, PinAsyncGenerator, PinGenerator, generator, try_generator,
};
use gen_tests::polling::{Pause, all, poll, step};
use gen_tests::recursive::{List, in_order, sums, walk_uneven};
use gen_tests::{Log, Noisy, panic_message};

use GeneratorState::{Complete, Yielded};

/// Miri takes a thousand times as long for a step.
const DEPTH: usize = if cfg!(miri) { 1_000 } else { 1_000_000 };

// Depth.

#[generator]
async fn walk(list: &List, node: usize) -> LocalBoxAsyncGenerator<'_, usize> {
    yield_!(node);
    Pause(1).await;
    if let Some(next) = list.next[node] {
        yield_from!(walk(list, next));
    }
    yield_!(node);
}

#[generator]
async fn walk_send(list: &List, node: usize) -> BoxAsyncGenerator<'_, usize, (), usize> {
    yield_!(node);
    Pause(1).await;
    match list.next[node] {
        Some(next) => yield_from!(walk_send(list, next)) + 1,
        None => 1,
    }
}

fn on_a_small_stack(act: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(64 * 1024).spawn(act).unwrap().join().unwrap();
}

#[test]
fn a_million_levels_to_their_end() {
    on_a_small_stack(|| {
        let list = List::new(DEPTH);
        let add = |(count, sum), node| ready((count + 1, sum + node));
        let (count, sum) = block_on(walk(&list, 0).fold((0, 0), add));
        assert_eq!((count, sum), (2 * DEPTH, DEPTH * (DEPTH - 1)));
    });
}

#[test]
fn a_million_levels_dropped_half_way() {
    on_a_small_stack(|| {
        let list = List::new(DEPTH);
        let mut at_a_yield = walk(&list, 0);
        assert_eq!(block_on(at_a_yield.by_ref().skip(DEPTH - 1).next()), Some(DEPTH - 1));
        drop(at_a_yield);
        let mut under_way = walk(&list, 0);
        assert_eq!(block_on(under_way.by_ref().skip(DEPTH - 1).next()), Some(DEPTH - 1));
        assert!(poll(&mut under_way.next()).is_pending());
        drop(under_way);
    });
}

#[test]
fn a_million_levels_closed_half_way() {
    on_a_small_stack(|| {
        let list = List::new(DEPTH);
        let mut walk = walk(&list, 0);
        assert_eq!(block_on(walk.by_ref().skip(DEPTH).next()), Some(DEPTH - 1));
        Pin::new(&mut walk).close();
        assert_eq!(block_on(walk.next()), None);
    });
}

#[test]
fn a_million_return_values() {
    on_a_small_stack(|| {
        let list = List::new(DEPTH);
        let mut walk = walk_send(&list, 0);
        block_on(async {
            assert_eq!(walk.by_ref().take(DEPTH).count().await, DEPTH);
            assert_eq!(walk.send(()).await, Ok(Complete(DEPTH)));
        });
    });
}

#[test]
fn a_panic_under_a_million_levels() {
    #[generator]
    async fn nested(drops: Rc<Cell<usize>>, depth: usize) -> LocalBoxAsyncGenerator<'static, usize> {
        struct Count(Rc<Cell<usize>>);
        impl Drop for Count {
            fn drop(&mut self) {
                self.0.set(self.0.get() + 1);
            }
        }
        let _count = Count(Rc::clone(&drops));
        if depth > 0 {
            yield_from!(nested(drops, depth - 1));
        }
        Pause(1).await;
        panic!("in the body");
    }
    on_a_small_stack(|| {
        let drops = Rc::default();
        let mut generator = nested(Rc::clone(&drops), DEPTH - 1);
        assert_eq!(panic_message(|| block_on(generator.next())).as_deref(), Some("in the body"));
        assert_eq!(drops.get(), DEPTH);
        assert_eq!(block_on(generator.next()), None);
    });
}

/// A tree of the shape that `seed` says, whose nodes are walked by children of several sizes, some of them started
/// before they are delegated to, and some of those with a step under way.
#[generator]
async fn uneven(seed: u64, depth: u32) -> LocalBoxAsyncGenerator<'static, u64> {
    for turn in 0..seed % 4 {
        let next = seed / 4 + turn * 7;
        yield_!(next);
        if depth == 0 {
            continue;
        }
        let mut child = if turn == 1 { wide(next, depth - 1) } else { uneven(next, depth - 1) };
        if next % 3 == 0 {
            for _ in 0..next % 5 {
                if let Poll::Ready(Some(item)) = poll(&mut child.next()) {
                    yield_!(item);
                }
            }
        }
        if child.status() != GeneratorStatus::Finished {
            yield_from!(child);
        }
        Pause(1).await;
    }
}

#[generator]
async fn wide(seed: u64, depth: u32) -> LocalBoxAsyncGenerator<'static, u64> {
    let locals = [seed; 200];
    yield_from!(uneven(seed, depth));
    Pause(2).await;
    yield_!(locals.iter().sum());
}

#[test]
fn frames_of_several_sizes_come_and_go() {
    for seed in 0..if cfg!(miri) { 50 } else { 2_000 } {
        let mut expected = Vec::new();
        walk_uneven(seed, 6, &mut expected);
        let mut walk = uneven(seed, 6);
        let half = all(walk.by_ref().take(expected.len() / 2));
        assert!(half.into_iter().eq(expected.drain(..expected.len() / 2)), "the first half of {seed}");
        assert_eq!(all(walk), expected, "the rest of {seed}");
    }
}

#[test]
fn an_aligned_local_is_aligned_at_every_depth() {
    #[repr(align(256))]
    struct Aligned(usize);

    #[generator]
    async fn nested(depth: usize) -> LocalBoxAsyncGenerator<'static, usize> {
        let local = Aligned(depth);
        Pause(1).await;
        yield_!((&raw const local).addr() % 256);
        if depth > 0 {
            yield_from!(nested(depth - 1));
        }
        Pause(1).await;
        yield_!(local.0);
    }
    let expected: Vec<usize> = [0; 50].into_iter().chain(0..50).collect();
    assert_eq!(all(nested(49)), expected);
    let mut suspended = nested(49);
    assert_eq!(all(suspended.by_ref().take(75)), expected[..75]);
    assert!(poll(&mut suspended.next()).is_pending());
}

// Children that were started before, are finished, or are not owned.

#[test]
fn a_started_child_is_handed_over_with_its_frames() {
    #[generator]
    async fn outer(started: LocalBoxAsyncGenerator<'_, usize>) -> LocalBoxAsyncGenerator<'_, usize> {
        yield_from!(started);
        yield_!(100);
    }
    let list = List::new(5);
    let mut started = walk(&list, 0);
    assert_eq!(all(started.by_ref().take(3)), [0, 1, 2]);
    assert_eq!(all(outer(started)), [3, 4, 4, 3, 2, 1, 0, 100]);
}

#[generator]
async fn outer_of_sums(inner: BoxAsyncGenerator<'_, u32, u32, u32>) -> BoxAsyncGenerator<'_, u32, u32, u32> {
    yield_from!(inner) + 1000
}

#[test]
fn a_started_child_is_resumed_with_the_default() {
    let mut inner = sums(1);
    assert_eq!(block_on(inner.start()), Ok(Yielded(1)));
    let mut outer = outer_of_sums(inner);
    assert_eq!(block_on(outer.start()), Ok(Yielded(0)));
    assert_eq!(block_on(outer.send(2)), Ok(Yielded(10)));
    assert_eq!(block_on(outer.send(4)), Ok(Yielded(11)));
    assert_eq!(block_on(outer.send(8)), Ok(Complete(1014)));
}

#[test]
fn a_child_that_has_a_step_under_way_goes_on_with_it() {
    let mut inner = sums(1);
    assert_eq!(block_on(inner.start()), Ok(Yielded(1)));
    assert!(poll(&mut inner.send(1)).is_pending());
    let mut outer = outer_of_sums(inner);
    assert_eq!(block_on(outer.start()), Ok(Yielded(0)));
    assert_eq!(block_on(outer.send(2)), Ok(Yielded(10)));
    assert_eq!(block_on(outer.send(4)), Ok(Yielded(11)));
    assert_eq!(block_on(outer.send(8)), Ok(Complete(1015)));
}

/// What has no default.
#[derive(Debug, PartialEq)]
struct Word(&'static str);

type Words<'a> = LocalBoxAsyncGenerator<'a, &'static str, Word, &'static str>;

/// Yields what it is sent, from the bottom of a recursion.
#[generator]
async fn words(depth: u32) -> LocalBoxAsyncGenerator<'static, &'static str, Word, &'static str> {
    if depth > 0 {
        return yield_from!(words(depth - 1));
    }
    let mut sent = yield_!("fresh");
    while sent.0 != "end" {
        Pause(1).await;
        sent = yield_!(sent.0);
    }
    sent.0
}

#[generator]
async fn outer_of_words(inner: Words<'_>) -> LocalBoxAsyncGenerator<'_, &'static str, Word, &'static str> {
    yield_from!(inner)
}

#[generator]
async fn plain_of_words(inner: Words<'_>) -> impl AsyncGenerator<Word, Yield = &'static str, Return = &'static str> {
    yield_from!(inner)
}

/// What a boxed and what a plain generator does that is started and delegates to what `make` makes.
fn of_both<T>(make: impl Fn() -> Words<'static>, act: impl Fn(Pin<Box<dyn DynWords>>) -> T) -> [T; 2] {
    [act(Box::pin(outer_of_words(make()))), act(Box::pin(plain_of_words(make())))]
}

trait DynWords: AsyncGenerator<Word, Yield = &'static str, Return = &'static str> {}

impl<G: AsyncGenerator<Word, Yield = &'static str, Return = &'static str>> DynWords for G {}

fn started_words() -> Words<'static> {
    let mut generator = words(2);
    assert_eq!(block_on(generator.start()), Ok(Yielded("fresh")));
    generator
}

#[test]
fn a_fresh_child_needs_no_default() {
    of_both(
        || words(2),
        |mut outer| {
            assert_eq!(block_on(outer.start()), Ok(Yielded("fresh")));
            assert_eq!(block_on(outer.send(Word("a"))), Ok(Yielded("a")));
            assert_eq!(block_on(outer.send(Word("end"))), Ok(Complete("end")));
        },
    );
}

#[test]
fn no_value_is_made_for_a_child_that_has_a_step_under_way() {
    let under_way = || {
        let mut generator = started_words();
        assert!(poll(&mut generator.send(Word("a"))).is_pending());
        generator
    };
    of_both(under_way, |mut outer| {
        assert_eq!(block_on(outer.start()), Ok(Yielded("a")));
        assert_eq!(block_on(outer.send(Word("end"))), Ok(Complete("end")));
    });
}

#[test]
fn a_started_child_needs_a_default() {
    for message in of_both(started_words, |mut outer| panic_message(|| block_on(outer.start())).unwrap()) {
        assert!(message.contains("has no `Default`"), "{message}");
    }
}

#[test]
fn a_finished_child_is_refused() {
    let ended = || {
        let mut generator = started_words();
        assert_eq!(block_on(generator.send(Word("end"))), Ok(Complete("end")));
        generator
    };
    let closed = || {
        let mut generator = started_words();
        Pin::new(&mut generator).close();
        generator
    };
    let refusal = |mut outer: Pin<Box<dyn DynWords>>| {
        let message = panic_message(|| block_on(outer.start())).unwrap();
        assert_eq!(outer.status(), GeneratorStatus::Finished);
        message
    };
    for message in of_both(ended, refusal).into_iter().chain(of_both(closed, refusal)) {
        assert_eq!(message, "`yield_from!` was given a finished generator");
    }
}

#[test]
fn a_borrowed_child_is_resumed_by_its_public_face_and_goes_on_afterwards() {
    #[generator]
    async fn borrowing<'a>(
        inner: &'a mut BoxAsyncGenerator<'static, u32, u32, u32>,
    ) -> BoxAsyncGenerator<'a, u32, u32, u32> {
        yield_from!(inner) + 1000
    }
    let mut inner = sums(2);
    let mut outer = borrowing(&mut inner);
    assert_eq!(block_on(outer.start()), Ok(Yielded(2)));
    assert_eq!(block_on(outer.send(1)), Ok(Yielded(1)));
    drop(outer);
    assert_eq!(inner.status(), GeneratorStatus::Suspended);
    assert_eq!(block_on(inner.send(2)), Ok(Yielded(0)));

    let mut outer = borrowing(&mut inner);
    assert_eq!(block_on(outer.start()), Ok(Yielded(10)));
    assert!(poll(&mut outer.send(4)).is_pending());
    drop(outer);
    assert!(inner.is_pending());

    let mut outer = borrowing(&mut inner);
    assert_eq!(block_on(outer.start()), Ok(Yielded(11)));
    assert_eq!(block_on(outer.send(8)), Ok(Yielded(12)));
    assert_eq!(block_on(outer.send(16)), Ok(Complete(1031)));
    drop(outer);
    assert_eq!(inner.status(), GeneratorStatus::Finished);
}

// Among delegates of other kinds.

#[test]
fn a_child_in_a_plain_stream_drives_itself() {
    #[generator]
    async fn plain(list: &List) -> impl Stream<Item = usize> {
        yield_!(100);
        assert_eq!(yield_from!(walk_send(list, 0)), 4);
        yield_from!(walk(list, 2));
    }
    let list = List::new(4);
    assert_eq!(all(plain(&list)), [100, 0, 1, 2, 3, 2, 3, 3, 2]);
    for polls in 0..12 {
        let mut half_way = plain(&list);
        for _ in 0..polls {
            let _ = half_way.poll_next_unpin(&mut Context::from_waker(Waker::noop()));
        }
    }
}

#[test]
fn a_child_in_a_plain_generator_is_sent_values_and_returns_one() {
    #[generator]
    async fn plain() -> impl AsyncGenerator<u32, Yield = u32, Return = u32> {
        Pause(1).await;
        yield_from!(sums(1)) + 1000
    }
    for polls in 1..5 {
        let mut generator = plain();
        assert_eq!(step(&mut generator, None, polls), Yielded(1));
        assert_eq!(step(&mut generator, Some(1), polls), Yielded(0));
        assert_eq!(step(&mut generator, Some(2), polls), Yielded(10));
        assert_eq!(step(&mut generator, Some(4), polls), Yielded(11));
        assert_eq!(step(&mut generator, Some(8), polls), Complete(1015));
    }
}

#[test]
fn a_million_levels_below_a_plain_generator() {
    #[generator]
    async fn plain(list: &List) -> impl AsyncGenerator<Yield = usize, Return = usize> + Stream<Item = usize> {
        yield_from!(walk_send(list, 0))
    }
    on_a_small_stack(|| {
        let list = List::new(DEPTH);
        block_on(async {
            let mut generator = plain(&list);
            assert_eq!(generator.by_ref().take(DEPTH).count().await, DEPTH);
            assert_eq!(generator.send(()).await, Ok(Complete(DEPTH)));
            let mut half_way = plain(&list);
            assert_eq!(half_way.by_ref().take(DEPTH).count().await, DEPTH);
        });
    });
}

/// Recursions of a boxed generator and a plain one between, in both forms of plain ones.
macro_rules! with_plain_between {
    ($($boxed:ident, $plain:ident -> $form:ty;)*) => {$(
        #[generator]
        async fn $boxed(log: Log, depth: u32) -> LocalBoxAsyncGenerator<'static, u32, u32, u32> {
            let _local = log.noisy("boxed");
            Pause(1).await;
            let mut sum = yield_!(depth);
            if depth > 0 {
                sum += yield_from!($plain(log.clone(), depth - 1));
            }
            sum
        }
        #[generator]
        async fn $plain(log: Log, depth: u32) -> $form {
            let _local = log.noisy("plain");
            let sum = yield_from!($boxed(log.clone(), depth)) * 10;
            Pause(1).await;
            sum
        }
    )*};
}

with_plain_between! {
    around_movable, movable -> impl AsyncGenerator<u32, Yield = u32, Return = u32>;
    around_pinned, pinned -> impl PinAsyncGenerator<u32, Yield = u32, Return = u32>;
}

fn assert_shares<P, B>(log: &Log, plain: P, boxed: B)
where
    P: AsyncGenerator<u32, Yield = u32, Return = u32>,
    B: AsyncGenerator<u32, Yield = u32, Return = u32>,
{
    let mut plain = pin!(plain);
    assert_eq!(block_on(plain.start()), Ok(Yielded(2)));
    assert_eq!(block_on(plain.send(1)), Ok(Yielded(1)));
    assert_eq!(block_on(plain.send(2)), Ok(Yielded(0)));
    assert_eq!(block_on(plain.send(3)), Ok(Complete(3210)));
    assert_eq!(log.take(), "boxed plain boxed plain boxed plain");

    let mut boxed = pin!(boxed);
    assert_eq!(block_on(boxed.start()), Ok(Yielded(2)));
    assert_eq!(block_on(boxed.send(1)), Ok(Yielded(1)));
    assert_eq!(log.take(), "");
    boxed.as_mut().close();
    assert_eq!(log.take(), "boxed plain boxed");
}

#[test]
fn a_plain_generator_between_boxed_ones_shares_the_frame_stack() {
    let log = Log::new();
    assert_shares(&log, movable(log.clone(), 2), around_movable(log.clone(), 2));
    assert_shares(&log, pinned(log.clone(), 2), around_pinned(log.clone(), 2));
}

#[generator]
async fn outer_of_any<'a>(
    log: Log,
    inner: impl AsyncGenerator<u32, Yield = u32, Return = u32> + 'a,
) -> LocalBoxAsyncGenerator<'a, u32, u32, u32> {
    let _local = log.noisy("outer");
    yield_from!(inner) + 10_000
}

/// Its boxed child has frames of its own by then.
#[test]
fn a_plain_generator_that_was_started_alone_hands_its_childs_frames_over_afterwards() {
    let log = Log::new();
    let started = || {
        let mut inner = movable(log.clone(), 2);
        assert_eq!(block_on(inner.start()), Ok(Yielded(2)));
        assert_eq!(block_on(inner.send(1)), Ok(Yielded(1)));
        inner
    };
    let mut at_a_yield = outer_of_any(log.clone(), started());
    assert_eq!(block_on(at_a_yield.start()), Ok(Yielded(0)), "it is resumed with the default");
    assert_eq!(block_on(at_a_yield.send(3)), Ok(Complete(13_010)));
    assert_eq!(log.take(), "boxed plain boxed plain boxed plain outer");

    let mut under_way = started();
    assert!(poll(&mut under_way.send(2)).is_pending());
    let mut under_way = outer_of_any(log.clone(), under_way);
    assert_eq!(block_on(under_way.start()), Ok(Yielded(0)));
    assert_eq!(block_on(under_way.send(3)), Ok(Complete(13_210)));
    assert_eq!(log.take(), "boxed plain boxed plain boxed plain outer");

    let mut half_way = outer_of_any(log.clone(), started());
    assert_eq!(block_on(half_way.start()), Ok(Yielded(0)));
    assert_eq!(log.take(), "");
    drop(half_way);
    assert_eq!(log.take(), "boxed plain boxed plain boxed plain outer");

    drop(outer_of_any(log.clone(), started()));
    assert_eq!(log.take(), "boxed plain boxed plain");
}

/// If the boxed ones had stacks of their own, the native stack would not be large enough.
#[test]
fn a_million_levels_with_a_plain_generator_in_each() {
    #[generator]
    async fn boxed(depth: usize) -> BoxAsyncGenerator<'static, usize, (), usize> {
        if depth == 0 {
            Pause(1).await;
            yield_!(depth);
            return 0;
        }
        yield_from!(plain(depth - 1)) + 1
    }
    #[generator]
    async fn plain(depth: usize) -> impl AsyncGenerator<Yield = usize, Return = usize> + Send {
        yield_from!(boxed(depth))
    }
    on_a_small_stack(|| {
        block_on(async {
            let mut generator = boxed(DEPTH - 1);
            assert_eq!(generator.start().await, Ok(Yielded(0)));
            assert_eq!(generator.send(()).await, Ok(Complete(DEPTH - 1)));
            let mut half_way = boxed(DEPTH - 1);
            assert_eq!(half_way.start().await, Ok(Yielded(0)));
        });
    });
}

#[generator]
fn halves(n: u32) -> BoxGenerator<'static, u32, (), u32> {
    yield_!(n);
    if n == 0 { 0 } else { yield_from!(halves(n / 2)) + 1 }
}

#[generator]
fn pinned_pair(n: u32) -> impl PinGenerator<Yield = u32, Return = &'static str> {
    yield_!(n);
    yield_!(n + 1);
    "pinned"
}

#[test]
fn what_is_synchronous_and_streams_are_delegates() {
    #[generator]
    async fn everything(depth: u32) -> BoxAsyncGenerator<'static, u32> {
        yield_from!([100, 101]);
        assert_eq!(yield_from!(halves(4)), 3);
        assert_eq!(yield_from!(pinned_pair(7)), "pinned");
        if depth > 0 {
            yield_from!(everything(depth - 1));
        }
        // Not `Unpin`.
        yield_from!(stream::once(async {
            Pause(2).await;
            9
        }));
        yield_from!(stream::iter(0..2).then(async |n| {
            Pause(n).await;
            n
        }));
        yield_from!(None::<u32>);
    }
    let (before, after) = ([100, 101, 4, 2, 1, 0, 7, 8], [9, 0, 1]);
    assert_eq!(all(everything(1)), [&before[..], &before, &after, &after].concat());
}

#[test]
fn a_synchronous_boxed_generator_is_sent_values() {
    #[generator]
    fn inner(depth: u32) -> BoxGenerator<'static, u32, u32, u32> {
        let sent = yield_!(depth);
        if depth > 0 { sent + yield_from!(inner(depth - 1)) } else { sent }
    }
    #[generator]
    async fn outer() -> BoxAsyncGenerator<'static, u32, u32, u32> {
        let mut started = inner(1);
        assert_eq!(started.start(), Ok(Yielded(1)));
        let first = yield_from!(started);
        Pause(1).await;
        first * 100 + yield_from!(inner(1))
    }
    block_on(async {
        let mut outer = outer();
        // The first is resumed with the default.
        assert_eq!(outer.start().await, Ok(Yielded(0)));
        assert_eq!(outer.send(1).await, Ok(Yielded(1)));
        assert_eq!(outer.send(2).await, Ok(Yielded(0)));
        assert_eq!(outer.send(3).await, Ok(Complete(105)));
    });
}

#[test]
fn a_thrown_error_ends_the_delegation_to_a_stream_at_the_bottom() {
    #[generator]
    async fn nested(depth: u32) -> BoxAsyncGenerator<'static, u32, Result<(), &'static str>, &'static str> {
        if depth > 0 {
            return yield_from!(nested(depth - 1));
        }
        yield_from!(stream::iter(1..10)).err().unwrap_or("not thrown")
    }
    block_on(async {
        let mut generator = nested(2);
        assert_eq!(generator.start().await, Ok(Yielded(1)));
        assert_eq!(generator.send(Ok(())).await, Ok(Yielded(2)));
        assert_eq!(generator.throw("thrown").await, Ok(Complete("thrown")));
    });
}

#[test]
fn a_try_generator_passes_the_items_on_until_the_first_error() {
    #[generator]
    async fn results(n: u32) -> BoxAsyncGenerator<'static, Result<u32, String>, (), &'static str> {
        Pause(1).await;
        yield_!(if n == 3 { Err("three".to_owned()) } else { Ok(n) });
        if n == 0 { "end" } else { yield_from!(results(n - 1)) }
    }
    #[try_generator]
    async fn outer(n: u32) -> impl Stream<Item = Result<u32, String>> {
        assert_eq!(yield_from!(results(n)), "end");
        yield_!(100);
    }
    assert_eq!(all(outer(2)), [Ok(2), Ok(1), Ok(0), Ok(100)]);
    assert_eq!(all(outer(5)), [Ok(5), Ok(4), Err("three".to_owned())]);
}

#[test]
fn for_await_in_a_frame_loops_over_other_boxed_generators() {
    #[generator]
    async fn pairs(depth: u32) -> BoxAsyncGenerator<'static, (u32, u32)> {
        #[for_await]
        for n in in_order(0, 3) {
            if n == 1 {
                continue;
            }
            yield_!((depth, n));
        }
        if depth > 0 {
            #[for_await]
            for (inner, n) in pairs(depth - 1) {
                yield_!((inner, n + 10));
            }
            yield_from!(pairs(depth - 1));
        }
    }
    assert_eq!(all(pairs(1)), [(1, 0), (1, 2), (0, 10), (0, 12), (0, 0), (0, 2)]);
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
fn a_body_may_drive_another_generator_while_it_is_driven() {
    #[generator]
    async fn outer(depth: u32) -> BoxAsyncGenerator<'static, u32> {
        let mut other = triangle(depth);
        while let Ok(Yielded(n)) = if other.status() == GeneratorStatus::Created {
            other.start().await.map_err(drop)
        } else {
            other.send(()).await.map_err(drop)
        } {
            yield_!(n);
        }
        if depth > 0 {
            yield_from!(outer(depth - 1));
        }
    }
    assert_eq!(all(outer(2)), [2, 1, 0, 1, 0, 0]);
}

/// A recursion of trait objects, each resumed by its public face.
#[generator]
async fn dynamic(n: u32) -> Pin<Box<dyn AsyncGenerator<u32, Yield = u32, Return = u32>>> {
    if n == 0 {
        return 0;
    }
    Pause(1).await;
    let sent = yield_!(n);
    sent + yield_from!(dynamic(n - 1))
}

#[test]
fn a_trait_object_may_recurse() {
    block_on(async {
        let mut generator = dynamic(3);
        assert_eq!(generator.start().await, Ok(Yielded(3)));
        assert_eq!(generator.send(1).await, Ok(Yielded(2)));
        assert_eq!(generator.send(2).await, Ok(Yielded(1)));
        assert_eq!(generator.send(4).await, Ok(Complete(7)));
        assert_eq!(generator.status(), GeneratorStatus::Finished);
    });
}

#[test]
fn a_trait_object_is_a_delegate_of_a_boxed_generator_and_the_other_way_round() {
    type Dynamic<'a> = Pin<Box<dyn AsyncGenerator<u32, Yield = u32, Return = u32> + 'a>>;
    #[generator]
    async fn boxed() -> LocalBoxAsyncGenerator<'static, u32, u32, u32> {
        yield_from!(dynamic(2)) + yield_from!(dynamic_of(Box::pin(sums(0))))
    }
    #[generator]
    async fn dynamic_of<'a>(inner: Dynamic<'a>) -> Pin<Box<dyn AsyncGenerator<u32, Yield = u32, Return = u32> + 'a>> {
        yield_from!(inner) + yield_from!(sums(0))
    }
    block_on(async {
        let mut generator = boxed();
        assert_eq!(generator.start().await, Ok(Yielded(2)));
        for (sent, state) in [1, 2, 4, 8, 16].into_iter().zip([1, 0, 10, 0, 10].map(Yielded)) {
            assert_eq!(generator.send(sent).await, Ok(state));
        }
        assert_eq!(generator.send(32).await, Ok(Complete(63)));
    });
}

#[test]
fn a_local_generator_and_one_that_is_send_share_the_frame_stack() {
    #[generator]
    async fn send(depth: usize) -> BoxAsyncGenerator<'static, usize, (), usize> {
        Pause(1).await;
        if depth == 0 {
            yield_!(depth);
            return 0;
        }
        yield_from!(send(depth - 1)) + 1
    }
    #[generator]
    async fn local(depth: usize) -> LocalBoxAsyncGenerator<'static, usize, (), usize> {
        if depth == 0 {
            return yield_from!(send(DEPTH / 2));
        }
        yield_from!(local(depth - 1)) + 1
    }
    on_a_small_stack(|| {
        let mut generator = local(DEPTH / 2);
        assert_eq!(block_on(generator.start()), Ok(Yielded(0)));
        assert_eq!(block_on(generator.send(())), Ok(Complete(DEPTH)));
    });
}

#[test]
fn every_value_is_dropped_once() {
    #[generator]
    async fn values(log: &Log, depth: u32) -> LocalBoxAsyncGenerator<'_, Noisy, Option<Noisy>, Noisy> {
        Pause(1).await;
        drop(yield_!(log.noisy("yielded")));
        if depth > 0 {
            let returned = yield_from!(values(log, depth - 1));
            log.write("back");
            return returned;
        }
        let sent = yield_!(log.noisy("yielded"));
        Pause(1).await;
        sent.unwrap_or_else(|| log.noisy("returned"))
    }
    let log = Log::new();
    let send = |generator: &mut LocalBoxAsyncGenerator<'_, _, _, _>| {
        step(generator, Some(Some(log.noisy("sent"))), 1).yielded().map(drop)
    };
    for sends in 0..4 {
        let mut generator = values(&log, 1);
        assert!(step(&mut generator, None, 1).yielded().is_some());
        assert_eq!(log.take(), "yielded");
        for _ in 0..sends {
            let _ = send(&mut generator);
        }
        let events = ["", "sent yielded", "sent yielded sent yielded", "sent yielded sent yielded back sent"];
        assert_eq!(log.take(), events[sends], "after {sends} times");
        assert_eq!(generator.status() == GeneratorStatus::Finished, sends == 3);
        let _ = poll(&mut generator.send(Some(log.noisy("last"))));
        drop(generator);
        // It is dropped where it is received, with the body that holds it, or with the error that gives it back.
        assert_eq!(log.take(), ["last", "last yielded", "last", "last"][sends], "after {sends} times");
    }
}

#[test]
fn a_frame_may_catch_the_panic_of_a_generator_that_it_drives() {
    #[generator]
    async fn panics(depth: u32) -> BoxAsyncGenerator<'static, u32> {
        yield_!(depth);
        if depth > 0 {
            yield_from!(panics(depth - 1));
        }
        Pause(1).await;
        panic!("in the body");
    }
    #[generator]
    async fn catches(depth: u32) -> BoxAsyncGenerator<'static, u32> {
        let mut inner = panics(1);
        loop {
            let caught = AssertUnwindSafe(inner.next()).catch_unwind().await;
            match caught {
                Ok(Some(item)) => yield_!(item),
                Ok(None) => break,
                Err(_) => yield_!(100),
            }
        }
        if depth > 0 {
            yield_from!(catches(depth - 1));
        }
    }
    assert_eq!(all(catches(1)), [1, 0, 100, 1, 0, 100]);
}

#[test]
fn what_a_body_puts_into_the_context_reaches_no_further_than_this_poll() {
    #[generator]
    async fn replaces(seen: &Cell<u32>, depth: u32) -> LocalBoxAsyncGenerator<'_, u32> {
        poll_fn(|context| {
            seen.set(seen.get() + u32::from(!context.waker().will_wake(Waker::noop())));
            *context = Context::from_waker(Waker::noop());
            Poll::Ready(())
        })
        .await;
        yield_!(depth);
        if depth > 0 {
            yield_from!(replaces(seen, depth - 1));
        }
        yield_!(depth);
    }
    let seen = Cell::new(0);
    assert_eq!(all(replaces(&seen, 2)), [2, 1, 0, 0, 1, 2]);
    assert_eq!(seen.get(), 3);
}

#[test]
fn a_child_may_stand_in_the_handler_of_a_select() {
    #[generator]
    async fn selecting(depth: u32) -> BoxAsyncGenerator<'static, u32> {
        let (mut slow, mut quick) = (pin!(Pause(3).fuse()), pin!(Pause(1).fuse()));
        for _ in 0..2 {
            futures::select_biased! {
                () = slow => yield_!(depth),
                () = quick => if depth > 0 {
                    yield_from!(selecting(depth - 1));
                },
            }
        }
    }
    assert_eq!(all(selecting(3)), [0, 1, 2, 3]);
}

#[test]
fn a_method_may_return_one_that_borrows() {
    struct Tree(Vec<Tree>);
    impl Tree {
        #[generator]
        async fn depths(&self, depth: u32) -> BoxAsyncGenerator<'_, u32> {
            yield_!(depth);
            for child in &self.0 {
                Pause(1).await;
                yield_from!(child.depths(depth + 1));
            }
        }
    }
    let tree = Tree(vec![Tree(vec![Tree(vec![])]), Tree(vec![])]);
    assert_eq!(all(tree.depths(0)), [0, 1, 2, 1]);
}

#[test]
fn trait_methods_may_return_them_and_recurse_through_trait_objects() {
    trait Visit: Send + Sync {
        fn names(&self) -> BoxAsyncGenerator<'_, &str>;
    }
    struct Folder(String, Vec<Box<dyn Visit>>);
    struct File(&'static str);

    impl Visit for Folder {
        #[generator]
        async fn names(&self) -> BoxAsyncGenerator<'_, &str> {
            yield_!(self.0.as_str());
            for child in &self.1 {
                Pause(1).await;
                yield_from!(child.names());
            }
        }
    }
    impl Visit for File {
        #[generator]
        async fn names(&self) -> BoxAsyncGenerator<'_, &str> {
            Pause(1).await;
            yield_!(self.0);
        }
    }
    let inner = Folder("inner".to_owned(), vec![Box::new(File("a")), Box::new(File("b"))]);
    let outer = Folder("outer".to_owned(), vec![Box::new(inner), Box::new(File("c"))]);
    assert_eq!(all(outer.names()), ["outer", "inner", "a", "b", "c"]);
}

#[test]
fn a_generic_one_may_recurse() {
    #[generator]
    async fn permutations<'a, T, F>(items: Vec<T>, rest: usize, pause: &'a F) -> LocalBoxAsyncGenerator<'a, Vec<T>>
    where
        T: Clone + 'a,
        F: Fn() -> Pause,
    {
        if rest < 2 {
            pause().await;
            yield_!(items);
            return;
        }
        for chosen in 0..rest {
            let mut items = items.clone();
            items.swap(chosen, rest - 1);
            yield_from!(permutations(items, rest - 1, pause));
        }
    }
    let permutations = all(permutations(vec!["a", "b", "c"], 3, &|| Pause(1)));
    let words: Vec<_> = permutations.into_iter().map(|items| items.concat()).collect();
    assert_eq!(words, ["bca", "cba", "cab", "acb", "bac", "abc"]);
}
