//! Generators where there is no allocator: the caller pins them.
#![no_std]
#![deny(warnings)]
#![forbid(unsafe_code)]

use core::future::Future;

use gen_core::{Generator, PinAsyncGenerator, PinGenerator, PinStream, generator, try_generator};

/// Counts, and says how far.
#[generator]
pub fn count(n: u32) -> impl PinGenerator<Yield = u32, Return = u32> {
    for i in 0..n {
        yield_!(i);
    }
    n
}

/// Counts twice.
#[generator]
pub fn twice(n: u32) -> impl PinGenerator<Yield = u32, Return = u32> {
    yield_from!(count(n)) + yield_from!(count(n))
}

/// Adds up what it is sent.
#[generator]
pub fn sums(#[resume] first: u32) -> impl PinGenerator<u32, Yield = u32, Return = ()> {
    let mut sum = first;
    loop {
        sum += yield_!(sum);
    }
}

/// Counts, after each number awaiting something.
#[generator]
pub async fn count_awaiting<F: Future<Output = ()>>(n: u32, between: impl Fn() -> F) -> impl PinStream<Item = u32> {
    for i in 0..n {
        yield_!(i);
        between().await;
    }
    yield_from!(n..n + 2);
}

/// Counts up to the first number that is not even.
#[try_generator]
pub async fn even(numbers: &[u32]) -> impl PinStream<Item = Result<u32, u32>> {
    for &number in numbers {
        if number % 2 != 0 {
            return Err(number);
        }
        yield_!(number);
    }
}

/// Adds up what it is sent.
#[generator]
pub async fn sums_awaiting(#[resume] first: u32) -> impl PinAsyncGenerator<u32, Yield = u32, Return = ()> {
    let mut sum = first;
    loop {
        sum += yield_!(sum);
    }
}

/// Resumes a generator by its movable face.
pub fn first_of(generator: &mut impl Generator<Yield = u32>) -> Option<u32> {
    generator.resume(()).yielded()
}

#[cfg(test)]
mod tests {
    use super::{count, count_awaiting, even, first_of, sums, sums_awaiting, twice};
    use core::pin::pin;
    use core::task::{Context, Poll, Waker};
    use futures_core::Stream;
    use gen_core::{AsyncGenerator, GeneratorState, PinGenerator};

    #[test]
    fn pinned_generators_run() {
        let mut iter = pin!(twice(3));
        assert_eq!(iter.as_mut().iter().sum::<u32>(), 6);
        let mut sums = pin!(sums());
        assert_eq!(sums.as_mut().resume(1).yielded(), Some(1));
        assert_eq!(sums.as_mut().resume(2).yielded(), Some(3));
        assert_eq!(first_of(&mut pin!(count(1))), Some(0));
    }

    /// Is pending once.
    async fn yield_now() {
        let mut polled = false;
        core::future::poll_fn(|_| if core::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending })
            .await;
    }

    #[test]
    fn pinned_streams_are_polled_by_hand() {
        let mut context = Context::from_waker(Waker::noop());
        let mut stream = pin!(count_awaiting(2, yield_now));
        let polls = [(); 8].map(|()| stream.as_mut().poll_next(&mut context));
        let ready = |item| Poll::Ready(Some(item));
        let pending = Poll::Pending;
        let end = Poll::Ready(None);
        assert_eq!(polls, [ready(0), pending, ready(1), pending, ready(2), ready(3), end, end]);
        let mut even = pin!(even(&[2, 4, 5, 6]));
        let items = [(); 4].map(|()| even.as_mut().poll_next(&mut context));
        assert_eq!(items, [Some(Ok(2)), Some(Ok(4)), Some(Err(5)), None].map(Poll::Ready));
    }

    #[test]
    fn pinned_asynchronous_generators_are_sent_values_by_hand() {
        let mut context = Context::from_waker(Waker::noop());
        let mut sums = pin!(sums_awaiting());
        for (sent, sum) in [(1, 1), (2, 3), (3, 6)] {
            let step = sums.as_mut().poll_resume(&mut context, &mut Some(sent));
            assert_eq!(step, Poll::Ready(GeneratorState::Yielded(sum)));
        }
    }
}
