//! The same workloads with other crates' generators: the workload's body is taken as it is, and `yield_!` means what the crate
//! has for it. Each is consumed by `for`, at one place, in the way that its documentation shows.

macro_rules! generator_fn {
    ($vis:vis fn $name:ident($parameter:ident: $type:ty) -> impl Iterator<Item = $item:ty> { $($body:tt)* }) => {
        peers! { ($) ($parameter) $($body)* }
    };
}

macro_rules! peers {
    (($dollar:tt) ($parameter:ident) $($body:tt)*) => {
        #[inline(never)]
        fn genawaiter(inputs: &[Input]) -> u64 {
            let mut state = 0;
            for &$parameter in inputs {
                let items = genawaiter::rc::Gen::new(async |co| {
                    macro_rules! yield_ {
                        ($dollar item:expr) => {
                            co.yield_($dollar item).await
                        };
                    }
                    $($body)*
                });
                for item in items {
                    state = crate::loops::step(state, digest(item));
                }
            }
            state
        }

        #[inline(never)]
        fn next_gen(inputs: &[Input]) -> u64 {
            #[next_gen::generator(yield(Item))]
            fn make($parameter: Input) {
                $($body)*
            }

            let mut state = 0;
            for &input in inputs {
                next_gen::mk_gen!(let items = make(input));
                for item in items {
                    state = crate::loops::step(state, digest(item));
                }
            }
            state
        }

        #[inline(never)]
        fn fauxgen(inputs: &[Input]) -> u64 {
            let mut state = 0;
            for &$parameter in inputs {
                let items = std::pin::pin!(fauxgen::r#gen!(|token: fauxgen::GeneratorToken<Item>| {
                    macro_rules! yield_ {
                        ($dollar item:expr) => {
                            token.yield_($dollar item).await
                        };
                    }
                    $($body)*
                }));
                for item in items {
                    state = crate::loops::step(state, digest(item));
                }
            }
            state
        }

        #[inline(never)]
        fn corosensei(inputs: &[Input]) -> u64 {
            let mut state = 0;
            for &$parameter in inputs {
                let mut items = corosensei::Coroutine::new(move |yielder: &corosensei::Yielder<(), Item>, ()| {
                    macro_rules! yield_ {
                        ($dollar item:expr) => {
                            yielder.suspend($dollar item)
                        };
                    }
                    $($body)*
                });
                while let Some(item) = items.resume(()).as_yield() {
                    state = crate::loops::step(state, digest(item));
                }
            }
            state
        }

        #[inline(never)]
        fn generator(inputs: &[Input]) -> u64 {
            let mut state = 0;
            for &$parameter in inputs {
                let items = generator::Gn::<()>::new_scoped(move |mut scope| {
                    macro_rules! yield_ {
                        ($dollar item:expr) => {
                            scope.yield_($dollar item)
                        };
                    }
                    $($body)*
                    generator::done!()
                });
                for item in items {
                    state = crate::loops::step(state, digest(item));
                }
            }
            state
        }
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

#[path = "workloads/create.rs"]
pub(crate) mod create;
#[path = "workloads/csv.rs"]
pub(crate) mod csv;
#[path = "workloads/fibonacci.rs"]
pub(crate) mod fibonacci;
#[path = "workloads/local_borrow.rs"]
pub(crate) mod local_borrow;
#[path = "workloads/permutations.rs"]
pub(crate) mod permutations;
#[path = "workloads/primes.rs"]
pub(crate) mod primes;
#[path = "workloads/tokenizer.rs"]
pub(crate) mod tokenizer;
#[path = "workloads/triangle.rs"]
pub(crate) mod triangle;
#[path = "workloads/words.rs"]
pub(crate) mod words;
