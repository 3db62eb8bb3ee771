//! Chains of 2, 3, 5 or 9 generators, each looping over the one before; by hand, the same number of the standard library's
//! adapters.

pub(crate) type Input = u64;
pub(crate) type Item = u64;

fn is_kept(number: u64) -> bool {
    number & 7 != 0
}

fn mix(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9) ^ (number >> 7)
}

generator_fn! {
    fn kept(items: impl Iterator<Item = u64>) -> impl Iterator<Item = Item> {
        for item in items {
            if is_kept(item) {
                yield_!(item);
            }
        }
    }
}

generator_fn! {
    fn mixed(items: impl Iterator<Item = u64>) -> impl Iterator<Item = Item> {
        for item in items {
            yield_!(mix(item));
        }
    }
}

/// What goes through all of the stages, the first of which is named first.
macro_rules! chain {
    (generators: $items:expr;) => { $items };
    (generators: $items:expr; $stage:ident $($rest:ident)*) => { chain!(generators: $stage($items); $($rest)*) };
    (adapters: $items:expr;) => { $items };
    (adapters: $items:expr; kept $($rest:ident)*) => {
        chain!(adapters: $items.filter(|&item| is_kept(item)); $($rest)*)
    };
    (adapters: $items:expr; mixed $($rest:ident)*) => { chain!(adapters: $items.map(mix); $($rest)*) };
}

/// Defines a workload of these stages.
macro_rules! pipeline {
    ($length:ident: $($stage:ident)*) => {
        pub(crate) mod $length {
            #[allow(unused_imports, reason = "counting needs no digests")]
            pub(crate) use super::{Input, Item, digest};
            use super::{is_kept, kept, mix, mixed};

            pub(crate) fn hand(limit: Input) -> impl Iterator<Item = Item> {
                chain!(adapters: (0..limit); $($stage)*)
            }

            pub(crate) fn generator(limit: Input) -> impl Iterator<Item = Item> {
                chain!(generators: 0..limit; $($stage)*)
            }

            consumers!();
        }
    };
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

pipeline! { two: kept mixed }
pipeline! { three: kept mixed kept }
pipeline! { five: kept mixed kept mixed kept }
pipeline! { nine: kept mixed kept mixed kept mixed kept mixed kept }
