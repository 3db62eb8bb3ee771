//! Generators where there is an allocator and nothing more.
#![no_std]
#![deny(warnings)]
#![forbid(unsafe_code)]

extern crate alloc;

use alloc::boxed::Box;
use alloc::string::String;
use core::future::Future;
use gen_core::{AsyncGenerator, Generator, LocalBoxGenerator, gen_expr, generator, try_generator};

/// Counts.
#[generator]
pub fn count(n: u32) -> impl Iterator<Item = u32> {
    for i in 0..n {
        yield_!(i);
    }
}

/// Counts, behind a trait object.
#[generator]
pub fn boxed(n: u32) -> Box<dyn Generator<Yield = u32, Return = String>> {
    yield_from!(count(n));
    String::from("done")
}

/// Counts down, recursively.
#[generator]
pub fn countdown(n: u32) -> LocalBoxGenerator<'static, u32> {
    yield_!(n);
    if n > 0 {
        yield_from!(countdown(n - 1));
    }
}

/// Fails in the end.
#[try_generator]
pub fn fails() -> impl Iterator<Item = Result<u32, String>> {
    yield_!(1);
    Err(String::from("the end"))?;
}

/// Waits for each of its values.
#[generator]
pub async fn awaited<F: Future<Output = u32>>(futures: [F; 2]) -> impl AsyncGenerator<Yield = u32, Return = ()> {
    for future in futures {
        yield_!(future.await);
    }
}

/// Squares.
pub fn squares(n: u32) -> impl Iterator<Item = u32> {
    gen_expr!(x * x for x in 0..n)
}

#[cfg(test)]
mod tests {
    use super::{awaited, boxed, count, countdown, fails, squares};
    use core::pin::pin;
    use core::task::{Context, Poll, Waker};
    use gen_core::{AsyncGenerator, Generator};

    #[test]
    fn generators_run() {
        assert_eq!(count(3).sum::<u32>(), 3);
        assert_eq!(boxed(2).iter().count(), 2);
        assert!(countdown(2).eq([2, 1, 0]));
        assert_eq!(fails().count(), 2);
        assert_eq!(squares(3).sum::<u32>(), 5);
        let awaited = pin!(awaited([core::future::ready(1), core::future::ready(2)]));
        let mut context = Context::from_waker(Waker::noop());
        assert!(
            matches!(awaited.poll_resume(&mut context, &mut Some(())), Poll::Ready(state) if state.yielded() == Some(1))
        );
    }
}
