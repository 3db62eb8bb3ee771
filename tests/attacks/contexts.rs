//! Futures that do what they like with the `Context` that they are polled with. A body finds its driver by where that
//! lies, and not by what it holds.
#![forbid(unsafe_code)]

use std::future::{Future, pending, poll_fn, ready};
use std::mem;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};

use futures::executor::block_on;
use futures::{FutureExt, Stream, StreamExt};
use gen_core::{
    AsyncGenerator, BoxGenerator, Generator, GeneratorState, LocalBoxGenerator, PinAsyncGenerator, PinGenerator,
    PinStream, generator,
};
use gen_tests::panic_message;

use crate::{Living, Value};

macro_rules! hidden_await {
    ($future:expr) => {
        $future.await
    };
}

/// Counts how often it is woken.
#[derive(Default)]
struct Counter(AtomicUsize);

impl Wake for Counter {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A waker that is not the one which a body is polled with.
fn other_waker() -> &'static Waker {
    static OTHER: OnceLock<Waker> = OnceLock::new();
    OTHER.get_or_init(|| Arc::<Counter>::default().into())
}

/// Puts another context in the place of the one that it is polled with.
struct ReplaceContext;

impl Future for ReplaceContext {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        *context = Context::from_waker(other_waker());
        Poll::Ready(())
    }
}

impl Stream for ReplaceContext {
    type Item = ();

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<()>> {
        *context = Context::from_waker(other_waker());
        Poll::Ready(None)
    }
}

/// Polls a future with a context of its own, whose content is that of the one that this is polled with, and the
/// reverse.
struct SwapWhile<F>(F);

impl<F: Future + Unpin> Future for SwapWhile<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let mut own = Context::from_waker(other_waker());
        mem::swap(context, &mut own);
        let poll = Pin::new(&mut self.0).poll(&mut own);
        let _ = ReplaceContext.poll_unpin(&mut own);
        poll
    }
}

macro_rules! generators_that_await {
    ($($name:ident -> $output:ty;)*) => {$(
        #[generator]
        fn $name(value: Value) -> $output {
            for i in 1..=2 {
                hidden_await!(ReplaceContext);
                yield_!(i);
                hidden_await!(SwapWhile(ready(())));
                yield_from!(inner());
                hidden_await!(ReplaceContext);
                yield_from!(inner_boxed());
                hidden_await!(SwapWhile(ReplaceContext));
                yield_from!(inner_pinned());
                hidden_await!(ReplaceContext);
                yield_from!([7, 8]);
                for item in inner() {
                    value.check();
                    hidden_await!(SwapWhile(ready(item)));
                }
            }
            hidden_await!(ReplaceContext);
        }
    )*};
}

generators_that_await! {
    movable -> impl Iterator<Item = u32>;
    local_boxed -> LocalBoxGenerator<'static, u32>;
    pinned -> impl PinGenerator<Yield = u32, Return = ()>;
}

#[generator]
fn inner() -> impl Generator<Yield = u32, Return = ()> + Iterator<Item = u32> {
    hidden_await!(ReplaceContext);
    yield_!(10);
    hidden_await!(SwapWhile(ready(())));
}

#[generator]
fn inner_boxed() -> BoxGenerator<'static, u32> {
    hidden_await!(ReplaceContext);
    yield_!(20);
    hidden_await!(ReplaceContext);
}

#[generator]
fn inner_pinned() -> impl PinGenerator<Yield = u32, Return = ()> {
    yield_!(30);
    hidden_await!(ReplaceContext);
}

#[test]
fn a_context_that_is_replaced_or_swapped_does_no_harm_to_a_synchronous_generator() {
    let living = Living::new();
    let expected = [1, 10, 20, 30, 7, 8, 2, 10, 20, 30, 7, 8];
    assert_eq!(movable(living.value()).collect::<Vec<_>>(), expected);
    assert_eq!(local_boxed(living.value()).collect::<Vec<_>>(), expected);
    assert_eq!(pin!(pinned(living.value())).iter().collect::<Vec<_>>(), expected);
    let mut external = Vec::new();
    for item in movable(living.value()) {
        external.push(item);
    }
    assert_eq!(external, expected);
    for items in 0..expected.len() {
        drop(movable(living.value()).take(items).collect::<Vec<_>>());
        drop(local_boxed(living.value()).take(items).collect::<Vec<_>>());
    }
    assert_eq!(living.count(), 0);
}

/// The body reads `if async { .. } {}`: to a reader of edition 2024 that is a condition and its block; to rustc, which
/// knows where the name comes from, the first braces are the block.
macro_rules! await_in_what_looks_like_a_block {
    ($async:ident) => {
        #[allow(non_upper_case_globals, reason = "the name is what this is about")]
        const $async: bool = true;

        #[generator]
        fn awaits_a_stream() -> impl Iterator<Item = u64> {
            if $async {
                #[for_await]
                for () in ReplaceContext {}
            }
            {}
            yield_!(1);
        }

        #[generator]
        fn awaits_a_future() -> impl Iterator<Item = u64> {
            if $async {
                ReplaceContext.await;
            }
            {}
            yield_!(1);
        }
    };
}

gen_tests_edition_2015::give_async!(await_in_what_looks_like_a_block);

#[test]
fn an_await_in_what_looks_like_an_async_block_does_no_harm() {
    assert_eq!(awaits_a_stream().collect::<Vec<_>>(), [1]);
    assert_eq!(awaits_a_future().collect::<Vec<_>>(), [1]);
}

#[test]
fn a_waker_that_is_kept_leads_nowhere() {
    static KEPT: OnceLock<Waker> = OnceLock::new();
    #[generator]
    fn keeps() -> impl Iterator<Item = u64> {
        hidden_await!(poll_fn(|context| {
            KEPT.set(context.waker().clone()).unwrap();
            Poll::Ready(())
        }));
        yield_!(1);
        yield_!(2);
    }
    #[generator]
    fn uses() -> impl Iterator<Item = [u8; 64]> {
        hidden_await!(poll_fn(|context| {
            *context = Context::from_waker(KEPT.get().unwrap());
            Poll::Ready(())
        }));
        yield_!([7; 64]);
    }
    let mut keeps = keeps();
    assert_eq!(keeps.next(), Some(1));
    KEPT.get().unwrap().wake_by_ref();
    assert_eq!(uses().collect::<Vec<_>>(), [[7; 64]]);
    assert_eq!(keeps.next(), Some(2));
    drop(keeps);
    assert_eq!(uses().count(), 1);
}

macro_rules! streams_that_await {
    ($($name:ident -> $output:ty;)*) => {$(
        #[generator]
        async fn $name(value: Value) -> $output {
            for i in 1..=2 {
                ReplaceContext.await;
                yield_!(i);
                SwapWhile(ready(())).await;
                yield_from!(inner_stream());
                SwapWhile(ReplaceContext).await;
                yield_from!(inner_boxed());
                ReplaceContext.await;
                yield_from!([7, 8]);
                #[for_await]
                for item in inner_stream() {
                    value.check();
                    futures::join!(SwapWhile(ready(item)), ReplaceContext);
                }
                futures::select! {
                    () = FutureExt::fuse(ReplaceContext) => {}
                    () = FutureExt::fuse(pending()) => {}
                }
            }
            ReplaceContext.await;
        }
    )*};
}

streams_that_await! {
    stream -> impl Stream<Item = u32>;
    pinned_stream -> impl PinStream<Item = u32>;
    boxed_stream -> futures::stream::LocalBoxStream<'static, u32>;
}

#[generator]
async fn inner_stream() -> impl Stream<Item = u32> {
    ReplaceContext.await;
    yield_!(10);
    SwapWhile(ready(())).await;
}

#[test]
fn a_context_that_is_replaced_or_swapped_does_no_harm_to_a_stream() {
    let living = Living::new();
    let expected = [1, 10, 20, 7, 8, 2, 10, 20, 7, 8];
    assert_eq!(block_on(stream(living.value()).collect::<Vec<_>>()), expected);
    assert_eq!(block_on(pinned_stream(living.value()).collect::<Vec<_>>()), expected);
    assert_eq!(block_on(boxed_stream(living.value()).collect::<Vec<_>>()), expected);
    for items in 0..expected.len() {
        drop(block_on(stream(living.value()).take(items).collect::<Vec<_>>()));
        drop(block_on(pinned_stream(living.value()).take(items).collect::<Vec<_>>()));
    }
    assert_eq!(living.count(), 0);
}

/// Whether the waker of the context is the expected one itself.
fn is_polled_with(expected: &Waker) -> impl Future<Output = bool> {
    poll_fn(|context| {
        let waker = context.waker();
        let is_same = waker.data() == expected.data() && waker.vtable() == expected.vtable();
        Poll::Ready(is_same && waker.will_wake(expected))
    })
}

#[test]
fn the_executors_own_waker_reaches_what_is_awaited() {
    #[generator]
    async fn asks(expected: Waker) -> impl PinStream<Item = (bool, bool)> {
        loop {
            let direct = is_polled_with(&expected).await;
            let (joined, ()) = futures::join!(is_polled_with(&expected), async {});
            yield_!((direct, joined));
        }
    }
    #[generator]
    async fn asks_below(expected: Waker) -> impl Stream<Item = (bool, bool)> {
        yield_from!(Box::pin(asks(expected)));
    }
    let waker = Waker::from(Arc::<Counter>::default());
    let (mut asked, mut asked_below) = (pin!(asks(waker.clone())), asks_below(waker.clone()));
    for _ in 0..3 {
        let mut context = Box::new(Context::from_waker(&waker));
        assert_eq!(asked.as_mut().poll_next(&mut context), Poll::Ready(Some((true, true))));
        assert_eq!(asked_below.poll_next_unpin(&mut context), Poll::Ready(Some((true, true))));
    }
}

/// What a body does to its own copy of the context, its caller does not see.
#[test]
fn a_context_that_a_body_replaces_is_the_callers_afterwards() {
    let waker = Waker::from(Arc::<Counter>::default());
    let mut context = Context::from_waker(&waker);
    let mut stream = stream(Living::new().value());
    assert_eq!(stream.poll_next_unpin(&mut context), Poll::Ready(Some(1)));
    assert!(context.waker().will_wake(&waker));
}

#[test]
fn a_panic_after_the_context_was_replaced_finishes_the_generator() {
    #[generator]
    async fn panics(value: Value) -> impl PinAsyncGenerator<u32, Yield = u32, Return = ()> {
        let sent = yield_!(1);
        ReplaceContext.await;
        value.check();
        assert!(sent != 2, "sent");
        yield_!(sent);
    }
    let living = Living::new();
    let mut panicking = pin!(panics(living.value()));
    assert_eq!(block_on(panicking.start()), Ok(GeneratorState::Yielded(1)));
    let message = panic_message(|| block_on(panicking.send(2)).unwrap()).unwrap();
    assert!(message.contains("sent"), "{message}");
    assert_eq!(living.count(), 0);
    assert!(block_on(panicking.send(3)).is_err());
}

/// Each has an exchange of its own, on the same stack.
#[test]
fn generators_of_both_kinds_run_inside_each_other() {
    #[generator]
    fn synchronous(depth: u32) -> impl Iterator<Item = u32> {
        yield_!(depth);
        if depth > 0 {
            let mut below = asynchronous(depth - 1);
            while let Some(item) = below.next().now_or_never().expect("nothing is awaited for long") {
                hidden_await!(ReplaceContext);
                yield_!(item);
            }
        }
    }
    #[generator]
    async fn asynchronous(depth: u32) -> impl Stream<Item = u32> {
        yield_!(10 * depth);
        if depth > 0 {
            let below: Box<dyn Iterator<Item = u32>> = Box::new(synchronous(depth - 1));
            for item in below {
                SwapWhile(ready(())).await;
                yield_!(item);
            }
        }
    }
    assert_eq!(synchronous(4).collect::<Vec<_>>(), [4, 30, 2, 10, 0]);
    assert_eq!(block_on(asynchronous(4).collect::<Vec<_>>()), [40, 3, 20, 1, 0]);
}

#[test]
fn a_body_that_suspends_without_a_yield_is_ended() {
    #[generator]
    fn suspends() -> impl Iterator<Item = u32> {
        hidden_await!(ReplaceContext);
        yield_!(1);
        hidden_await!(pending::<()>());
    }
    let mut suspends = suspends();
    assert_eq!(suspends.next(), Some(1));
    let message = panic_message(|| suspends.next()).unwrap();
    assert!(message.contains("awaited something other than a yield"), "{message}");
    assert_eq!(suspends.next(), None);
}
