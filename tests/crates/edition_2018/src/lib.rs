//! Generators in a crate of edition 2018, where `async` is a keyword and an `impl Trait` captures no lifetime by
//! itself.
#![deny(warnings)]
#![forbid(unsafe_code)]

#[cfg(test)]
mod tests {
    use futures::{Stream, StreamExt, executor::block_on, stream::BoxStream};
    use gen_core::{Generator, LocalBoxGenerator, gen_, gen_expr, generator, try_generator};
    use std::cell::RefCell;

    #[generator]
    fn words<'a>(text: &'a str) -> impl Iterator<Item = &'a str> {
        for word in text.split(' ') {
            yield_!(word);
        }
    }

    #[generator]
    fn sums() -> impl Generator<u32, Yield = u32, Return = ()> {
        let mut sum = 0;
        while sum < 10 {
            sum += yield_!(sum);
        }
    }

    #[generator]
    fn countdown(n: u32) -> LocalBoxGenerator<'static, u32> {
        yield_!(n);
        if n > 0 {
            yield_from!(countdown(n - 1));
        }
    }

    #[generator]
    async fn stream<'a>(text: &'a str) -> impl Stream<Item = String> + 'a {
        #[for_await]
        for word in boxed(text) {
            yield_!(format!("<{}>", word));
        }
    }

    #[generator]
    async fn boxed(text: &str) -> BoxStream<'_, &str> {
        yield_from!(words(text));
    }

    #[try_generator]
    fn numbers<'a>(text: &'a str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> + 'a {
        for word in words(text) {
            yield_!(word.parse()?);
        }
    }

    #[test]
    fn generators_run() {
        assert_eq!(words("a bc").collect::<Vec<_>>(), ["a", "bc"]);
        let mut sums = sums();
        assert_eq!(sums.start().unwrap().yielded(), Some(0));
        assert_eq!(sums.send(4).unwrap().yielded(), Some(4));
        assert_eq!(countdown(2).collect::<Vec<_>>(), [2, 1, 0]);
        assert_eq!(block_on(stream("a bc").collect::<Vec<_>>()), ["<a>", "<bc>"]);
        assert_eq!(numbers("1 x 2").count(), 2);
    }

    #[test]
    fn expressions_run() {
        assert_eq!(gen_expr!(x * x for x in 0..4 if x != 2).sum::<u32>(), 10);
        let mut last = 0;
        let items = gen_!({
            for n in 0..3 {
                last = n;
                println!("{}", {
                    yield_!(n);
                    n
                });
            }
        });
        assert_eq!(items.count(), 3);
        assert_eq!(last, 2);
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

    #[generator]
    fn movable<'a>(log: &'a RefCell<String>) -> impl Generator<Yield = (), Return = usize> + 'a {
        let _local = Noisy("local ", log);
        Noisy("temporary ", log).0.len()
    }

    #[generator]
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
