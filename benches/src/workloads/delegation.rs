//! The same count through 1, 4 or 16 generators that each delegate to the next.

pub(crate) type Item = u64;

/// Defines generator functions of which each delegates to the one after it, and the last one counts.
macro_rules! delegates {
    ($last:ident) => {
        generator_fn! {
            fn $last(end: u64) -> impl Generator<Yield = u64, Return = ()> {
                for number in 0..end {
                    yield_!(number);
                }
            }
        }
    };
    ($outer:ident $inner:ident $($rest:ident)*) => {
        generator_fn! {
            fn $outer(end: u64) -> impl Generator<Yield = u64, Return = ()> {
                yield_from!($inner(end));
            }
        }
        delegates! { $inner $($rest)* }
    };
}

/// Defines a workload: the delegates, and before them a generator that is an iterator.
macro_rules! nested {
    ($depth:ident: $($delegate:ident)*) => {
        pub(crate) mod $depth {
            #[allow(unused_imports, reason = "counting needs no digests")]
            pub(crate) use super::{Item, digest, hand};
            #[cfg(not(gen_blocks))]
            use gen_core::Generator;

            pub(crate) type Input = u64;

            generator_fn! {
                pub(crate) fn generator(end: u64) -> impl Iterator<Item = Item> {
                    yield_from!(a(end));
                }
            }
            delegates! { $($delegate)* }
            consumers!();
        }
    };
}

struct Count {
    next: u64,
    end: u64,
}

impl Iterator for Count {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        (self.next < self.end).then(|| {
            self.next += 1;
            self.next - 1
        })
    }
}

pub(crate) fn hand(end: u64) -> impl Iterator<Item = Item> {
    Count { next: 0, end }
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

nested! { one: a }
nested! { four: a b c d }
nested! { sixteen: a b c d e f g h i j k l m n o p }
