//! An asynchronous generator that answers what it is sent.

use crate::loops::{Run, step};
use gen_core::{AsyncGenerator, GeneratorState, PinAsyncGenerator, generator};
use std::pin::pin;

/// What an expert writes by hand.
struct Sums {
    sum: u64,
}

impl Sums {
    #[expect(clippy::unused_async, reason = "what it is measured beside is asynchronous")]
    async fn send(&mut self, number: u64) -> u64 {
        self.sum = self.sum.wrapping_add(number);
        self.sum
    }
}

#[generator]
async fn sums() -> impl AsyncGenerator<u64, Yield = u64, Return = ()> {
    let mut sum: u64 = 0;
    loop {
        sum = sum.wrapping_add(yield_!(sum));
    }
}

#[generator]
async fn pinned_sums() -> impl PinAsyncGenerator<u64, Yield = u64, Return = ()> {
    let mut sum: u64 = 0;
    loop {
        sum = sum.wrapping_add(yield_!(sum));
    }
}

async fn converse(mut sums: impl AsyncGenerator<u64, Yield = u64, Return = ()> + Unpin, end: u64) -> u64 {
    let mut state = 0;
    let _ = sums.start().await;
    for number in 0..end {
        if let Ok(GeneratorState::Yielded(sum)) = sums.send(number).await {
            state = step(state, sum);
        }
    }
    state
}

#[inline(never)]
fn run_hand(ends: &[u64]) -> u64 {
    futures::executor::block_on(async {
        let mut state = 0;
        for &end in ends {
            let mut sums = Sums { sum: 0 };
            for number in 0..end {
                state = step(state, sums.send(number).await);
            }
        }
        state
    })
}

#[inline(never)]
fn run_generator(ends: &[u64]) -> u64 {
    futures::executor::block_on(async {
        let mut state = 0;
        for &end in ends {
            state ^= converse(sums(), end).await;
        }
        state
    })
}

#[inline(never)]
fn run_pinned(ends: &[u64]) -> u64 {
    futures::executor::block_on(async {
        let mut state = 0;
        for &end in ends {
            state ^= converse(pin!(pinned_sums()), end).await;
        }
        state
    })
}

pub(super) const CONTENDERS: &[(&str, Run<u64>)] =
    &[("hand", run_hand), ("generator", run_generator), ("pinned", run_pinned)];
