//! Attributes that would take the body of a generator apart: poll it with another context, or keep it for longer than
//! its owner lives. They find nothing of it, wherever they stand.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures::Stream;
use gen_core::{LocalBoxGenerator, PinGenerator, generator, try_generator};
use gen_tests_hostile::{append, begin_async_blocks_with, wrap_async_blocks_with};

/// Polls a future with a context of its own.
struct WithOwnContext<F>(Pin<Box<F>>);

impl<F: Future> Future for WithOwnContext<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<F::Output> {
        let mut context = Box::new(Context::from_waker(Waker::noop()));
        self.0.as_mut().poll(&mut context)
    }
}

fn with_own_context<F: Future>(future: F) -> WithOwnContext<F> {
    WithOwnContext(Box::pin(future))
}

type Kept = Pin<Box<dyn Future<Output = ()>>>;

thread_local!(static KEPT: RefCell<Vec<Kept>> = const { RefCell::new(Vec::new()) });

/// Keeps a future, and never ends.
async fn keep(future: impl Future<Output = ()> + 'static) {
    KEPT.with_borrow_mut(|kept| kept.push(Box::pin(future)));
    std::future::pending::<()>().await;
}

macro_rules! synchronous {
    ($($name:ident: $(#[$attribute:meta])+ [$($inner:tt)*] -> $output:ty;)*) => {
        $($(#[$attribute])+
        fn $name() -> $output {
            $($inner)*
            drop(async { 1 });
            yield_!(1);
            let [()] = [yield_!(2)];
        })*

        #[test]
        fn a_body_that_an_attribute_would_poll_with_another_context_is_not_found() {
            $(assert_eq!($name().collect::<Vec<_>>(), [1, 2], stringify!($name));)*
        }
    };
}

synchronous! {
    behind: #[generator] #[wrap_async_blocks_with(with_own_context)] [] -> impl Iterator<Item = u32>;
    before: #[wrap_async_blocks_with(with_own_context)] #[generator] [] -> impl Iterator<Item = u32>;
    boxed: #[generator] #[wrap_async_blocks_with(with_own_context)] [] -> Box<dyn Iterator<Item = u32>>;
    framed: #[generator] #[wrap_async_blocks_with(with_own_context)] [] -> LocalBoxGenerator<'static, u32>;
    appended: #[append(wrap_async_blocks_with(with_own_context))] #[generator] [] -> impl Iterator<Item = u32>;
    appended_behind: #[generator] #[append(wrap_async_blocks_with(with_own_context))] [] -> impl Iterator<Item = u32>;
    conditional: #[generator] #[cfg_attr(all(), wrap_async_blocks_with(with_own_context))] []
        -> impl Iterator<Item = u32>;
    inner: #[generator] [#![wrap_async_blocks_with(with_own_context)]] -> impl Iterator<Item = u32>;
    inner_conditional: #[generator] [#![cfg_attr(all(), wrap_async_blocks_with(with_own_context))]]
        -> impl Iterator<Item = u32>;
}

#[test]
fn a_pinned_body_that_an_attribute_would_poll_with_another_context_is_not_found() {
    #[generator]
    #[wrap_async_blocks_with(with_own_context)]
    fn pinned() -> impl PinGenerator<Yield = u32, Return = ()> {
        yield_!(1);
        yield_!(2);
    }
    assert_eq!(std::pin::pin!(pinned()).iter().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_context_that_an_attribute_would_replace_stays() {
    #[generator]
    #[begin_async_blocks_with(std::future::pending::<()>().await;)]
    fn suspended() -> impl Iterator<Item = u32> {
        yield_!(1);
    }
    assert_eq!(suspended().collect::<Vec<_>>(), [1]);
}

/// Polls a stream once, drops it, and then polls what an attribute has kept of it.
fn poll_after_the_end<S: Stream<Item = u64> + Unpin>(stream: S) {
    let mut context = Context::from_waker(Waker::noop());
    let mut stream = Box::new(stream);
    assert_eq!(Pin::new(&mut *stream).poll_next(&mut context), Poll::Ready(Some(1)));
    drop(stream);
    for mut kept in KEPT.take() {
        let _ = kept.as_mut().poll(&mut context);
    }
}

macro_rules! asynchronous {
    ($($name:ident: $(#[$attribute:meta])+ [$($inner:tt)*];)*) => {
        $($(#[$attribute])+
        async fn $name() -> impl Stream<Item = u64> {
            $($inner)*
            drop(async {});
            yield_!(1);
            yield_!(2);
        })*

        #[test]
        fn a_body_that_an_attribute_would_keep_is_not_found() {
            $(poll_after_the_end($name());)*
        }
    };
}

asynchronous! {
    stream_behind: #[generator] #[wrap_async_blocks_with(keep)] [];
    stream_before: #[wrap_async_blocks_with(keep)] #[generator] [];
    stream_appended: #[append(wrap_async_blocks_with(keep))] #[generator] [];
    stream_appended_behind: #[generator] #[append(wrap_async_blocks_with(keep))] [];
    stream_inner: #[generator] [#![wrap_async_blocks_with(keep)]];
}

#[test]
fn a_body_of_a_try_generator_that_an_attribute_would_poll_is_not_found() {
    #[try_generator]
    #[wrap_async_blocks_with(with_own_context)]
    fn tries() -> impl Iterator<Item = Result<u32, String>> {
        yield_!(1);
        Err("over")?;
    }
    assert_eq!(tries().collect::<Vec<_>>(), [Ok(1), Err("over".to_owned())]);
}

/// A generator in a module and in an `impl` block that have such an attribute: that sees what the user has written.
#[wrap_async_blocks_with(with_own_context)]
mod in_a_module {
    use gen_core::generator;
    use gen_tests_hostile::wrap_async_blocks_with;

    pub(crate) struct Numbers(pub(crate) u32);

    #[wrap_async_blocks_with(with_own_context)]
    impl Numbers {
        #[generator]
        pub(crate) fn items(&self) -> impl Iterator<Item = u32> {
            yield_!(self.0);
            yield_from!([2, 3]);
        }
    }
}

#[test]
fn an_attribute_around_a_generator_finds_nothing_either() {
    assert_eq!(in_a_module::Numbers(1).items().collect::<Vec<_>>(), [1, 2, 3]);
}
