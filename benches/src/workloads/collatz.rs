//! One step of the Collatz sequence for all odd numbers, as a pipeline of four stages, each looping over the one before.
//! The baseline is the chain of adapters from the standard library that everyone would write.

pub(crate) type Input = u64;
pub(crate) type Item = u64;

pub(crate) fn hand(limit: Input) -> impl Iterator<Item = Item> {
    (0..limit)
        .filter(|number| number % 2 == 1)
        .map(|number| 3 * number + 1)
        .map(|number| number >> number.trailing_zeros())
}

generator_fn! {
    fn numbers(limit: Input) -> impl Iterator<Item = Item> {
        for number in 0..limit {
            yield_!(number);
        }
    }
}

generator_fn! {
    fn odd(numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = Item> {
        for number in numbers {
            if number % 2 == 1 {
                yield_!(number);
            }
        }
    }
}

generator_fn! {
    fn tripled(numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = Item> {
        for number in numbers {
            yield_!(3 * number + 1);
        }
    }
}

generator_fn! {
    fn halved(numbers: impl Iterator<Item = u64>) -> impl Iterator<Item = Item> {
        for number in numbers {
            yield_!(number >> number.trailing_zeros());
        }
    }
}

pub(crate) fn generator(limit: Input) -> impl Iterator<Item = Item> {
    halved(tripled(odd(numbers(limit))))
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
