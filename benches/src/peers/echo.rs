//! Values are sent in with what each crate has for arguments of a resumption.

use crate::one_for::workloads::echo::{Input, converse, digest};
use corosensei::{Coroutine, CoroutineResult, Yielder};
use fauxgen::Generator as _;
use genawaiter::rc::{Co, Gen};
use generator::{Gn, done};
use next_gen::mk_gen;
use std::convert::Infallible;
use std::pin::pin;

timed_for! { genawaiter(rounds) {
    let mut echo = Gen::new(async |co: Co<u64, u64>| -> Infallible {
        let mut sum = 0_u64;
        loop {
            sum = sum.wrapping_add(co.yield_(sum).await);
        }
    });
    // The value that starts it is lost, as no `yield_` waits for it.
    let _ = echo.resume_with(0);
} => converse(rounds, |value| match echo.resume_with(value) {
    genawaiter::GeneratorState::Yielded(answer) => answer,
    genawaiter::GeneratorState::Complete(never) => match never {},
}) }

#[next_gen::generator(yield(u64), resume(u64) as mut value)]
fn with_next_gen() -> Infallible {
    let mut sum = 0_u64;
    loop {
        sum = sum.wrapping_add(value);
        value = yield_!(sum);
    }
}

timed_for! { next_gen(rounds) {
    mk_gen!(let mut echo = with_next_gen());
} => converse(rounds, |value| match echo.as_mut().resume(value) {
    next_gen::generator::GeneratorState::Yielded(answer) => answer,
    next_gen::generator::GeneratorState::Returned(never) => match never {},
}) }

#[fauxgen::generator(yield = u64, arg = u64)]
fn with_fauxgen() -> Infallible {
    let mut sum = 0_u64;
    let mut value = argument!();
    loop {
        sum = sum.wrapping_add(value);
        value = r#yield!(sum);
    }
}

timed_for! { fauxgen(rounds) {
    let mut echo = pin!(with_fauxgen());
} => converse(rounds, |value| match echo.as_mut().resume(value) {
    fauxgen::GeneratorState::Yielded(answer) => answer,
    fauxgen::GeneratorState::Complete(never) => match never {},
}) }

timed_for! { corosensei(rounds) {
    let mut echo = Coroutine::new(|yielder: &Yielder<u64, u64>, mut value| -> Infallible {
        let mut sum = 0_u64;
        loop {
            sum = sum.wrapping_add(value);
            value = yielder.suspend(sum);
        }
    });
} => converse(rounds, |value| match echo.resume(value) {
    CoroutineResult::Yield(answer) => answer,
    CoroutineResult::Return(never) => match never {},
}) }

timed_for! { generator(rounds) {
    let mut echo = Gn::<u64>::new_scoped(|mut scope| {
        let mut sum = 0_u64;
        let mut sent = scope.get_yield();
        while let Some(value) = sent {
            sum = sum.wrapping_add(value);
            sent = scope.yield_(sum);
        }
        done!()
    });
} => converse(rounds, |value| echo.send(value)) }

consumers!();
