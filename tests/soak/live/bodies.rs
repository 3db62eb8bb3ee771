//! Generators and streams that do what their plan says, and own a counted value wherever one can be owned: as an
//! argument, as a local for long and for short, in a delegate, in what is awaited, and in what a closure captures.
//!
//! Each form delegates to another or to itself, so that delegates nest, static and boxed, up to four deep.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use futures::Stream;
use futures::stream::{BoxStream, LocalBoxStream};
use gen_core::{
    AsyncGenerator, BoxAsyncGenerator, BoxGenerator, Generator, LocalBoxAsyncGenerator, LocalBoxGenerator,
    PinAsyncGenerator, PinGenerator, generator,
};

use super::plan::Plan;
use crate::counted::Counted;

macro_rules! generators {
    ($owned:ty; $($name:ident by $delegate:ident -> $output:ty;)*) => {$(
        #[generator]
        pub(super) fn $name(_argument: $owned, plan: Plan) -> $output {
            let _local = <$owned>::default();
            let [own, delegated, iterated] = plan.thirds();
            for item in own.items.clone() {
                let _short = <$owned>::default();
                yield_!(own.item(item));
            }
            if !delegated.items.is_empty() {
                yield_from!($delegate(<$owned>::default(), delegated));
            }
            let captured = <$owned>::default();
            yield_from!(iterated.items.clone().map(move |item| {
                let _ = &captured;
                iterated.item(item)
            }));
        }
    )*};
}

generators! {
    Counted;
    movable by movable -> impl Generator<Yield = u64, Return = ()> + Send;
    pinned by boxed -> impl PinGenerator<Yield = u64, Return = ()> + Send;
    boxed by boxed -> BoxGenerator<'static, u64>;
    dynamic by movable -> Box<dyn Generator<Yield = u64, Return = ()> + Send>;
}

generators! {
    Rc<Counted>;
    local_movable by local_dynamic -> impl Generator<Yield = u64, Return = ()>;
    local_pinned by local_movable -> impl PinGenerator<Yield = u64, Return = ()>;
    local_boxed by local_boxed -> LocalBoxGenerator<'static, u64>;
    local_dynamic by local_boxed -> Box<dyn Generator<Yield = u64, Return = ()>>;
}

macro_rules! streams {
    ($owned:ty; $($name:ident by $delegate:ident -> $output:ty;)*) => {$(
        #[generator]
        pub(super) async fn $name(_argument: $owned, plan: Plan) -> $output {
            let _local = <$owned>::default();
            let [own, delegated, iterated] = plan.thirds();
            for item in own.items.clone() {
                Pause::<$owned>::default().await;
                yield_!(own.item(item));
            }
            if !delegated.items.is_empty() {
                yield_from!($delegate(<$owned>::default(), delegated));
            }
            #[for_await]
            for item in futures::stream::iter(iterated.items.clone()) {
                let _short = <$owned>::default();
                yield_!(iterated.item(item));
            }
        }
    )*};
}

streams! {
    Counted;
    stream by box_stream -> impl AsyncGenerator<Yield = u64, Return = ()> + Stream<Item = u64> + Send;
    nested_stream by stream -> impl AsyncGenerator<Yield = u64, Return = ()> + Stream<Item = u64> + Send;
    box_stream by box_stream -> BoxStream<'static, u64>;
    boxed_stream by boxed_stream -> BoxAsyncGenerator<'static, u64>;
    pinned_stream by boxed_stream -> impl PinAsyncGenerator<Yield = u64, Return = ()> + Stream<Item = u64> + Send;
}

streams! {
    Rc<Counted>;
    local_stream by local_box_stream -> impl AsyncGenerator<Yield = u64, Return = ()> + Stream<Item = u64>;
    local_nested_stream by local_stream -> impl AsyncGenerator<Yield = u64, Return = ()> + Stream<Item = u64>;
    local_box_stream by local_box_stream -> LocalBoxStream<'static, u64>;
    local_boxed_stream by local_pinned_stream -> LocalBoxAsyncGenerator<'static, u64>;
    local_pinned_stream by local_boxed_stream -> impl PinAsyncGenerator<Yield = u64, Return = ()> + Stream<Item = u64>;
}

/// Pending once; its value lives as long as it does.
#[derive(Default)]
struct Pause<T> {
    over: bool,
    _owned: T,
}

impl<T: Unpin> Future for Pause<T> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.over {
            return Poll::Ready(());
        }
        self.over = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
