//! What each crate has for an iterator, behind `Box<dyn Iterator>`.

use super::iterate;
use crate::one_for::workloads::boxed::{Input, Item, digest};
use corosensei::{Coroutine, Yielder};
use genawaiter::rc::Gen;
use generator::{Gn, done};
use next_gen::generator_fn::CallBoxed;

type Boxed = Box<dyn Iterator<Item = Item>>;

fn with_genawaiter(end: Input) -> Boxed {
    let squares = Gen::new(async move |co| {
        for root in 0..end {
            co.yield_(root * root).await;
        }
    });
    Box::new(squares.into_iter())
}

fn with_next_gen(end: Input) -> Boxed {
    #[next_gen::generator(yield(Item))]
    fn squares(end: Input) {
        for root in 0..end {
            yield_!(root * root);
        }
    }

    Box::new(squares.call_boxed((end,)))
}

fn with_fauxgen(end: Input) -> Boxed {
    #[fauxgen::generator(yield = Item)]
    fn squares(end: Input) {
        for root in 0..end {
            r#yield!(root * root);
        }
    }

    Box::new(Box::pin(squares(end)))
}

fn with_corosensei(end: Input) -> Boxed {
    let squares = Coroutine::new(move |yielder: &Yielder<(), Item>, ()| {
        for root in 0..end {
            yielder.suspend(root * root);
        }
    });
    Box::new(iterate(squares))
}

fn with_generator(end: Input) -> Boxed {
    let squares = Gn::<()>::new_scoped(move |mut scope| {
        for root in 0..end {
            scope.yield_(root * root);
        }
        done!()
    });
    Box::new(squares)
}

timed_for!(genawaiter, with_genawaiter);
timed_for!(next_gen, with_next_gen);
timed_for!(fauxgen, with_fauxgen);
timed_for!(corosensei, with_corosensei);
timed_for!(generator, with_generator);
consumers!();
