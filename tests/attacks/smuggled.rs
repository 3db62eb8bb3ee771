//! Yields and futures that a macro smuggles into a body, and methods that stand in the way of the expansion.
#![forbid(unsafe_code)]

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use gen_core::{Generator, GeneratorState, LocalBoxGenerator, generator};

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
