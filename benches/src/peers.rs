//! The same workloads with other crates' generators: the workload's body is taken as it is, and `yield_!` means what the crate
//! has for it. Those of several generators, and those that send values, are written anew in modules of their own. Each is
//! consumed by `for`, at one place, in the way that its documentation shows.

use corosensei::Coroutine;

/// A coroutine of `corosensei` is no iterator.
fn iterate<T>(mut coroutine: Coroutine<(), T, ()>) -> impl Iterator<Item = T> {
    std::iter::from_fn(move || coroutine.resume(()).as_yield())
}

macro_rules! generator_fn {
    ($vis:vis fn $name:ident($parameter:ident: $type:ty) -> impl Iterator<Item = $item:ty> { $($body:tt)* }) => {
        peers! { ($) ($parameter) $($body)* }
    };
}

macro_rules! peers {
    (($dollar:tt) ($parameter:ident) $($body:tt)*) => {
        timed_for! { genawaiter($parameter) {} => genawaiter::rc::Gen::new(async |co| {
            macro_rules! yield_ {
                ($dollar item:expr) => {
                    co.yield_($dollar item).await
                };
            }
            $($body)*
        }) }

        #[next_gen::generator(yield(Item))]
        fn make($parameter: Input) {
            $($body)*
        }

        timed_for! { next_gen(input) { next_gen::mk_gen!(let items = make(input)); } => items }

        #[fauxgen::generator(yield = Item)]
        fn with_fauxgen($parameter: Input) {
            macro_rules! yield_ {
                ($dollar item:expr) => {
                    r#yield!($dollar item)
                };
            }
            $($body)*
        }

        timed_for! { fauxgen(input) {} => std::pin::pin!(with_fauxgen(input)) }

        timed_for! { corosensei($parameter) {} =>
            crate::peers::iterate(corosensei::Coroutine::new(move |yielder: &corosensei::Yielder<(), Item>, ()| {
                macro_rules! yield_ {
                    ($dollar item:expr) => {
                        yielder.suspend($dollar item)
                    };
                }
                $($body)*
            }))
        }

        timed_for! { generator($parameter) {} => generator::Gn::<()>::new_scoped(move |mut scope| {
            macro_rules! yield_ {
                ($dollar item:expr) => {
                    scope.yield_($dollar item)
                };
            }
            $($body)*
            generator::done!()
        }) }
    };
}

macro_rules! consumers {
    () => {
        pub(crate) const PEERS: &[(&str, crate::loops::Run<Input>)] = &[
            ("genawaiter", genawaiter),
            ("next-gen", next_gen),
            ("fauxgen", fauxgen),
            ("corosensei", corosensei),
            ("generator", generator),
        ];
    };
}

pub(crate) mod boxed;
pub(crate) mod collatz;
#[path = "workloads/create.rs"]
pub(crate) mod create;
#[path = "workloads/csv.rs"]
pub(crate) mod csv;
pub(crate) mod delegation;
pub(crate) mod echo;
#[path = "workloads/fibonacci.rs"]
pub(crate) mod fibonacci;
#[path = "workloads/grid.rs"]
pub(crate) mod grid;
#[path = "workloads/local_borrow.rs"]
pub(crate) mod local_borrow;
#[path = "workloads/merge.rs"]
pub(crate) mod merge;
#[path = "workloads/permutations.rs"]
pub(crate) mod permutations;
#[path = "workloads/primes.rs"]
pub(crate) mod primes;
#[path = "workloads/tokenizer.rs"]
pub(crate) mod tokenizer;
pub(crate) mod tree;
#[path = "workloads/triangle.rs"]
pub(crate) mod triangle;
#[path = "workloads/words.rs"]
pub(crate) mod words;
