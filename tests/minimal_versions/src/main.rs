//! Makes a generator of each kind.

use std::num::ParseIntError;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use gen_core::{
    AsyncGenerator, BoxGenerator, Generator, GeneratorState, LocalBoxGenerator, PinGenerator, gen_, gen_expr,
    generator, try_generator,
};

#[generator]
fn iterator(end: u32) -> impl Iterator<Item = u32> {
    for n in 0..end {
        yield_!(n);
    }
}

#[generator]
fn sums(#[resume] first: u32) -> impl Generator<u32, Yield = u32, Return = &'static str> {
    let mut sum = first;
    while sum < 10 {
        sum += yield_!(sum);
    }
    "enough"
}

#[generator]
fn heap() -> Box<dyn Iterator<Item = u32>> {
    yield_from!(iterator(3));
}

#[generator]
fn boxed(depth: u32) -> BoxGenerator<'static, u32> {
    if depth > 0 {
        yield_from!(boxed(depth - 1));
    }
    yield_!(depth);
}

#[generator]
fn local_boxed() -> LocalBoxGenerator<'static, u32> {
    yield_from!(boxed(2));
}

#[generator]
fn pinned() -> impl PinGenerator<Yield = u32, Return = ()> {
    yield_!(7);
}

#[generator]
async fn stream(end: u32) -> impl Stream<Item = u32> {
    std::future::ready(()).await;
    yield_from!(iterator(end));
}

#[generator]
async fn doubled(numbers: impl Stream<Item = u32> + 'static) -> Pin<Box<dyn Stream<Item = u32>>> {
    #[for_await]
    for number in numbers {
        yield_!(number * 2);
    }
}

#[generator]
async fn asynchronous() -> impl AsyncGenerator<u32, Yield = u32, Return = u32> {
    yield_!(1) + yield_!(2)
}

#[try_generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
    for word in text.split(' ') {
        yield_!(word.parse()?);
    }
}

fn main() {
    assert!(iterator(3).eq([0, 1, 2]));
    assert!(heap().eq([0, 1, 2]));
    assert!(boxed(2).eq([0, 1, 2]));
    assert!(local_boxed().eq([0, 1, 2]));

    let mut sums = sums();
    assert_eq!(sums.resume(1), GeneratorState::Yielded(1));
    assert_eq!(sums.resume(9), GeneratorState::Complete("enough"));
    let pinned = pin!(pinned());
    assert_eq!(pinned.resume(()), GeneratorState::Yielded(7));

    assert_eq!(numbers("1 2 x 4").filter_map(Result::ok).sum::<u32>(), 3);
    assert!(
        gen_!({
            yield_!(1);
        })
        .eq([1])
    );
    assert!(gen_expr!(x * y for x in 1..=2 if x != 1 for y in [1, 10]).eq([2, 20]));

    assert_eq!(items(stream(3)), [0, 1, 2]);
    assert_eq!(
        items(doubled(gen_!(async move {
            yield_!(4);
        }))),
        [8]
    );
    let mut asynchronous = asynchronous();
    assert_eq!(ready(asynchronous.start()), Ok(GeneratorState::Yielded(1)));
    assert_eq!(ready(asynchronous.send(20)), Ok(GeneratorState::Yielded(2)));
    assert_eq!(ready(asynchronous.send(3)), Ok(GeneratorState::Complete(23)));
}

/// The output of a future that does not wait.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing was waited for"),
    }
}

/// The items of a stream that does not wait.
fn items<T>(stream: impl Stream<Item = T>) -> Vec<T> {
    let mut stream = pin!(stream);
    std::iter::from_fn(|| ready(std::future::poll_fn(|context| stream.as_mut().poll_next(context)))).collect()
}
