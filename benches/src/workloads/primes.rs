//! An incremental sieve: a heap of the next multiple of every prime so far lives across the yields.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

pub(crate) type Input = u64;
pub(crate) type Item = u64;

/// The multiples to come, each with its prime.
type Multiples = BinaryHeap<Reverse<(u64, u64)>>;

/// Moves every multiple that equals `number` on, and tells whether there was none.
fn is_prime(number: u64, multiples: &mut Multiples) -> bool {
    let mut prime = true;
    while let Some(mut least) = multiples.peek_mut() {
        let Reverse((multiple, factor)) = *least;
        if multiple != number {
            break;
        }
        *least = Reverse((multiple + factor, factor));
        prime = false;
    }
    prime
}

struct Primes {
    multiples: Multiples,
    numbers: std::ops::Range<u64>,
}

impl Iterator for Primes {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        let prime = self.numbers.find(|&number| is_prime(number, &mut self.multiples))?;
        self.multiples.push(Reverse((prime * prime, prime)));
        Some(prime)
    }
}

pub(crate) fn hand(limit: Input) -> impl Iterator<Item = Item> {
    Primes { multiples: BinaryHeap::new(), numbers: 2..limit }
}

generator_fn! {
    pub(crate) fn generator(limit: Input) -> impl Iterator<Item = Item> {
        let mut multiples = BinaryHeap::new();
        for number in 2..limit {
            if is_prime(number, &mut multiples) {
                multiples.push(Reverse((number * number, number)));
                yield_!(number);
            }
        }
    }
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
