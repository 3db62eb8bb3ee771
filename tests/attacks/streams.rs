//! Asynchronous generators against executors that are not kind to them.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

use futures::stream::LocalBoxStream;
use futures::{Stream, StreamExt};
use gen_core::{AsyncGenerator, GeneratorState, GeneratorStatus, generator};
use gen_tests::panic_message;

use crate::{Living, Value};

/// Is pending `left` times.
struct Pending {
    left: u32,
    value: Value,
}

impl Future for Pending {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.value.check();
        context.waker().wake_by_ref();
        let Some(left) = self.left.checked_sub(1) else { return Poll::Ready(()) };
        self.left = left;
        Poll::Pending
    }
}

#[generator]
async fn slow(living: Living) -> impl Stream<Item = u32> {
    let value = living.value();
    for n in 0..3 {
        Pending { left: n, value: living.value() }.await;
        value.check();
        yield_!(n);
    }
}

#[test]
fn a_stream_may_be_dropped_after_every_number_of_polls() {
    let living = Living::new();
    let mut context = Context::from_waker(Waker::noop());
    for polls in 0..10 {
        let mut stream = slow(living.clone());
        let mut items = 0;
        for _ in 0..polls {
            items += u32::from(matches!(stream.poll_next_unpin(&mut context), Poll::Ready(Some(_))));
        }
        assert!(items <= 3);
        drop(stream);
        assert_eq!(living.count(), 0, "after {polls} polls");
    }
}

/// Each poll comes with another waker, and the one before is dropped.
#[test]
fn a_stream_may_be_polled_with_another_waker_each_time() {
    struct Ignored;
    impl Wake for Ignored {
        fn wake(self: Arc<Self>) {}
    }
    let living = Living::new();
    let mut stream = slow(living.clone());
    let mut items = Vec::new();
    loop {
        let waker = Waker::from(Arc::new(Ignored));
        match stream.poll_next_unpin(&mut Context::from_waker(&waker)) {
            Poll::Ready(Some(item)) => items.push(item),
            Poll::Ready(None) => break,
            Poll::Pending => {}
        }
    }
    assert_eq!((items, living.count()), (vec![0, 1, 2], 0));
}

/// A waker that owns the stream that is polled with it, and a body that keeps the waker.
#[test]
fn a_waker_may_own_the_stream() {
    thread_local! {
        static STREAM: RefCell<Option<LocalBoxStream<'static, u32>>> = const { RefCell::new(None) };
    }
    struct DropsStream;
    impl Wake for DropsStream {
        fn wake(self: Arc<Self>) {
            // While the stream is polled it is borrowed; afterwards it goes.
            STREAM.with(|stream| drop(stream.try_borrow_mut().ok().and_then(|mut stream| stream.take())));
        }
    }
    struct Keep(Rc<RefCell<Option<Waker>>>);
    impl Future for Keep {
        type Output = ();
        fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
            context.waker().wake_by_ref();
            *self.0.borrow_mut() = Some(context.waker().clone());
            Poll::Pending
        }
    }
    #[generator]
    async fn keeps(kept: Rc<RefCell<Option<Waker>>>, value: Value) -> LocalBoxStream<'static, u32> {
        Keep(kept).await;
        value.check();
        yield_!(1);
    }
    let (living, kept) = (Living::new(), Rc::new(RefCell::new(None)));
    STREAM.set(Some(keeps(kept.clone(), living.value())));
    let waker = Waker::from(Arc::new(DropsStream));
    let poll =
        STREAM.with_borrow_mut(|stream| stream.as_mut().unwrap().poll_next_unpin(&mut Context::from_waker(&waker)));
    assert_eq!((poll, living.count()), (Poll::Pending, 1));
    kept.take().unwrap().wake();
    assert_eq!(living.count(), 0);
    assert!(STREAM.take().is_none());
}

#[test]
fn a_panic_between_two_yields_finishes_a_stream() {
    #[generator]
    async fn fails(value: Value) -> impl Stream<Item = u32> {
        yield_!(1);
        value.check();
        panic!("in the body");
    }
    let living = Living::new();
    let mut stream = fails(living.value());
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(stream.poll_next_unpin(&mut context), Poll::Ready(Some(1)));
    assert!(panic_message(|| stream.poll_next_unpin(&mut context)).is_some());
    assert_eq!(living.count(), 0);
    assert_eq!(stream.poll_next_unpin(&mut context), Poll::Ready(None));
}

/// Values that are sent are taken by the yield that they are for, or come back.
#[test]
fn no_sent_value_is_lost_or_dropped_twice() {
    #[generator]
    async fn holds(living: Living) -> impl AsyncGenerator<Value, Yield = u32, Return = usize> {
        let mut held = Vec::new();
        for n in 0..3 {
            Pending { left: n, value: living.value() }.await;
            held.push(yield_!(n));
        }
        held.iter().for_each(Value::check);
        held.len()
    }
    for polls in 0..12 {
        let living = Living::new();
        let mut context = Context::from_waker(Waker::noop());
        let mut generator = holds(living.clone());
        for _ in 0..polls {
            let mut argument = Some(living.value());
            if generator.status() == GeneratorStatus::Finished {
                break;
            }
            if let Poll::Ready(GeneratorState::Complete(held)) =
                Pin::new(&mut generator).poll_resume(&mut context, &mut argument)
            {
                assert_eq!(held, 3);
            }
        }
        drop(generator);
        assert_eq!(living.count(), 0, "after {polls} polls");
    }
}
