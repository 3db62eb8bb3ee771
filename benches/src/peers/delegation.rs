//! The same count through 1, 4 or 16 generators around the one that counts. Only `generator` has a form for delegating,
//! `yield_from`; with the others a generator loops over the inner one. A coroutine of `corosensei` could also pass its yielder
//! to functions, but then there would be one coroutine at any depth.

mod with_genawaiter {
    use genawaiter::rc::Gen;

    pub(super) fn count(end: u64) -> impl IntoIterator<Item = u64> {
        Gen::new(async move |co| {
            for number in 0..end {
                co.yield_(number).await;
            }
        })
    }

    pub(super) fn delegate(items: impl IntoIterator<Item = u64>) -> impl IntoIterator<Item = u64> {
        Gen::new(async move |co| {
            for item in items {
                co.yield_(item).await;
            }
        })
    }
}

mod with_next_gen {
    #[next_gen::generator(yield(u64))]
    pub(super) fn count(end: u64) {
        for number in 0..end {
            yield_!(number);
        }
    }

    #[next_gen::generator(yield(u64))]
    pub(super) fn delegate(items: impl Iterator<Item = u64>) {
        for item in items {
            yield_!(item);
        }
    }
}

mod with_fauxgen {
    #[fauxgen::generator(yield = u64)]
    pub(super) fn count(end: u64) {
        for number in 0..end {
            r#yield!(number);
        }
    }

    #[fauxgen::generator(yield = u64)]
    pub(super) fn delegate<I: Iterator<Item = u64>>(items: I) {
        for item in items {
            r#yield!(item);
        }
    }
}

mod with_corosensei {
    use crate::peers::iterate;
    use corosensei::{Coroutine, Yielder};

    pub(super) fn count(end: u64) -> Coroutine<(), u64, ()> {
        Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
            for number in 0..end {
                yielder.suspend(number);
            }
        })
    }

    pub(super) fn delegate(items: Coroutine<(), u64, ()>) -> Coroutine<(), u64, ()> {
        Coroutine::new(move |yielder: &Yielder<(), u64>, ()| {
            for item in iterate(items) {
                yielder.suspend(item);
            }
        })
    }
}

mod with_generator {
    use generator::{Generator, Gn, done};

    pub(super) fn count(end: u64) -> Generator<'static, (), u64> {
        Gn::new_scoped(move |mut scope| {
            for number in 0..end {
                scope.yield_(number);
            }
            done!()
        })
    }

    pub(super) fn delegate(items: Generator<'static, (), u64>) -> Generator<'static, (), u64> {
        Gn::new_scoped(move |mut scope| {
            scope.yield_from(items);
            done!()
        })
    }
}

/// Defines the peers of a workload: what each counts with, and as many delegates around it as are named.
macro_rules! nested {
    ($depth:ident: $($delegate:ident)*) => {
        pub(crate) mod $depth {
            use super::{with_corosensei, with_fauxgen, with_genawaiter, with_generator, with_next_gen};
            use crate::one_for::workloads::delegation::$depth::{Input, digest};
            use std::pin::pin;

            timed_for! { genawaiter(end) {
                let items = with_genawaiter::count(end);
                $(let items = with_genawaiter::$delegate(items);)*
            } => items }

            timed_for! { next_gen(end) {
                use with_next_gen::{count, delegate};
                next_gen::mk_gen!(let items = count(end));
                $(next_gen::mk_gen!(let items = $delegate(items));)*
            } => items }

            timed_for! { fauxgen(end) {
                let items = pin!(with_fauxgen::count(end));
                $(let items = pin!(with_fauxgen::$delegate(items));)*
            } => items }

            timed_for! { corosensei(end) {
                let items = with_corosensei::count(end);
                $(let items = with_corosensei::$delegate(items);)*
            } => crate::peers::iterate(items) }

            timed_for! { generator(end) {
                let items = with_generator::count(end);
                $(let items = with_generator::$delegate(items);)*
            } => items }

            consumers!();
        }
    };
}

nested! { one: delegate }
nested! { four: delegate delegate delegate delegate }
nested! { sixteen:
    delegate delegate delegate delegate delegate delegate delegate delegate
    delegate delegate delegate delegate delegate delegate delegate delegate
}
