//! Yields and futures that a macro smuggles into a body, and methods that stand in the way of the expansion.
#![forbid(unsafe_code)]

use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use gen_core::{Generator, GeneratorState, LocalBoxGenerator, PinGenerator, generator};
use gen_tests::panic_message;

macro_rules! hidden_await {
    ($future:expr) => {
        $future.await
    };
}

/// Puts another context in the place of the one that it is polled with.
struct ReplaceContext;

impl Future for ReplaceContext {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        *context = Context::from_waker(Waker::noop());
        Poll::Ready(())
    }
}

#[generator]
fn replaced_before_yield() -> impl Iterator<Item = u32> {
    hidden_await!(ReplaceContext);
    yield_!(1);
}

#[generator]
fn replaced_before_delegation() -> impl Iterator<Item = u32> {
    hidden_await!(ReplaceContext);
    yield_from!(plain());
}

#[generator]
fn replaced_before_pinned_delegation() -> impl Iterator<Item = u32> {
    hidden_await!(ReplaceContext);
    yield_from!(plain_pinned());
}

#[generator]
fn replaced_before_iteration() -> impl Iterator<Item = u32> {
    hidden_await!(ReplaceContext);
    yield_from!([1, 2]);
}

#[generator]
fn plain() -> impl Generator<Yield = u32, Return = ()> {
    yield_!(1);
}

#[generator]
fn plain_pinned() -> impl PinGenerator<Yield = u32, Return = ()> {
    yield_!(1);
}

#[test]
fn a_replaced_context_is_noticed() {
    let attempts: [fn() -> Option<u32>; 5] = [
        || replaced_before_yield().next(),
        || replaced_before_yield().max(),
        || replaced_before_delegation().next(),
        || replaced_before_pinned_delegation().next(),
        || replaced_before_iteration().next(),
    ];
    for attempt in attempts {
        let message = panic_message(attempt).unwrap();
        assert!(message.contains("has replaced its `Context`"), "{message}");
    }
}

impl futures::Stream for ReplaceContext {
    type Item = ();

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<()>> {
        *context = Context::from_waker(Waker::noop());
        Poll::Ready(None)
    }
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
fn an_await_in_what_looks_like_an_async_block_is_noticed() {
    for attempt in [|| awaits_a_stream().next(), || awaits_a_future().next()] {
        let message = panic_message(attempt).unwrap();
        assert!(message.contains("has replaced its `Context`"), "{message}");
    }
}

#[test]
fn a_context_that_is_replaced_in_a_delegate_does_no_harm_to_the_outer_generator() {
    #[generator]
    fn replaced_at_the_end() -> LocalBoxGenerator<'static, u32> {
        yield_!(1);
        hidden_await!(ReplaceContext);
    }
    #[generator]
    fn plain_replaced_at_the_end() -> impl Generator<Yield = u32, Return = ()> {
        yield_!(1);
        hidden_await!(ReplaceContext);
    }
    #[generator]
    fn boxed() -> LocalBoxGenerator<'static, u32> {
        yield_from!(replaced_at_the_end());
        yield_!(2);
        yield_from!(plain_replaced_at_the_end());
        yield_!(3);
    }
    #[generator]
    fn movable() -> impl Iterator<Item = u32> {
        yield_from!(boxed());
        yield_from!(plain_replaced_at_the_end());
        yield_!(4);
    }
    assert_eq!(boxed().collect::<Vec<_>>(), [1, 2, 1, 3]);
    assert_eq!(movable().collect::<Vec<_>>(), [1, 2, 1, 3, 1, 4]);
    let mut external = Vec::new();
    for item in movable() {
        external.push(item);
    }
    assert_eq!(external, [1, 2, 1, 3, 1, 4]);
}

/// Methods of every name that the expansion could mean, on everything and by value, so that they win.
mod hijack {
    pub(crate) struct Hijacked;
    macro_rules! hijack {
        ($($name:ident)*) => {
            #[allow(dead_code, reason = "they are there to be in the way")]
            pub(crate) trait Hijack: Sized {
                $(fn $name(self) -> Hijacked {
                    Hijacked
                })*
            }
        };
    }
    hijack! { yield_ first_argument delegate offer offered_to into_future poll start fuse body movable never }
    impl<T> Hijack for T {}
}

mod hijacked {
    #[allow(unused_imports, reason = "it is there to be in the way")]
    use super::hijack::Hijack;

    #[gen_core::generator]
    pub(crate) fn items(#[resume] first: u32) -> impl gen_core::Generator<u32, Yield = u32, Return = u32> {
        let second = yield_!(first);
        yield_from!(inner(second)) + 1
    }

    #[gen_core::generator]
    fn inner(second: u32) -> impl gen_core::Generator<u32, Yield = u32, Return = u32> {
        let third = { yield_!(second) };
        second + third
    }
}

#[test]
fn methods_of_the_user_do_not_come_between() {
    let mut items = hijacked::items();
    assert_eq!(items.resume(1), GeneratorState::Yielded(1));
    assert_eq!(items.resume(2), GeneratorState::Yielded(2));
    assert_eq!(items.resume(3), GeneratorState::Complete(6));
}

/// Keeps a clone of the waker that it is polled with.
struct KeepWaker(&'static OnceLock<Waker>);

impl Future for KeepWaker {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.0.set(context.waker().clone()).expect("one waker is kept");
        Poll::Ready(())
    }
}

/// Puts a waker that was kept in the place of the one that it is polled with.
struct ReplaceBy(&'static Waker);

impl Future for ReplaceBy {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        *context = Context::from_waker(self.0);
        Poll::Ready(())
    }
}

#[test]
fn a_waker_that_is_kept_leads_nowhere() {
    static KEPT: OnceLock<Waker> = OnceLock::new();
    #[generator]
    fn keeps() -> impl Iterator<Item = u64> {
        hidden_await!(KeepWaker(&KEPT));
        yield_!(1);
        yield_!(2);
    }
    #[generator]
    fn uses() -> impl Iterator<Item = [u8; 64]> {
        hidden_await!(ReplaceBy(KEPT.get().unwrap()));
        yield_!([7; 64]);
    }
    let mut keeps = keeps();
    assert_eq!(keeps.next(), Some(1));
    KEPT.get().unwrap().wake_by_ref();
    let message = panic_message(|| uses().next()).unwrap();
    assert!(message.contains("has replaced its `Context`"), "{message}");
    assert_eq!(keeps.next(), Some(2));
    drop(keeps);
    assert!(panic_message(|| uses().count()).is_some());
}
