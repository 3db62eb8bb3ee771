//! Streams that count, and await something before each number.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use crate::loops::Run;
use futures::Stream;

/// A future that is pending once, and wakes at once.
struct WakeUp {
    polled: bool,
}

impl Future for WakeUp {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.polled {
            return Poll::Ready(());
        }
        self.polled = true;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

/// What an expert writes by hand: a count that awaits a future before each number.
struct Count<P> {
    next: u64,
    end: u64,
    pause: Option<P>,
    make_pause: fn() -> P,
}

impl<P: Future<Output = ()> + Unpin> Stream for Count<P> {
    type Item = u64;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<u64>> {
        let this = &mut *self;
        if this.next == this.end {
            return Poll::Ready(None);
        }
        let pause = this.pause.get_or_insert_with(this.make_pause);
        ready!(Pin::new(pause).poll(context));
        this.pause = None;
        this.next += 1;
        Poll::Ready(Some(this.next - 1))
    }
}

/// The same without anything to await.
pub(super) struct PlainCount {
    next: u64,
    end: u64,
}

impl PlainCount {
    pub(super) fn new(end: u64) -> Self {
        Self { next: 0, end }
    }
}

impl Stream for PlainCount {
    type Item = u64;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u64>> {
        if self.next == self.end {
            return Poll::Ready(None);
        }
        self.next += 1;
        Poll::Ready(Some(self.next - 1))
    }
}

/// A future that is ready, of which a caller sees nothing but its type.
struct Opaque;

impl Future for Opaque {
    type Output = ();

    #[inline(never)]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Ready(())
    }
}

/// A module with everyone who contends in counting, and what each awaits before a number.
macro_rules! counting {
    ($name:ident, $hand:expr, |$_:ident| $($pause:tt)*) => {
        pub(super) mod $name {
            use super::*;

            #[gen_core::generator]
            async fn generate(end: u64) -> impl Stream<Item = u64> {
                for number in 0..end {
                    $($pause)*
                    yield_!(number);
                }
            }

            #[gen_core::generator]
            async fn generate_pinned(end: u64) -> impl gen_core::PinStream<Item = u64> {
                for number in 0..end {
                    $($pause)*
                    yield_!(number);
                }
            }

            fn async_stream(end: u64) -> impl Stream<Item = u64> {
                async_stream::stream! {
                    for number in 0..end {
                        $($pause)*
                        yield number;
                    }
                }
            }

            fn asynk_strim(end: u64) -> impl Stream<Item = u64> {
                asynk_strim::stream_fn(async move |mut yielder: asynk_strim::Yielder<u64>| {
                    for number in 0..end {
                        $($pause)*
                        yielder.yield_item(number).await;
                    }
                })
            }

            fn async_fn_stream(end: u64) -> impl Stream<Item = u64> {
                async_fn_stream::fn_stream(move |emitter| async move {
                    for number in 0..end {
                        $($pause)*
                        emitter.emit(number).await;
                    }
                })
            }

            fn unfold(end: u64) -> impl Stream<Item = u64> {
                futures::stream::unfold(0, move |number| async move {
                    if number == end {
                        return None;
                    }
                    $($pause)*
                    Some((number, number + 1))
                })
            }

            #[cfg(gen_blocks)]
            fn nightly(end: u64) -> impl Stream<Item = u64> {
                async_gen! {
                    for number in 0..end {
                        $($pause)*
                        yield_!(number);
                    }
                }
            }

            consume!(run_hand, $hand);
            consume!(run_boxed, |end| Box::pin($hand(end)));
            consume!(run_generate, generate);
            consume!(run_generate_pinned, generate_pinned);
            consume!(run_async_stream, async_stream);
            consume!(run_asynk_strim, asynk_strim);
            consume!(run_async_fn_stream, async_fn_stream);
            consume!(run_unfold, unfold);
            #[cfg(gen_blocks)]
            consume!(run_nightly, nightly);

            pub(in crate::streams) const CONTENDERS: &[(&str, Run<u64>)] = &[
                ("hand", run_hand),
                ("generator", run_generate),
                ("pinned", run_generate_pinned),
                ("async-stream", run_async_stream),
                ("asynk-strim", run_asynk_strim),
                ("async-fn-stream", run_async_fn_stream),
                ("unfold", run_unfold),
                ("boxed", run_boxed),
                #[cfg(gen_blocks)]
                ("nightly", run_nightly),
            ];
        }
    };
}

counting!(plain, PlainCount::new, |_nothing|);
counting!(
    with_ready,
    |end| Count { next: 0, end, pause: None, make_pause: || std::future::ready(()) },
    |_ready| std::future::ready(()).await;
);
counting!(
    with_wake_up,
    |end| Count { next: 0, end, pause: None, make_pause: || WakeUp { polled: false } },
    |_wake_up| WakeUp { polled: false }.await;
);
counting!(
    with_call,
    |end| Count { next: 0, end, pause: None, make_pause: || Opaque },
    |_call| Opaque.await;
);
