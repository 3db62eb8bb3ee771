//! Attempts of safe code to reach what only the runtime may touch, and what comes of them.
#![forbid(unsafe_code)]

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use gen_core::{BoxGenerator, Generator, GeneratorState, LocalBoxGenerator, PinGenerator, generator};
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
    use crate::hijack::Hijack;

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

#[test]
fn a_generator_in_place_between_boxed_ones_loses_nothing() {
    #[derive(Debug, PartialEq)]
    struct Item(u32);
    #[generator]
    fn inner() -> BoxGenerator<'static, Item> {
        yield_!(Item(1));
    }
    #[generator]
    fn pinned() -> impl PinGenerator<Yield = Item, Return = ()> {
        yield_from!(inner());
        yield_!(Item(2));
        yield_!(Item(3));
    }
    #[generator]
    fn movable() -> impl Generator<Yield = Item, Return = ()> {
        yield_from!(inner());
        yield_!(Item(2));
        yield_!(Item(3));
    }
    #[generator]
    fn outer_pinned() -> BoxGenerator<'static, Item> {
        yield_from!(pinned());
    }
    #[generator]
    fn outer_movable() -> BoxGenerator<'static, Item> {
        yield_from!(movable());
    }
    let expected = [Item(1), Item(2), Item(3)];
    assert_eq!(outer_pinned().collect::<Vec<_>>(), expected);
    assert_eq!(outer_movable().collect::<Vec<_>>(), expected);
    assert_eq!(
        outer_pinned().fold(Vec::new(), |mut items, item| {
            items.push(item);
            items
        }),
        expected
    );
    let mut generator = outer_movable();
    assert_eq!(generator.iter().collect::<Vec<_>>(), expected);
    let mut pinned = pin!(pinned());
    assert_eq!(pinned.as_mut().iter().collect::<Vec<_>>(), expected);
}

/// A generator that somebody has written by hand, and that lies about where it stands.
struct Liar {
    status: gen_core::GeneratorStatus,
    count: u32,
}

impl Generator for Liar {
    type Yield = u32;
    type Return = ();

    fn resume(&mut self, (): ()) -> GeneratorState<u32, ()> {
        self.count += 1;
        if self.count < 4 { GeneratorState::Yielded(self.count) } else { GeneratorState::Complete(()) }
    }

    fn status(&self) -> gen_core::GeneratorStatus {
        self.status
    }

    fn close(&mut self) {}

    fn start(&mut self) -> Result<GeneratorState<u32, ()>, gen_core::AlreadyStarted> {
        Ok(self.resume(()))
    }
}

#[test]
fn a_generator_that_lies_about_its_status_does_no_harm() {
    use gen_core::GeneratorStatus::{Created, Finished, Suspended};
    #[generator]
    fn outer(status: gen_core::GeneratorStatus) -> impl Iterator<Item = u32> {
        yield_from!(Liar { status, count: 0 });
        yield_!(100);
        yield_!(200);
    }
    let collected = |status| panic_message(move || assert_eq!(outer(status).collect::<Vec<_>>(), [1, 2, 3, 100, 200]));
    assert_eq!(collected(Suspended), None);
    assert!(collected(Created).unwrap().contains("finished generator"));
    assert!(collected(Finished).unwrap().contains("finished generator"));
    assert_eq!(outer(Created).sum::<u32>(), 306);
}
