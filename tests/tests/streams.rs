//! Asynchronous generators as streams.
#![expect(clippy::unit_arg, clippy::ignored_unit_patterns, reason = "a yield in a stream evaluates to `()`")]

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn, ready};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use futures::executor::block_on;
use futures::stream::{self, BoxStream, FusedStream, LocalBoxStream};
use futures::{FutureExt, Stream, StreamExt};
use gen_core::{Generator, PinGenerator, generator};
use gen_tests::polling::{Pause, all};
use gen_tests::{Log, Noisy};

#[generator]
async fn count(n: u32) -> impl Stream<Item = u32> {
    for i in 0..n {
        Pause(i).await;
        yield_!(i);
    }
}

#[generator]
async fn fused(n: u32) -> impl FusedStream<Item = u32> + Send + 'static {
    yield_from!(count(n));
}

#[generator]
async fn boxed<'a>(words: &'a [String]) -> BoxStream<'a, &'a str> {
    for word in words {
        yield_!(word.as_str());
    }
}

#[generator]
async fn local_boxed(shared: Rc<u32>) -> LocalBoxStream<'static, Rc<u32>> {
    yield_!(Rc::clone(&shared));
    ready(()).await;
    yield_!(shared);
}

#[generator]
async fn trait_object(n: u32) -> Pin<Box<dyn Stream<Item = u32> + Send>> {
    yield_from!(0..n);
}

#[generator]
async fn generic<T: Clone, F: Future<Output = T>>(future: F, times: usize) -> impl Stream<Item = T> {
    let value = future.await;
    for _ in 0..times {
        yield_!(value.clone());
    }
}

#[test]
fn every_form_is_a_stream() {
    assert_eq!(all(count(3)), [0, 1, 2]);
    assert_eq!(all(fused(3)), [0, 1, 2]);
    assert_eq!(all(boxed(&["a".to_owned(), "b".to_owned()])), ["a", "b"]);
    assert_eq!(all(local_boxed(Rc::new(7))), [Rc::new(7), Rc::new(7)]);
    assert_eq!(all(trait_object(2)), [0, 1]);
    assert_eq!(all(generic(ready("x"), 2)), ["x", "x"]);
}

trait Numbers {
    fn numbers(&self) -> impl Stream<Item = u32>;
    fn boxed(&self) -> BoxStream<'_, u32>;
}

struct Counter {
    from: u32,
}

impl Numbers for Counter {
    #[generator]
    async fn numbers(&self) -> impl Stream<Item = u32> {
        yield_!(self.from);
    }

    #[generator]
    async fn boxed(&self) -> BoxStream<'_, u32> {
        yield_!(self.from + 1);
    }
}

impl Counter {
    #[generator]
    async fn by_value(self) -> impl Stream<Item = u32> {
        yield_!(self.from);
    }

    #[generator]
    async fn by_mut(&mut self) -> impl Stream<Item = u32> {
        self.from += 1;
        yield_!(self.from);
        self.from += 1;
    }

    #[generator]
    async fn by_box(self: Box<Self>) -> impl Stream<Item = u32> {
        yield_!(self.from);
    }

    #[generator]
    async fn by_rc(self: Rc<Self>) -> impl Stream<Item = u32> {
        yield_!(self.from);
    }

    #[generator]
    async fn by_arc(self: &Arc<Self>) -> impl Stream<Item = u32> {
        yield_!(self.from);
    }

    #[generator]
    async fn by_pin(self: Pin<&mut Self>) -> impl Stream<Item = u32> {
        yield_!(self.from);
    }
}

#[test]
fn every_receiver_makes_a_stream() {
    let mut counter = Counter { from: 1 };
    assert_eq!(all(counter.numbers()), [1]);
    assert_eq!(all(counter.boxed()), [2]);
    assert_eq!(all(counter.by_mut()), [2]);
    assert_eq!(all(Pin::new(&mut counter).by_pin()), [3]);
    assert_eq!(all(Arc::new(Counter { from: 4 }).by_arc()), [4]);
    assert_eq!(all(Rc::new(Counter { from: 5 }).by_rc()), [5]);
    assert_eq!(all(Box::new(Counter { from: 6 }).by_box()), [6]);
    assert_eq!(all(counter.by_value()), [3]);
}

#[test]
fn a_stream_is_used_without_pinning_and_is_fused() {
    fn assert_unpin<T: Unpin>(_: &T) {}
    block_on(async {
        let mut stream = fused(2);
        assert_unpin(&stream);
        assert_eq!(stream.size_hint(), (0, None));
        assert!(!stream.is_terminated());
        assert_eq!(stream.next().await, Some(0));
        let mut moved = Box::new(stream);
        assert_eq!(moved.next().await, Some(1));
        for _ in 0..3 {
            assert_eq!(moved.next().await, None);
            assert!(moved.is_terminated());
            assert_eq!(moved.size_hint(), (0, Some(0)));
        }
    });
}

#[test]
fn a_boxed_stream_is_fused() {
    let words = ["a".to_owned()];
    let mut stream = boxed(&words);
    assert_eq!(stream.size_hint(), (0, None));
    assert_eq!(block_on(stream.next()), Some("a"));
    for _ in 0..3 {
        assert_eq!(block_on(stream.next()), None);
        assert_eq!(stream.size_hint(), (0, Some(0)));
    }
}

#[test]
fn auto_traits_follow_the_body() {
    fn is_send<T: Send>(_: &T) -> bool {
        true
    }
    fn is_sync<T: Sync>(_: &T) -> bool {
        true
    }
    #[generator]
    async fn rc_between_awaits() -> impl Stream<Item = u32> {
        let two = {
            let short = Rc::new(1);
            *short + 1
        };
        yield_!(two);
    }
    assert!(is_send(&count(1)) && is_sync(&count(1)));
    assert!(is_send(&rc_between_awaits()));
    assert_eq!(all(rc_between_awaits()), [2]);
    let handle = std::thread::spawn(|| all(fused(3)));
    assert_eq!(handle.join().unwrap(), [0, 1, 2]);
}

/// A waker that counts, and knows itself again.
struct Counting(AtomicUsize);

impl Wake for Counting {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn the_executors_own_waker_reaches_what_is_awaited() {
    let waker = Waker::from(Arc::new(Counting(AtomicUsize::new(0))));
    let seen = Cell::new(0);
    #[generator]
    async fn looks(mine: &Waker, seen: &Cell<u32>) -> impl Stream<Item = u32> {
        for n in 0..2 {
            poll_fn(|context| {
                assert!(context.waker().will_wake(mine));
                assert_eq!(context.waker().data(), mine.data());
                seen.set(seen.get() + 1);
                Poll::Ready(())
            })
            .await;
            yield_!(n);
        }
    }
    let mut inner = looks(&waker, &seen);
    #[generator]
    async fn outer(inner: impl Stream<Item = u32>) -> impl Stream<Item = u32> {
        yield_from!(inner);
    }
    let mut outer = outer(&mut inner);
    let mut context = Context::from_waker(&waker);
    assert_eq!(outer.poll_next_unpin(&mut context), Poll::Ready(Some(0)));
    assert_eq!(outer.poll_next_unpin(&mut context), Poll::Ready(Some(1)));
    assert_eq!(outer.poll_next_unpin(&mut context), Poll::Ready(None));
    assert_eq!(seen.get(), 2);
}

#[generator]
fn chunk(n: u32) -> impl Generator<Yield = u32, Return = &'static str> {
    yield_from!(0..n);
    "chunk"
}

#[generator]
fn pinned_chunk(n: u32) -> impl PinGenerator<Yield = u32, Return = &'static str> {
    yield_!(n);
    "pinned"
}

#[generator]
async fn async_chunk(n: u32) -> impl gen_core::AsyncGenerator<Yield = u32, Return = &'static str> {
    Pause(1).await;
    yield_!(n);
    Pause(1).await;
    "async"
}

#[test]
fn yield_from_takes_everything_that_gives_items() {
    #[generator]
    async fn everything() -> impl Stream<Item = u32> {
        yield_from!(vec![1, 2]);
        assert_eq!(yield_from!(chunk(2)), "chunk");
        assert_eq!(yield_from!(pinned_chunk(5)), "pinned");
        assert_eq!(yield_from!(async_chunk(6)), "async");
        yield_from!(count(2));
        // Not `Unpin`.
        yield_from!(stream::once(async {
            Pause(2).await;
            9
        }));
        let mut borrowed = count(3);
        assert_eq!(borrowed.next().await, Some(0));
        yield_from!(&mut borrowed);
        yield_from!(None::<u32>);
    }
    assert_eq!(all(everything()), [1, 2, 0, 1, 5, 6, 0, 1, 9, 1, 2]);
}

#[test]
fn yields_stand_in_every_position() {
    macro_rules! twice {
        ($value:expr) => {
            ($value, $value)
        };
    }
    #[generator]
    async fn positions(flag: bool) -> impl Stream<Item = u32> {
        let () = if flag { yield_!(1) } else { yield_!(0) };
        let array = [yield_!(2), yield_!(3)];
        assert_eq!(format!("{:?}", yield_!(4)), "()");
        let (_, ()) = twice!(yield_!(5));
        match yield_!(ready(6).await) {
            () if array.len() == 2 => yield_!(7),
            () => unreachable!(),
        }
        let found = loop {
            if let Some(n) = Some(8) {
                break n;
            }
        };
        yield_!({
            yield_!(found);
            9
        });
        drop(vec![yield_!(10)]);
        return yield_!(11);
    }
    assert_eq!(all(positions(true)), [1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10, 11]);
}

#[test]
fn yields_stand_in_the_handlers_of_select() {
    #[generator]
    async fn selecting() -> impl Stream<Item = &'static str> {
        let mut slow = pin!(Pause(3).fuse());
        let mut quick = pin!(Pause(1).fuse());
        for _ in 0..2 {
            futures::select_biased! {
                () = slow => yield_!("slow"),
                () = quick => {
                    yield_!("quick");
                    yield_!("and more");
                }
            }
        }
        let (a, b) = futures::join!(ready(yield_!("before the join")), async { 2 });
        yield_!(if ((), 2) == (a, b) { "joined" } else { "no" });
        let ready = after(yield_!("argument")).await;
        yield_!(ready);
    }
    fn after(_: ()) -> impl Future<Output = &'static str> {
        ready("end")
    }
    assert_eq!(all(selecting()), ["quick", "and more", "slow", "before the join", "joined", "argument", "end"]);
}

#[test]
fn for_await_loops_as_for_does() {
    #[generator]
    async fn looping(log: &RefCell<Vec<String>>) -> impl Stream<Item = (u32, u32)> {
        let say = |text: String| log.borrow_mut().push(text);
        #[for_await]
        'outer: for x in count(10) {
            #[for_await]
            for y in count(10) {
                if y == x {
                    continue 'outer;
                }
                if x == 4 {
                    break 'outer;
                }
                if (x, y) == (3, 1) {
                    break;
                }
                yield_!((x, y));
            }
            say(format!("after {x}"));
        }
        #[for_await]
        for (index, Wrapped { inner, .. }) in stream::iter([Wrapped { inner: 5 }]).enumerate() {
            say(format!("{index} {inner}"));
        }
        let nested = async {
            let mut sum = 0;
            #[for_await]
            for n in count(4) {
                sum += n;
            }
            sum
        };
        say(nested.await.to_string());
        let sum_later = async |n| {
            let mut sum = 0;
            #[for_await]
            for n in count(n) {
                sum += n;
            }
            sum
        };
        say(sum_later(5).await.to_string());
    }
    struct Wrapped {
        inner: u32,
    }
    let log = RefCell::default();
    assert_eq!(all(looping(&log)), [(1, 0), (2, 0), (2, 1), (3, 0)]);
    assert_eq!(*log.borrow(), ["after 3", "0 5", "6", "10"]);
}

/// The braces of a loop are needed, be its body of one line.
#[rustfmt::skip]
mod one_line {
    #![deny(unused_braces, unused_parens)]
    use super::{Stream, generator, stream};

    #[generator]
    pub(super) async fn sums(into: &std::cell::Cell<u32>) -> impl Stream<Item = u32> {
        #[for_await]
        for n in stream::iter([1, 2]) { into.set(into.get() + n) }
        #[for_await]
        for n in stream::iter([3, 4]) { yield_!(n) }
        #[for_await]
        for _ in stream::iter([5]) { break }
    }
}

#[test]
fn a_for_await_loop_may_be_of_one_line() {
    let sum = Cell::new(0);
    assert_eq!(all(one_line::sums(&sum)), [3, 4]);
    assert_eq!(sum.get(), 3);
}

#[test]
fn the_temporaries_of_a_for_await_live_as_long_as_the_loop() {
    struct Guard<'a>(&'a Cell<bool>);
    impl Guard<'_> {
        fn items(&self) -> impl Stream<Item = bool> + use<> {
            stream::iter([self.0.get(), true])
        }
    }
    impl Drop for Guard<'_> {
        fn drop(&mut self) {
            self.0.set(true);
        }
    }
    #[generator]
    async fn guarded(dropped: &Cell<bool>) -> impl Stream<Item = bool> {
        #[for_await]
        for _ in Guard(dropped).items() {
            yield_!(dropped.get());
        }
        yield_!(dropped.get());
    }
    assert_eq!(all(guarded(&Cell::new(false))), [false, false, true]);
}

/// Argument and locals, each of which says when it is dropped.
#[generator]
async fn noisy(log: Log, first: Noisy, _: Noisy) -> impl Stream<Item = u32> {
    let local = log.noisy("local");
    Pause(2).await;
    yield_!(1);
    let later = log.noisy("later");
    Pause(2).await;
    yield_!(2);
    drop((first, local, later));
    yield_!(3);
    panic!("after the last item");
}

fn noisy_of(log: &Log) -> impl Stream<Item = u32> + Unpin + use<> {
    noisy(log.clone(), log.noisy("first"), log.noisy("second"))
}

#[test]
fn what_is_dropped_where_is_the_same_as_in_a_function() {
    let context = &mut Context::from_waker(Waker::noop());
    // How many polls, and what is dropped then.
    for (polls, dropped) in [
        (0, "second first"),
        (1, "local second first"),
        (3, "local second first"),
        (4, "later local second first"),
        (6, "later local second first"),
        (7, "second"),
    ] {
        let log = Log::default();
        let mut stream = noisy_of(&log);
        for _ in 0..polls {
            let _ = stream.poll_next_unpin(context);
        }
        let before = log.take();
        drop(stream);
        assert_eq!(log.take(), dropped, "after {polls} polls");
        assert_eq!(before, if polls == 7 { "first local later" } else { "" }, "after {polls} polls");
    }
}

#[test]
fn a_panic_finishes_a_stream() {
    let log = Log::default();
    let mut stream = noisy_of(&log);
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        block_on(async {
            for n in 1..4 {
                assert_eq!(stream.next().await, Some(n));
            }
            stream.next().await
        })
    }));
    assert!(outcome.is_err());
    assert_eq!(log.take(), "first local later second");
    assert_eq!(block_on(stream.next()), None);
}
