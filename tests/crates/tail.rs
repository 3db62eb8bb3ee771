//! What suspends a generator as the last expression of its body, where it borrows locals. In editions before 2024 the
//! temporaries of a last expression are dropped after the locals; so it is compared with `.await` in the same place.
//! Each edition's crate includes this file.
#![allow(
    clippy::await_holding_refcell_ref,
    clippy::semicolon_if_nothing_returned,
    clippy::unused_async,
    reason = "this is about what a last expression borrows"
)]

use futures::executor::block_on;
use futures::stream::{self, LocalBoxStream};
use futures::{Stream, StreamExt};
use gen_core::{
    AsyncGenerator, Generator, GeneratorState, LocalBoxGenerator, PinGenerator, gen_, generator, try_generator,
};
use std::cell::RefCell;
use std::num::ParseIntError;

/// What is borrowed: the values by `&mut`, so that a borrow that lasts too long is an error.
struct Values(Vec<u32>);

impl Values {
    fn new() -> Self {
        Self(vec![1, 2])
    }

    /// Its destructor uses what it borrows.
    fn drain<'a>(&'a mut self, factor: &'a u32) -> impl Iterator<Item = u32> + 'a {
        self.0.drain(..).map(move |value| value * factor)
    }

    async fn future(&mut self, factor: &u32) -> u32 {
        self.drain(factor).sum()
    }

    #[generator]
    fn movable<'a>(&'a mut self, factor: &'a u32) -> impl Generator<Yield = u32, Return = u32> + 'a {
        yield_from!(self.drain(factor));
        *factor
    }

    #[generator]
    fn boxed<'a>(&'a mut self, factor: &'a u32) -> LocalBoxGenerator<'a, u32, (), u32> {
        yield_from!(self.drain(factor));
        *factor
    }

    #[generator]
    fn pinned<'a>(&'a mut self, factor: &'a u32) -> impl PinGenerator<Yield = u32, Return = u32> + 'a {
        yield_from!(self.drain(factor));
        *factor
    }

    #[generator]
    async fn asynchronous<'a>(&'a mut self, factor: &'a u32) -> impl AsyncGenerator<Yield = u32, Return = u32> + 'a {
        yield_from!(self.drain(factor));
        *factor
    }

    #[generator]
    async fn stream<'a>(&'a mut self, factor: &'a u32) -> LocalBoxStream<'a, u32> {
        yield_from!(self.drain(factor));
    }

    fn results<'a>(&'a mut self, factor: &'a u32) -> impl Iterator<Item = Result<u32, ParseIntError>> + 'a {
        self.drain(factor).map(Ok)
    }
}

/// A source that is put together where it is given.
struct Wrapper<I>(I);

impl<I: Iterator> IntoIterator for Wrapper<I> {
    type Item = I::Item;
    type IntoIter = I;

    fn into_iter(self) -> I {
        self.0
    }
}

/// The yielded items, and the return value.
fn run<T>(mut generator: impl Generator<Yield = u32, Return = T>) -> (Vec<u32>, T) {
    let mut items = Vec::new();
    loop {
        match generator.resume(()) {
            GeneratorState::Yielded(item) => items.push(item),
            GeneratorState::Complete(value) => return (items, value),
        }
    }
}

fn run_async<T>(mut generator: impl AsyncGenerator<Yield = u32, Return = T> + Unpin) -> (Vec<u32>, T) {
    block_on(async {
        let mut items = Vec::new();
        let mut state = generator.start().await.unwrap();
        loop {
            match state {
                GeneratorState::Yielded(item) => items.push(item),
                GeneratorState::Complete(value) => return (items, value),
            }
            state = generator.send(()).await.unwrap();
        }
    })
}

#[test]
fn an_await_compiles_in_this_place() {
    async fn awaits() -> u32 {
        let mut values = Values::new();
        let factor = 3;
        values.future(&factor).await
    }
    async fn awaits_in_a_block() -> u32 {
        let factor = 3;
        {
            let mut values = Values::new();
            values.future(&factor).await
        }
    }
    assert_eq!((block_on(awaits()), block_on(awaits_in_a_block())), (9, 9));
}

macro_rules! delegates_of {
    ($($test:ident: $source:ident $run:ident [$($asyncness:ident)?] -> $trait:ident;)*) => {$(
        #[test]
        fn $test() {
            #[generator]
            $($asyncness)? fn last() -> impl $trait<Yield = u32, Return = u32> {
                let mut values = Values::new();
                let factor = 3;
                yield_from!(values.$source(&factor))
            }
            #[generator]
            $($asyncness)? fn in_a_block() -> impl $trait<Yield = u32, Return = u32> {
                let factor = 3;
                {
                    let mut values = Values::new();
                    yield_from!(values.$source(&factor))
                }
            }
            #[generator]
            $($asyncness)? fn in_an_expression(some: Option<()>) -> impl $trait<Yield = u32, Return = Option<u32>> {
                let mut values = Values::new();
                let factor = 3;
                match some {
                    Some(()) => Some(yield_from!(values.$source(&factor))),
                    None => None,
                }
            }
            #[generator]
            $($asyncness)? fn in_a_macro() -> impl $trait<Yield = u32, Return = Vec<u32>> {
                let mut values = Values::new();
                let factor = 3;
                vec![yield_from!(values.$source(&factor)), 4]
            }
            assert_eq!($run(last()), (vec![3, 6], 3));
            assert_eq!($run(in_a_block()), (vec![3, 6], 3));
            assert_eq!($run(in_an_expression(Some(()))), (vec![3, 6], Some(3)));
            assert_eq!($run(in_a_macro()), (vec![3, 6], vec![3, 4]));
        }
    )*};
}

delegates_of! {
    a_movable_generator: movable run [] -> Generator;
    a_boxed_generator: boxed run [] -> Generator;
    a_pinned_generator: pinned run [] -> Generator;
    a_movable_generator_in_an_async_one: movable run_async [async] -> AsyncGenerator;
    a_boxed_generator_in_an_async_one: boxed run_async [async] -> AsyncGenerator;
    a_pinned_generator_in_an_async_one: pinned run_async [async] -> AsyncGenerator;
    an_async_generator: asynchronous run_async [async] -> AsyncGenerator;
}

#[test]
fn a_generator_in_other_forms() {
    #[generator]
    fn boxed() -> LocalBoxGenerator<'static, u32, (), u32> {
        let mut values = Values::new();
        let factor = 3;
        yield_from!(values.boxed(&factor))
    }
    #[generator]
    fn pinned() -> impl PinGenerator<Yield = u32, Return = u32> {
        let mut values = Values::new();
        let factor = 3;
        yield_from!(values.pinned(&factor))
    }
    #[generator]
    fn heap() -> Box<dyn Generator<Yield = u32, Return = u32>> {
        let mut values = Values::new();
        let factor = 3;
        yield_from!(values.movable(&factor))
    }
    let block = gen_!({
        let mut values = Values::new();
        let factor = 3;
        yield_from!(values.movable(&factor))
    });
    assert_eq!(run(boxed()), (vec![3, 6], 3));
    assert_eq!(run(Box::pin(pinned())), (vec![3, 6], 3));
    assert_eq!(run(heap()), (vec![3, 6], 3));
    assert_eq!(run(block), (vec![3, 6], 3));
}

#[test]
fn an_iterator() {
    #[generator]
    fn last() -> impl Iterator<Item = u32> {
        let mut values = Values::new();
        let factor = 3;
        yield_from!(values.drain(&factor))
    }
    #[generator]
    fn put_together() -> impl Iterator<Item = u32> {
        let mut values = Values::new();
        let factor = 3;
        yield_from!(Wrapper(values.drain(&factor)))
    }
    #[generator]
    async fn in_a_stream() -> impl Stream<Item = u32> {
        let mut values = Values::new();
        let factor = 3;
        yield_from!(Wrapper(values.drain(&factor)))
    }
    assert_eq!(last().collect::<Vec<_>>(), [3, 6]);
    assert_eq!(put_together().collect::<Vec<_>>(), [3, 6]);
    assert_eq!(block_on(in_a_stream().collect::<Vec<_>>()), [3, 6]);
}

#[test]
fn a_stream() {
    #[generator]
    async fn last() -> impl Stream<Item = u32> {
        let mut values = Values::new();
        let factor = 3;
        yield_from!(values.stream(&factor))
    }
    #[generator]
    async fn boxed() -> LocalBoxStream<'static, u32> {
        let mut values = Values::new();
        let factor = 3;
        yield_from!(stream::iter(values.drain(&factor)))
    }
    assert_eq!(block_on(last().collect::<Vec<_>>()), [3, 6]);
    assert_eq!(block_on(boxed().collect::<Vec<_>>()), [3, 6]);
}

#[test]
fn a_source_that_may_fail() {
    #[try_generator]
    fn last() -> impl Iterator<Item = Result<u32, ParseIntError>> {
        let mut values = Values::new();
        let factor = 3;
        yield_from!(values.results(&factor))
    }
    #[try_generator]
    async fn in_a_stream() -> impl Stream<Item = Result<u32, ParseIntError>> {
        let mut values = Values::new();
        let factor = 3;
        yield_from!(stream::iter(values.results(&factor)))
    }
    assert_eq!(last().collect::<Vec<_>>(), [Ok(3), Ok(6)]);
    assert_eq!(block_on(in_a_stream().collect::<Vec<_>>()), [Ok(3), Ok(6)]);
}

#[test]
fn a_yield() {
    #[generator]
    fn last() -> impl Iterator<Item = u32> {
        let values = RefCell::new(Values::new());
        let factor = 3;
        yield_!(values.borrow_mut().drain(&factor).sum())
    }
    #[generator]
    fn in_a_macro() -> impl Generator<Yield = u32, Return = String> {
        let values = RefCell::new(Values::new());
        let factor = 3;
        format!("{:?}", yield_!(values.borrow_mut().drain(&factor).sum()))
    }
    #[generator]
    async fn in_a_stream() -> impl Stream<Item = u32> {
        let values = RefCell::new(Values::new());
        let factor = 3;
        yield_!(values.borrow_mut().drain(&factor).sum())
    }
    assert_eq!(last().collect::<Vec<_>>(), [9]);
    assert_eq!(run(in_a_macro()), (vec![9], "()".to_string()));
    assert_eq!(block_on(in_a_stream().collect::<Vec<_>>()), [9]);
}

/// A stream that is put together where it is looped over.
struct Streamed<S>(S);

impl<S: Stream + Unpin> Stream for Streamed<S> {
    type Item = S::Item;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<S::Item>> {
        self.0.poll_next_unpin(context)
    }
}

#[test]
fn a_for_await_loop() {
    #[generator]
    async fn last() -> impl Stream<Item = u32> {
        let mut values = Values::new();
        let factor = 3;
        #[for_await]
        for value in values.stream(&factor) {
            yield_!(value)
        }
    }
    #[generator]
    async fn put_together() -> impl Stream<Item = u32> {
        let mut values = Values::new();
        let factor = 3;
        #[for_await]
        for value in Streamed(values.stream(&factor)) {
            yield_!(value)
        }
    }
    #[generator]
    async fn of_what_its_body_borrows() -> impl Stream<Item = u32> {
        let values = stream::iter(vec![RefCell::new(Values::new()), RefCell::new(Values::new())]);
        let factor = 3;
        #[for_await]
        for values in values {
            yield_from!(stream::iter(values.borrow_mut().drain(&factor).collect::<Vec<_>>()))
        }
    }
    assert_eq!(block_on(last().collect::<Vec<_>>()), [3, 6]);
    assert_eq!(block_on(put_together().collect::<Vec<_>>()), [3, 6]);
    assert_eq!(block_on(of_what_its_body_borrows().collect::<Vec<_>>()), [3, 6, 3, 6]);
}

/// A plain loop compiles with this body: its last expression borrows from what the pattern binds.
#[test]
fn a_for_await_loop_whose_body_borrows_from_the_item() {
    fn put(into: &RefCell<Vec<u32>>, values: &[u32]) {
        into.borrow_mut().extend_from_slice(values);
    }
    fn plain(items: Vec<RefCell<Vec<u32>>>, into: &RefCell<Vec<u32>>) {
        for item in items {
            put(into, &item.borrow())
        }
    }
    #[generator]
    async fn awaiting(items: Vec<RefCell<Vec<u32>>>, into: &RefCell<Vec<u32>>) -> LocalBoxStream<'_, ()> {
        #[for_await]
        for item in stream::iter(items) {
            put(into, &item.borrow())
        }
    }
    let items = || vec![RefCell::new(vec![1]), RefCell::new(vec![2, 3])];
    let (by_plain, by_await) = (RefCell::default(), RefCell::default());
    plain(items(), &by_plain);
    assert_eq!(block_on(awaiting(items(), &by_await).count()), 0);
    assert_eq!(by_await, by_plain);
    assert_eq!(by_await.take(), [1, 2, 3]);
}
