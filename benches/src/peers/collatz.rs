//! Four generators, each looping over the one before.

use super::iterate;
use crate::one_for::workloads::collatz::{Input, digest};
use corosensei::{Coroutine, Yielder};
use genawaiter::rc::Gen;
use generator::{Gn, done};
use next_gen::mk_gen;
use std::pin::pin;

timed_for! { genawaiter(limit) {
    let numbers = Gen::new(async |co| {
        for number in 0..limit {
            co.yield_(number).await;
        }
    });
    let odd = Gen::new(async |co| {
        for number in numbers {
            if number % 2 == 1 {
                co.yield_(number).await;
            }
        }
    });
    let tripled = Gen::new(async |co| {
        for number in odd {
            co.yield_(3 * number + 1).await;
        }
    });
    let halved = Gen::new(async |co| {
        for number in tripled {
            co.yield_(number >> number.trailing_zeros()).await;
        }
    });
} => halved }

mod with_next_gen {
    #[next_gen::generator(yield(u64))]
    pub(super) fn numbers(limit: u64) {
        for number in 0..limit {
            yield_!(number);
        }
    }

    #[next_gen::generator(yield(u64))]
    pub(super) fn odd(numbers: impl Iterator<Item = u64>) {
        for number in numbers {
            if number % 2 == 1 {
                yield_!(number);
            }
        }
    }

    #[next_gen::generator(yield(u64))]
    pub(super) fn tripled(numbers: impl Iterator<Item = u64>) {
        for number in numbers {
            yield_!(3 * number + 1);
        }
    }

    #[next_gen::generator(yield(u64))]
    pub(super) fn halved(numbers: impl Iterator<Item = u64>) {
        for number in numbers {
            yield_!(number >> number.trailing_zeros());
        }
    }
}

timed_for! { next_gen(limit) {
    use with_next_gen::{halved, numbers, odd, tripled};
    mk_gen!(let numbers = numbers(limit));
    mk_gen!(let odd = odd(numbers));
    mk_gen!(let tripled = tripled(odd));
    mk_gen!(let halved = halved(tripled));
} => halved }

mod with_fauxgen {
    #[fauxgen::generator(yield = u64)]
    pub(super) fn numbers(limit: u64) {
        for number in 0..limit {
            r#yield!(number);
        }
    }

    #[fauxgen::generator(yield = u64)]
    pub(super) fn odd<I: Iterator<Item = u64>>(numbers: I) {
        for number in numbers {
            if number % 2 == 1 {
                r#yield!(number);
            }
        }
    }

    #[fauxgen::generator(yield = u64)]
    pub(super) fn tripled<I: Iterator<Item = u64>>(numbers: I) {
        for number in numbers {
            r#yield!(3 * number + 1);
        }
    }

    #[fauxgen::generator(yield = u64)]
    pub(super) fn halved<I: Iterator<Item = u64>>(numbers: I) {
        for number in numbers {
            r#yield!(number >> number.trailing_zeros());
        }
    }
}

timed_for! { fauxgen(limit) {
    let numbers = pin!(with_fauxgen::numbers(limit));
    let odd = pin!(with_fauxgen::odd(numbers));
    let tripled = pin!(with_fauxgen::tripled(odd));
    let halved = pin!(with_fauxgen::halved(tripled));
} => halved }

timed_for! { corosensei(limit) {
    let numbers = Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
        for number in 0..limit {
            yielder.suspend(number);
        }
    });
    let odd = Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
        for number in iterate(numbers) {
            if number % 2 == 1 {
                yielder.suspend(number);
            }
        }
    });
    let tripled = Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
        for number in iterate(odd) {
            yielder.suspend(3 * number + 1);
        }
    });
    let halved = Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
        for number in iterate(tripled) {
            yielder.suspend(number >> number.trailing_zeros());
        }
    });
} => iterate(halved) }

timed_for! { generator(limit) {
    let numbers = Gn::<()>::new_scoped(move |mut scope| {
        for number in 0..limit {
            scope.yield_(number);
        }
        done!()
    });
    let odd = Gn::<()>::new_scoped(move |mut scope| {
        for number in numbers {
            if number % 2 == 1 {
                scope.yield_(number);
            }
        }
        done!()
    });
    let tripled = Gn::<()>::new_scoped(move |mut scope| {
        for number in odd {
            scope.yield_(3 * number + 1);
        }
        done!()
    });
    let halved = Gn::<()>::new_scoped(move |mut scope| {
        for number in tripled {
            scope.yield_(number >> number.trailing_zeros());
        }
        done!()
    });
} => halved }

consumers!();
