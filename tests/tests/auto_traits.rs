//! Auto traits follow the body: both sides of each.

use std::cell::Cell;
use std::marker::PhantomPinned;
use std::rc::Rc;

use gen_core::{
    AsyncGenerator, BoxAsyncGenerator, BoxGenerator, Generator, LocalBoxAsyncGenerator, LocalBoxGenerator,
    PinGenerator, generator,
};

/// Whether a value's type has a trait, asked of the value because the type has no name.
macro_rules! has {
    ($value:expr, $trait:ident) => {{
        #[allow(dead_code, reason = "only one of the two traits is used, and never the value")]
        mod ask {
            pub(super) struct Ask<T>(pub(super) T);
            pub(super) trait Yes {
                fn answer(&self) -> bool {
                    true
                }
            }
            impl<T: $trait> Yes for &Ask<T> {}
            pub(super) trait No {
                fn answer(&self) -> bool {
                    false
                }
            }
            impl<T> No for Ask<T> {}
        }
        #[allow(unused_imports, reason = "only one of the two traits is used")]
        use ask::{No as _, Yes as _};
        (&&ask::Ask($value)).answer()
    }};
}

#[generator]
fn plain(n: u32) -> impl Generator<Yield = u32> + Iterator<Item = u32> {
    yield_!(n);
}

#[generator]
fn argument<T>(value: T) -> impl Iterator<Item = ()> {
    let _value = value;
    yield_!(());
}

#[generator]
fn item<T>(value: fn() -> T) -> impl Iterator<Item = T> {
    yield_!(value());
}

#[generator]
fn item_and_kept<T: Clone>(value: fn() -> T) -> impl Iterator<Item = T> {
    let kept = value();
    yield_!(kept.clone());
}

#[generator]
fn resumed<R>() -> impl Generator<R, Yield = ()> {
    drop(yield_!(()));
}

#[generator]
fn resumed_and_kept<R>() -> impl Generator<R, Yield = ()> {
    let _kept = yield_!(());
    yield_!(());
}

#[generator]
fn local_before_yield() -> impl Iterator<Item = u32> {
    let n = { *Rc::new(1) };
    yield_!(n);
}

#[generator]
fn local_across_yield() -> impl Iterator<Item = u32> {
    let n = Rc::new(1);
    yield_!(*n);
}

#[generator]
fn delegating<T>(value: T) -> impl Iterator<Item = ()> {
    yield_from!(argument(value));
}

#[generator]
fn pinned<T>(value: T) -> impl PinGenerator<Yield = ()> {
    let _value = value;
    yield_!(());
}

#[generator]
fn boxed() -> BoxGenerator<'static, Rc<u32>, Rc<u32>, Rc<u32>> {
    Rc::new(1)
}

#[generator]
fn local_boxed() -> LocalBoxGenerator<'static, u32> {
    yield_!(1);
}

#[generator]
async fn boxed_async() -> BoxAsyncGenerator<'static, Rc<u32>, Rc<u32>, Rc<u32>> {
    Rc::new(1)
}

#[generator]
async fn resumed_async<R: 'static>() -> BoxAsyncGenerator<'static, (), R> {
    drop(yield_!(()));
}

#[generator]
async fn local_boxed_async() -> LocalBoxAsyncGenerator<'static, u32, u32> {
    let kept = Rc::new(1);
    yield_!(*kept);
}

#[generator]
async fn dynamic_async() -> std::pin::Pin<Box<dyn AsyncGenerator<Yield = u32, Return = ()>>> {
    yield_!(1);
}

#[test]
fn send() {
    assert!(has!(plain(1), Send));
    assert!(has!(argument(1), Send));
    assert!(!has!(argument(Rc::new(1)), Send));
    assert!(has!(argument(Cell::new(1)), Send));
    assert!(has!(item(|| 1), Send));
    assert!(has!(item(|| Rc::new(1)), Send), "what is yielded does not stay");
    assert!(!has!(item_and_kept(|| Rc::new(1)), Send));
    assert!(has!(resumed::<u32>(), Send));
    assert!(has!(resumed::<Rc<u32>>(), Send), "what is sent in does not stay");
    assert!(!has!(resumed_and_kept::<Rc<u32>>(), Send));
    assert!(has!(local_before_yield(), Send));
    assert!(!has!(local_across_yield(), Send));
    assert!(has!(delegating(1), Send));
    assert!(!has!(delegating(Rc::new(1)), Send));
    assert!(has!(pinned(1), Send));
    assert!(!has!(pinned(Rc::new(1)), Send));
    assert!(has!(boxed(), Send));
    assert!(!has!(local_boxed(), Send));
    assert!(has!(boxed_async(), Send));
    assert!(has!(resumed_async::<u32>().send(1), Send));
    assert!(!has!(resumed_async::<Rc<u32>>().send(Rc::new(1)), Send), "what is to be sent is in the future");
    assert!(!has!(local_boxed_async(), Send));
    assert!(!has!(local_boxed_async().start(), Send));
    assert!(!has!(dynamic_async(), Send), "it does not say that it is");
}

#[test]
fn sync() {
    assert!(has!(plain(1), Sync));
    assert!(has!(argument(1), Sync));
    assert!(!has!(argument(Rc::new(1)), Sync));
    assert!(!has!(argument(Cell::new(1)), Sync));
    assert!(!has!(delegating(Cell::new(1)), Sync));
    assert!(has!(pinned(1), Sync));
    assert!(!has!(pinned(Cell::new(1)), Sync));
    assert!(!has!(boxed(), Sync));
    assert!(!has!(local_boxed(), Sync));
    assert!(!has!(boxed_async(), Sync));
    assert!(!has!(local_boxed_async(), Sync));
}

#[test]
fn unpin() {
    assert!(has!(plain(1), Unpin));
    assert!(has!(argument(PhantomPinned), Unpin), "the body is boxed before it runs");
    assert!(has!(delegating(PhantomPinned), Unpin));
    assert!(has!(boxed(), Unpin));
    assert!(has!(local_boxed(), Unpin));
    assert!(has!(boxed_async(), Unpin));
    assert!(has!(local_boxed_async(), Unpin));
    assert!(!has!(pinned(1), Unpin));
}

#[test]
fn debug_shows_the_status_alone() {
    let mut boxed = local_boxed();
    assert_eq!(format!("{boxed:?}"), "LocalBoxGenerator { status: Created, .. }");
    assert_eq!(boxed.next(), Some(1));
    assert_eq!(format!("{boxed:?}"), "LocalBoxGenerator { status: Suspended, .. }");
    assert_eq!(boxed.next(), None);
    assert_eq!(format!("{boxed:?}"), "LocalBoxGenerator { status: Finished, .. }");
    assert_eq!(format!("{:?}", boxed.iter()), "Iter { status: Finished, .. }");
}

#[test]
fn a_step_that_is_sent_nothing_may_be_send_where_what_could_be_sent_is_not() {
    #[generator]
    async fn counters() -> BoxAsyncGenerator<'static, u32, Rc<u32>> {
        yield_!(1);
    }
    assert!(has!(counters().start(), Send));
    assert!(has!(counters().proceed(), Send));
    assert!(!has!(counters().send(Rc::new(1)), Send));
}
