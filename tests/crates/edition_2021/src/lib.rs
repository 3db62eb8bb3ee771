//! Generators in a crate of edition 2021 that calls `gen-core` by another name, and re-exports it. It says where the
//! runtime is, and vouches for it: so it cannot forbid `unsafe` code.
#![deny(warnings)]

/// The runtime, re-exported.
pub mod reexported {
    pub use generators;
}

#[cfg(test)]
mod tests {
    use crate::reexported::generators::{Generator, LocalBoxGenerator, PinGenerator, generator, try_generator};
    use futures::{Stream, StreamExt, executor::block_on};
    use std::cell::RefCell;
    use std::pin::pin;

    #[generator(unsafe(crate = generators))]
    fn words<'a>(text: &'a str) -> impl Iterator<Item = &'a str> {
        for word in text.split(' ') {
            yield_!(word);
        }
    }

    #[generator(unsafe(crate = crate::reexported::generators))]
    fn sums(#[resume] first: u32) -> impl Generator<u32, Yield = u32, Return = u32> {
        let second = yield_!(first);
        dbg!(yield_!(second));
        first + second
    }

    #[generator(unsafe(crate = generators))]
    fn pinned(n: u32) -> impl PinGenerator<Yield = u32, Return = ()> {
        yield_from!(0..n);
    }

    #[generator(unsafe(crate = generators))]
    async fn stream(n: u32) -> impl Stream<Item = u32> {
        yield_from!(futures::stream::iter(0..n));
    }

    #[try_generator(unsafe(crate = generators))]
    async fn numbers<'a>(text: &'a str) -> impl Stream<Item = Result<u32, std::num::ParseIntError>> + 'a {
        for word in words(text) {
            yield_!(word.parse()?);
        }
    }

    #[test]
    fn generators_run() {
        assert_eq!(words("a bc").collect::<Vec<_>>(), ["a", "bc"]);
        let mut sums = sums();
        assert_eq!(sums.resume(1).yielded(), Some(1));
        assert_eq!(sums.resume(2).yielded(), Some(2));
        assert_eq!(sums.resume(3).complete(), Some(3));
        assert_eq!(pin!(pinned(3)).iter().sum::<u32>(), 3);
        assert_eq!(block_on(stream(3).collect::<Vec<_>>()), [0, 1, 2]);
        assert_eq!(block_on(numbers("1 x 2").collect::<Vec<_>>()).len(), 2);
    }

    /// Says when it is dropped.
    struct Noisy<'a>(&'static str, &'a RefCell<String>);

    impl Drop for Noisy<'_> {
        fn drop(&mut self) {
            self.1.borrow_mut().push_str(self.0);
        }
    }

    fn function(log: &RefCell<String>) -> usize {
        let _local = Noisy("local ", log);
        Noisy("temporary ", log).0.len()
    }

    #[generator(unsafe(crate = generators))]
    fn movable<'a>(log: &'a RefCell<String>) -> impl Generator<Yield = (), Return = usize> + 'a {
        let _local = Noisy("local ", log);
        Noisy("temporary ", log).0.len()
    }

    #[generator(unsafe(crate = generators))]
    fn framed(log: &RefCell<String>) -> LocalBoxGenerator<'_, (), (), usize> {
        let _local = Noisy("local ", log);
        Noisy("temporary ", log).0.len()
    }

    /// In this edition they are dropped after the locals.
    #[test]
    fn temporaries_of_the_last_expression_are_dropped_as_in_a_function() {
        let log = RefCell::default();
        assert_eq!(function(&log), 10);
        assert_eq!(log.take(), "local temporary ");
        assert_eq!(movable(&log).resume(()).complete(), Some(10));
        assert_eq!(log.take(), "local temporary ");
        assert_eq!(framed(&log).resume(()).complete(), Some(10));
        assert_eq!(log.take(), "local temporary ");
    }
}
