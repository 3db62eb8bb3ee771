//! A conversation: every item answers a value that was sent in.

use gen_core::{Generator, GeneratorState, generator};
use std::convert::Infallible;

pub(crate) type Input = u64;
pub(crate) type Item = u64;

/// Sends in something made of each answer, and gives the answers.
pub(crate) fn converse(rounds: u64, mut send: impl FnMut(u64) -> u64) -> impl Iterator<Item = Item> {
    let mut value = 1;
    (0..rounds).map(move |_| {
        let answer = send(value);
        value = answer.rotate_left(7) ^ rounds;
        answer
    })
}

struct Echo {
    sum: u64,
}

impl Echo {
    fn send(&mut self, value: u64) -> u64 {
        self.sum = self.sum.wrapping_add(value);
        self.sum
    }
}

pub(crate) fn hand(rounds: Input) -> impl Iterator<Item = Item> {
    let mut echo = Echo { sum: 0 };
    converse(rounds, move |value| echo.send(value))
}

#[generator]
fn echo() -> impl Generator<u64, Yield = u64, Return = Infallible> {
    let mut sum = 0_u64;
    loop {
        sum = sum.wrapping_add(yield_!(sum));
    }
}

pub(crate) fn generator(rounds: Input) -> impl Iterator<Item = Item> {
    let mut echo = echo();
    let started = echo.start();
    debug_assert_eq!(started, Ok(GeneratorState::Yielded(0)));
    converse(rounds, move |value| match echo.send(value) {
        Ok(GeneratorState::Yielded(answer)) => answer,
        Ok(GeneratorState::Complete(never)) => match never {},
        Err(error) => unreachable!("it is suspended for ever: {error:?}"),
    })
}

pub(crate) fn digest(item: Item) -> u64 {
    item
}

consumers!();
