//! Generators that go from thread to thread in each of their states.
#![forbid(unsafe_code)]

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{BoxGenerator, Generator, GeneratorState, ThrowExt, generator, try_generator};

/// Counts, in all threads, what has been dropped.
struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn in_another_thread<T: Send>(act: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| scope.spawn(act).join()).unwrap()
}

#[generator]
fn movable(dropped: Arc<AtomicUsize>) -> impl Generator<u32, Yield = String, Return = u32> + Send + 'static {
    let counted = Counted(dropped);
    let local = [1, 2, 3];
    let mut sum = 0;
    for number in &local {
        sum += yield_!(format!("{number} {}", counted.0.load(Ordering::Relaxed)));
    }
    sum
}

#[generator]
fn boxed(dropped: Arc<AtomicUsize>, depth: u32) -> BoxGenerator<'static, u32, u32, u32> {
    let _counted = Counted(dropped.clone());
    let mut sum = yield_!(depth);
    if depth > 0 {
        sum += yield_from!(boxed(dropped, depth - 1));
    }
    sum
}

#[generator]
async fn stream(dropped: Arc<AtomicUsize>) -> impl Stream<Item = String> + Send + 'static {
    let counted = Counted(dropped);
    let local = [1, 2, 3];
    for number in &local {
        tokio::task::yield_now().await;
        yield_!(format!("{number} {}", counted.0.load(Ordering::Relaxed)));
    }
}

#[test]
fn a_movable_generator_takes_each_step_in_a_thread_of_its_own() {
    let dropped = Arc::default();
    let mut generator = in_another_thread(|| movable(Arc::clone(&dropped)));
    for number in ["1 0", "2 0", "3 0"] {
        let (state, moved) = in_another_thread(move || (generator.resume(10), generator));
        assert_eq!(state, GeneratorState::Yielded(number.to_owned()));
        generator = moved;
    }
    assert_eq!(in_another_thread(|| generator.resume(1)), GeneratorState::Complete(21));
    in_another_thread(move || drop(generator));
    assert_eq!(dropped.load(Ordering::Relaxed), 1);
}

#[test]
fn a_generator_may_be_dropped_in_another_thread_in_each_state() {
    for steps in 0..6 {
        let dropped = Arc::default();
        let mut movable = movable(Arc::clone(&dropped));
        let mut boxed = boxed(Arc::clone(&dropped), 3);
        for _ in 0..steps.min(4) {
            let _ = movable.resume(0);
        }
        for _ in 0..steps.min(5) {
            let _ = boxed.resume(0);
        }
        in_another_thread(move || drop((movable, boxed)));
        let (locals, frames) = (steps.min(1), steps.min(4));
        assert_eq!(dropped.load(Ordering::Relaxed), locals + frames, "after {steps} steps");
    }
}

#[test]
fn a_recursion_takes_each_step_in_a_thread_of_its_own() {
    const DEPTH: u32 = 20;
    let dropped = Arc::default();
    let mut generator = boxed(Arc::clone(&dropped), DEPTH);
    for depth in (0..=DEPTH).rev() {
        let (state, moved) = in_another_thread(move || (generator.resume(1), generator));
        assert_eq!(state, GeneratorState::Yielded(depth));
        generator = moved;
    }
    assert_eq!(in_another_thread(|| generator.resume(1)), GeneratorState::Complete(DEPTH + 1));
    assert_eq!(dropped.load(Ordering::Relaxed), DEPTH as usize + 1);
}

#[test]
fn a_stream_takes_each_step_in_a_thread_of_its_own() {
    let dropped = Arc::default();
    let mut stream = stream(Arc::clone(&dropped));
    for number in ["1 0", "2 0", "3 0"] {
        let (item, moved) = in_another_thread(move || (block_on(stream.next()), stream));
        assert_eq!(item.as_deref(), Some(number));
        stream = moved;
    }
    assert_eq!(in_another_thread(|| block_on(stream.next())), None);
    assert_eq!(dropped.load(Ordering::Relaxed), 1);
}

/// What is yielded need not be `Send`, as long as none of it stays behind.
#[test]
fn a_generator_that_is_send_may_yield_what_is_not() {
    #[generator]
    fn counters() -> impl Iterator<Item = Rc<u32>> + Send {
        yield_!(Rc::new(1));
        yield_!(Rc::new(2));
    }
    #[generator]
    fn counters_boxed() -> BoxGenerator<'static, Rc<u32>> {
        yield_from!(counters());
    }
    fn take_in_two_threads(mut counters: impl Iterator<Item = Rc<u32>> + Send) {
        let first = counters.next().unwrap();
        let copies = vec![first.clone(); 100];
        let second = in_another_thread(move || {
            let second = counters.next().unwrap();
            assert_eq!(Rc::strong_count(&second), 1);
            *second
        });
        assert_eq!((second, Rc::strong_count(&first), copies.len()), (2, 101, 100));
    }
    take_in_two_threads(counters());
    take_in_two_threads(counters_boxed());
}

/// Nor need be what a delegate returns, or the error that ends the delegation: neither stays behind.
#[test]
fn a_generator_that_is_send_may_delegate_for_what_is_not() {
    #[generator]
    fn counter(n: u32) -> BoxGenerator<'static, u32, (), Rc<u32>> {
        yield_!(n);
        Rc::new(n + 1)
    }
    #[generator]
    fn counters() -> BoxGenerator<'static, u32> {
        let last = *yield_from!(counter(1));
        yield_!(last);
    }
    #[try_generator]
    fn counters_until_error() -> impl Iterator<Item = Result<u32, Rc<u32>>> + Send {
        yield_from!(counters().map(Ok::<_, Rc<u32>>));
        yield_from!((0..1).map(|_| Err::<u32, _>(Rc::new(3))));
    }
    #[generator]
    fn thrown() -> impl Generator<Result<(), Rc<u32>>, Yield = u32, Return = u32> + Send {
        yield_from!([1, 2]).map_or_else(|error| *error, |()| 0)
    }
    let mut items = counters_until_error();
    assert_eq!(items.next(), Some(Ok(1)));
    assert_eq!(
        in_another_thread(move || items.map(|item| item.map_err(|error| *error)).collect::<Vec<_>>()),
        [Ok(2), Err(3)]
    );
    let mut thrown = thrown();
    assert_eq!(thrown.start(), Ok(GeneratorState::Yielded(1)));
    assert_eq!(in_another_thread(move || thrown.throw(Rc::new(7)).unwrap().complete()), Some(7));
}

#[test]
fn a_stream_that_is_send_may_yield_what_is_not() {
    #[generator]
    async fn counters() -> impl Stream<Item = Rc<u32>> + Send + 'static {
        yield_!(Rc::new(1));
        yield_!(Rc::new(2));
    }
    let mut counters = counters();
    let first = block_on(counters.next()).unwrap();
    let copies = vec![first.clone(); 100];
    let second = in_another_thread(move || {
        let second = block_on(counters.next()).unwrap();
        assert_eq!(Rc::strong_count(&second), 1);
        *second
    });
    assert_eq!((second, Rc::strong_count(&first), copies.len()), (2, 101, 100));
}
