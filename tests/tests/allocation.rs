//! How large generators are, and how often they allocate.

use std::future::ready;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};

use futures::executor::block_on;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt};
use gen_core::{
    AsyncGenerator, BoxAsyncGenerator, BoxGenerator, Generator, GeneratorState, LocalBoxAsyncGenerator,
    LocalBoxGenerator, PinAsyncGenerator, PinGenerator, generator,
};
use gen_tests::counting::{Counting, live_of_this_thread, made_by_this_thread};
use gen_tests::polling::{Pause, poll};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many allocations `act` makes. All of them must be given back by the end, but for what `act` returns.
fn allocations<T>(act: impl FnOnce() -> T) -> (usize, T) {
    let before = made_by_this_thread();
    let result = act();
    (made_by_this_thread() - before, result)
}

fn assert_all_given_back(act: impl FnOnce()) {
    // What the executor allocates for the thread is not of interest.
    block_on(ready(()));
    let before = live_of_this_thread();
    act();
    assert_eq!(live_of_this_thread(), before, "an allocation leaks");
}

#[generator]
fn count(n: u32) -> impl Generator<Yield = u32, Return = ()> + Iterator<Item = u32> {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator]
fn borrows_itself(n: u32) -> impl Iterator<Item = u32> {
    let local = [n, n + 1, n + 2];
    for item in &local {
        yield_!(*item);
    }
}

#[generator]
fn count_pinned(n: u32) -> impl PinGenerator<Yield = u32, Return = ()> {
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
fn count_boxed(n: u32) -> BoxGenerator<'static, u32> {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator]
fn nested(depth: u32) -> LocalBoxGenerator<'static, u32> {
    if depth > 0 {
        yield_!(depth);
        yield_from!(nested(depth - 1));
    }
}

#[generator]
fn delegating(n: u32) -> impl Iterator<Item = u32> {
    yield_from!(count(n));
    yield_from!(count_pinned(n));
    yield_from!(0..n);
}

#[test]
fn a_movable_generator_allocates_when_it_is_made_and_never_again() {
    assert_all_given_back(|| {
        let (made, mut generator) = allocations(|| count(1000));
        assert_eq!(made, 1);
        assert_eq!(allocations(|| generator.by_ref().take(900).map(u64::from).sum::<u64>()), (0, 404_550));
        let (moved, mut generator) = allocations(move || Some(generator).into_iter().next().unwrap());
        assert_eq!(moved, 0);
        assert_eq!(allocations(|| generator.next()), (0, Some(900)));
        assert_eq!(allocations(|| generator.fold(0, |n, _| n + 1)), (0, 99));
        assert_eq!(allocations(|| borrows_itself(5).map(u64::from).sum::<u64>()), (1, 18));
    });
}

#[test]
fn a_generator_that_is_dropped_unstarted_or_half_way_gives_all_back() {
    assert_all_given_back(|| {
        drop(count(1));
        assert_eq!(count(2).next(), Some(0));
        assert_eq!(borrows_itself(2).nth(1), Some(3));
        assert_eq!(count(0).next(), None);
        let mut closed = count(3);
        assert_eq!(closed.next(), Some(0));
        closed.close();
    });
}

#[test]
fn a_generator_that_panics_gives_all_back() {
    #[generator]
    fn panics(text: String) -> impl Iterator<Item = usize> {
        let copy = text.clone();
        yield_!(copy.len());
        resume_unwind(Box::new(copy));
    }
    assert_all_given_back(|| {
        let mut generator = panics("by next".to_owned());
        assert_eq!(generator.next(), Some(7));
        assert!(catch_unwind(AssertUnwindSafe(|| generator.next())).is_err());
        assert!(catch_unwind(|| panics("by fold".to_owned()).count()).is_err());
    });
}

#[test]
fn delegation_allocates_what_the_delegate_does() {
    assert_all_given_back(|| {
        let (made, last) = allocations(|| {
            let mut last = None;
            for item in delegating(3) {
                last = Some(item);
            }
            last
        });
        assert_eq!((made, last), (2, Some(2)));
        assert_eq!(allocations(|| delegating(3).nth(4)), (2, Some(1)));
        assert_eq!(allocations(|| delegating(10).count()), (2, 30));
    });
}

#[test]
fn a_pinned_generator_never_allocates() {
    let (made, sum) = allocations(|| pin!(count_pinned(10)).iter().sum::<u32>());
    assert_eq!((made, sum), (0, 45));
}

/// The value behind the trait object can be moved out of its box, as `Rc::from` does, so the body has a box of its own.
#[test]
fn a_trait_object_allocates_for_the_generator_and_for_its_body() {
    assert_all_given_back(|| {
        let (made, mut generator) = allocations(|| count_dyn(10));
        assert_eq!(made, 2);
        assert_eq!(allocations(|| generator.by_ref().sum::<u32>()), (0, 45));
        assert_eq!(allocations(|| count_dyn(10).sum::<u32>()), (2, 45));
        assert_eq!(count_dyn(2).next(), Some(0));
        drop(count_dyn(1));
    });
}

#[test]
fn a_boxed_generator_allocates_once() {
    assert_all_given_back(|| {
        let (made, mut generator) = allocations(|| count_boxed(10));
        assert_eq!(made, 0);
        assert_eq!(allocations(|| generator.next()), (1, Some(0)));
        assert_eq!(allocations(|| generator.by_ref().sum::<u32>()), (0, 45));
        assert_eq!(allocations(|| count_boxed(10).sum::<u32>()), (1, 45));
        assert_eq!(allocations(|| drop(count_boxed(10))), (0, ()));
    });
}

#[generator]
async fn stream(n: u32) -> impl Stream<Item = u32> {
    for i in 0..n {
        ready(()).await;
        yield_!(i);
    }
}

#[generator]
async fn box_stream(n: u32) -> BoxStream<'static, u32> {
    for i in 0..n {
        yield_!(i);
    }
}

#[test]
fn a_stream_allocates_when_it_is_made_and_never_again() {
    assert_all_given_back(|| {
        let (made, mut items) = allocations(|| stream(10));
        assert_eq!(made, 1);
        assert_eq!(allocations(|| block_on(items.by_ref().fold(0, |sum, n| ready(sum + n)))), (0, 45));
        let (made, mut items) = allocations(|| box_stream(10));
        assert_eq!(made, 1);
        assert_eq!(allocations(|| block_on(items.by_ref().fold(0, |sum, n| ready(sum + n)))), (0, 45));
        drop(stream(1));
        assert_eq!(block_on(stream(2).next()), Some(0));
    });
}

#[test]
fn recursion_allocates_seldom() {
    assert_all_given_back(|| {
        let (made, sum) = allocations(|| nested(100).map(u64::from).sum::<u64>());
        assert_eq!(sum, 5050);
        assert!((2..=5).contains(&made), "{made} allocations for 100 levels");
        let (made, item) = allocations(|| nested(10_000).nth(4_999));
        assert_eq!(item, Some(5_001));
        assert!((10..=100).contains(&made), "{made} allocations for 5,000 levels");
    });
}

#[generator]
fn binary(depth: u32) -> LocalBoxGenerator<'static, u32> {
    if depth > 0 {
        yield_from!(binary(depth - 1));
        yield_!(depth);
        yield_from!(binary(depth - 1));
    }
}

#[test]
fn recursion_uses_the_memory_again_of_frames_that_have_ended() {
    assert_all_given_back(|| {
        let mut generator = binary(12);
        let (made, item) = allocations(|| generator.next());
        assert_eq!(item, Some(1));
        assert!((1..=5).contains(&made), "{made} allocations for 12 levels");
        assert_eq!(allocations(|| generator.by_ref().take(2000).count()), (0, 2000));
        // Only the memory that was emptied last is kept, and the walk has come back to the root.
        assert_eq!(allocations(|| generator.by_ref().count()), (1, 2094));
        let _ = binary(12).nth(2000);
    });
}

#[generator]
fn alternating(depth: u32, arguments: [u64; 8]) -> LocalBoxGenerator<'static, u64> {
    yield_!(arguments[0]);
    if depth > 0 {
        yield_from!(binary(depth).map(u64::from));
        yield_from!(other(depth - 1));
        yield_from!(alternating(depth - 1, arguments));
    }
}

#[generator]
fn other(depth: u32) -> LocalBoxGenerator<'static, u64> {
    let local = [u64::from(depth); 4];
    for item in &local {
        yield_!(*item);
    }
    yield_from!(alternating(depth, [1; 8]));
}

#[test]
fn frames_of_several_kinds_are_given_back() {
    assert_all_given_back(|| {
        for items in 0..140 {
            let mut generator = alternating(4, [7; 8]);
            let _ = generator.by_ref().take(items).count();
        }
        assert_eq!(alternating(4, [7; 8]).count(), 140);
        drop(alternating(4, [7; 8]));
    });
}

#[generator]
async fn count_boxed_async(n: u32) -> BoxAsyncGenerator<'static, u32> {
    for i in 0..n {
        Pause(i % 2).await;
        yield_!(i);
    }
}

#[generator]
async fn count_dyn_async(n: u32) -> Pin<Box<dyn AsyncGenerator<Yield = u32, Return = ()>>> {
    for i in 0..n {
        Pause(i % 2).await;
        yield_!(i);
    }
}

#[generator]
async fn large_boxed_async(words: [u64; 4]) -> BoxAsyncGenerator<'static, u64> {
    for word in words {
        Pause(1).await;
        yield_!(word);
    }
}

#[generator]
async fn aligned_boxed_async(n: u32) -> BoxAsyncGenerator<'static, u32> {
    #[repr(align(64))]
    struct Aligned(u32);
    let local = Aligned(n);
    Pause(1).await;
    yield_!(local.0);
    yield_!(local.0 + 1);
}

fn sum<S: Stream<Item = T>, T: Into<u64>>(items: S) -> u64 {
    block_on(items.fold(0, |sum, item| ready(sum + item.into())))
}

/// Until it is started it is its arguments, which lie in the generator itself.
#[test]
fn a_boxed_asynchronous_generator_allocates_once_when_it_is_started() {
    assert_all_given_back(|| {
        let (made, mut generator) = allocations(|| count_boxed_async(10));
        assert_eq!(made, 0);
        assert_eq!(allocations(|| block_on(generator.next())), (1, Some(0)));
        assert_eq!(allocations(|| poll(&mut generator.next()).is_pending()), (0, true));
        assert_eq!(allocations(|| block_on(generator.proceed())), (0, Some(GeneratorState::Yielded(1))));
        assert_eq!(allocations(|| block_on(generator.send(()))), (0, Ok(GeneratorState::Yielded(2))));
        let (moved, mut generator) = allocations(move || Some(generator).into_iter().next().unwrap());
        assert_eq!(moved, 0);
        assert_eq!(allocations(|| sum(&mut generator)), (0, 42));
        assert_eq!(allocations(|| sum(count_boxed_async(10))), (1, 45));
        assert_eq!(allocations(|| drop(count_boxed_async(10))), (0, ()));
    });
}

/// Arguments of more than three words lie in a box, until they move into the body; a body that is aligned more than a
/// frame is lies in a box beside its frame.
#[test]
fn a_boxed_asynchronous_generator_that_is_large_or_aligned_allocates_twice() {
    assert_all_given_back(|| {
        let (made, mut generator) = allocations(|| large_boxed_async([1; 4]));
        assert_eq!(made, 1);
        assert_eq!(allocations(|| sum(&mut generator)), (1, 4));
        drop(large_boxed_async([1; 4]));
        assert_eq!(block_on(large_boxed_async([2; 4]).next()), Some(2));
        let (made, mut generator) = allocations(|| aligned_boxed_async(1));
        assert_eq!(made, 0);
        assert_eq!(allocations(|| sum(&mut generator)), (2, 3));
        assert_eq!(block_on(aligned_boxed_async(1).next()), Some(1));
    });
}

/// As it is pinned, the body lies in the box of the trait object.
#[test]
fn a_pinned_trait_object_allocates_once_when_it_is_made() {
    assert_all_given_back(|| {
        let (made, mut generator) = allocations(|| count_dyn_async(2));
        assert_eq!(made, 1);
        assert_eq!(allocations(|| block_on(generator.start())), (0, Ok(GeneratorState::Yielded(0))));
        assert_eq!(allocations(|| block_on(generator.send(()))), (0, Ok(GeneratorState::Yielded(1))));
        assert_eq!(allocations(|| block_on(generator.send(()))), (0, Ok(GeneratorState::Complete(()))));
        drop(count_dyn_async(1));
    });
}

#[test]
fn a_boxed_asynchronous_generator_that_is_abandoned_or_panics_gives_all_back() {
    #[generator]
    async fn panics(text: String, depth: u32) -> BoxAsyncGenerator<'static, usize> {
        let copy = text.clone();
        yield_!(copy.len());
        if depth > 0 {
            yield_from!(panics(text, depth - 1));
        }
        Pause(1).await;
        resume_unwind(Box::new(copy));
    }
    assert_all_given_back(|| {
        for items in 0..4 {
            let mut generator = panics("text".to_owned(), 2);
            assert_eq!(block_on(generator.by_ref().take(items).count()), items.min(3));
            let _ = poll(&mut generator.next());
        }
        let mut closed = panics("text".to_owned(), 2);
        assert_eq!(block_on(closed.next()), Some(4));
        Pin::new(&mut closed).close();
        assert!(catch_unwind(|| block_on(panics("text".to_owned(), 2).count())).is_err());
    });
}

#[generator]
async fn nested_async(depth: u32) -> LocalBoxAsyncGenerator<'static, u32> {
    if depth > 0 {
        Pause(1).await;
        yield_!(depth);
        yield_from!(nested_async(depth - 1));
    }
}

#[test]
fn asynchronous_recursion_allocates_seldom() {
    assert_all_given_back(|| {
        let (made, sum) = allocations(|| sum(nested_async(100)));
        assert_eq!(sum, 5050);
        assert!((2..=5).contains(&made), "{made} allocations for 100 levels");
        let (made, item) = allocations(|| block_on(nested_async(10_000).skip(4_999).next()));
        assert_eq!(item, Some(5_001));
        assert!((10..=100).contains(&made), "{made} allocations for 5,000 levels");
    });
}

#[generator]
async fn binary_async(depth: u32) -> LocalBoxAsyncGenerator<'static, u32> {
    if depth > 0 {
        yield_from!(binary_async(depth - 1));
        Pause(depth).await;
        yield_!(depth);
        yield_from!(binary_async(depth - 1));
    }
}

#[test]
fn asynchronous_recursion_uses_the_memory_again_of_frames_that_have_ended() {
    assert_all_given_back(|| {
        let mut generator = binary_async(12);
        let (made, item) = allocations(|| block_on(generator.next()));
        assert_eq!(item, Some(1));
        assert!((1..=5).contains(&made), "{made} allocations for 12 levels");
        assert_eq!(allocations(|| block_on(generator.by_ref().take(2000).count())), (0, 2000));
        // Only the memory that was emptied last is kept, and the walk has come back to the root.
        assert_eq!(allocations(|| block_on(generator.by_ref().count())), (1, 2094));
        let _ = block_on(binary_async(12).skip(2000).next());
    });
}

#[generator]
async fn count_pinned_async(n: u32) -> impl PinAsyncGenerator<Yield = u32, Return = ()> {
    for i in 0..n {
        Pause(1).await;
        yield_!(i);
    }
}

#[test]
fn asynchronous_delegation_allocates_what_the_delegate_does() {
    #[generator]
    async fn to_pinned(n: u32) -> impl Stream<Item = u32> {
        yield_from!(count_pinned_async(n));
        yield_from!(count_pinned_async(n));
    }
    #[generator]
    async fn to_boxed(n: u32) -> impl Stream<Item = u32> {
        yield_from!(count_boxed_async(n));
        yield_from!(stream(n));
    }
    #[generator]
    async fn pinned_to_pinned(n: u32) -> impl PinAsyncGenerator<Yield = u32, Return = ()> + Stream<Item = u32> {
        yield_from!(count_pinned_async(n));
    }
    #[generator]
    async fn boxed_to_pinned(n: u32) -> LocalBoxAsyncGenerator<'static, u32> {
        yield_from!(count_pinned_async(n));
    }
    assert_all_given_back(|| {
        assert_eq!(allocations(|| sum(to_pinned(4))), (1, 12));
        assert_eq!(allocations(|| sum(to_boxed(4))), (3, 12));
        assert_eq!(allocations(|| sum(pin!(pinned_to_pinned(4)))), (0, 6));
        assert_eq!(allocations(|| sum(boxed_to_pinned(4))), (1, 6));
        assert_eq!(block_on(to_boxed(2).next()), Some(0));
        assert_eq!(block_on(to_boxed(2).skip(2).next()), Some(0));
    });
}

#[test]
fn sizes() {
    let word = size_of::<usize>();
    // Where the body is, and what it does.
    assert_eq!(size_of_val(&count(1)), 2 * word);
    assert_eq!(size_of_val(&count_dyn(1)), 2 * word);
    assert_eq!(size_of_val(&count_boxed(1)), 4 * word);
    assert_eq!(size_of_val(&nested(1)), 4 * word);
    assert_eq!(size_of_val(&count_boxed_async(1)), 4 * word);
    assert_eq!(size_of_val(&nested_async(1)), 4 * word);
    assert_eq!(size_of_val(&count_dyn_async(1)), 2 * word);
    // The argument, the range, the yielded value, and a byte each for where the body stands, whether it is there and
    // what the generator does, aligned.
    assert_eq!(size_of_val(&count_pinned(1)), 6 * size_of::<u32>());
    assert_eq!(size_of_val(&stream(1)), 2 * word);
    // A pinned delegate lies in the state once: each level adds a few words.
    #[generator]
    fn level_0(n: u64) -> impl PinGenerator<Yield = u64, Return = ()> {
        yield_!(n);
    }
    #[generator]
    fn level_1(n: u64) -> impl PinGenerator<Yield = u64, Return = ()> {
        yield_from!(level_0(n));
    }
    #[generator]
    fn level_2(n: u64) -> impl PinGenerator<Yield = u64, Return = ()> {
        yield_from!(level_1(n));
    }
    let (inner, outer) = (size_of_val(&level_1(1)), size_of_val(&level_2(1)));
    assert!(inner <= size_of_val(&level_0(1)) + 6 * word, "{inner}");
    assert!(outer <= inner + 6 * word, "{outer}");
    // What is captured lies in the state once, not once as a captured value and once as a local.
    #[generator]
    fn large(buffer: [u8; 1024]) -> impl PinGenerator<Yield = u8, Return = ()> {
        for byte in &buffer {
            yield_!(*byte);
        }
    }
    assert!((1024..1024 + 8 * word).contains(&size_of_val(&large([0; 1024]))));
}
