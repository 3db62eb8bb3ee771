//! Generators with errors, in a crate that has another `compile_error!` than rustc's found: they compile, and what the
//! macros have refused is in them. It must not run.
#![forbid(unsafe_code)]
#![cfg(test)]
#![allow(
    missing_docs,
    unreachable_code,
    reason = "macros are exported for their paths, and what follows an error is not reached"
)]

// Its `compile_error!` does nothing.
extern crate gen_tests_edition_2015 as core;

use std::fmt::Debug;
use std::future::Future;
use std::ops::Index;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use ::gen_core::{AsyncGenerator, gen_, generator};
use futures::executor::block_on;

/// In edition 2015, `::gen_core` is this.
mod gen_core {
    pub(crate) mod __private_0_1_0 {
        pub(crate) use crate::replace_context as compile_error;
    }
}

#[macro_export]
macro_rules! replace_context {
    ($($message:tt)*) => {
        $crate::ReplaceContext.await
    };
}

/// Puts another context in the place of the one that it is polled with.
struct ReplaceContext;

impl Future for ReplaceContext {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u32> {
        *context = Context::from_waker(Waker::noop());
        Poll::Ready(1)
    }
}

macro_rules! operand_with_an_error {
    ($literal:tt) => {
        #[generator]
        fn replaced_in_an_operand() -> impl Iterator<Item = u32> {
            yield_!(1 $literal);
        }

        fn replaced_in_a_block() -> impl Iterator<Item = u32> {
            gen_!({ yield_!(1 $literal) })
        }
    };
}

gen_tests_edition_2015::give_a_literal!(operand_with_an_error);

/// What an error in brackets is put behind.
struct HalfWritten;

impl Index<u32> for HalfWritten {
    type Output = u32;

    fn index(&self, _: u32) -> &u32 {
        &0
    }
}

/// A body that begins with `if async { .. } {}`: see `attacks/contexts.rs`. The error behind it is swallowed.
macro_rules! await_before_an_error {
    ($async:ident $semicolon:tt) => {
        #[allow(non_upper_case_globals, reason = "the name is what this is about")]
        const $async: bool = true;

        #[generator]
        fn awaits_before_an_error_in_an_operand() -> impl Iterator<Item = u32> {
            let half_written = HalfWritten;
            yield_!({
                if $async {
                    ReplaceContext.await;
                }
                {}
                yield_!(1);
                half_written. $semicolon
                2
            });
        }

        fn awaits_before_an_error_in_a_block() -> impl Iterator<Item = u32> {
            let half_written = HalfWritten;
            gen_!(move {
                if $async {
                    ReplaceContext.await;
                }
                {}
                yield_!(1);
                half_written. $semicolon
            })
        }

        fn awaits_in_a_macro_before_an_error() -> impl Iterator<Item = u32> {
            let half_written = HalfWritten;
            gen_!(move {
                crate::yield_!(ReplaceContext);
                yield_!(1);
                half_written. $semicolon
            })
        }
    };
}

gen_tests_edition_2015::give_async_and_semicolon!(await_before_an_error);

/// What is called so by a path is not ours.
#[macro_export]
macro_rules! yield_ {
    ($future:expr) => {
        $future.await
    };
}

#[generator]
fn awaits() -> impl Iterator<Item = u32> {
    let number = ReplaceContext.await;
    yield_!(number);
}

#[generator]
async fn takes_two_first_arguments(
    #[resume] first: Box<u32>,
    #[resume] second: Box<u32>,
) -> impl AsyncGenerator<Box<u32>, Yield = u32, Return = ()> {
    yield_!(*first + *second);
}

fn assert_panics<T: Debug>(attempt: fn() -> T, part: &str) {
    let panic = catch_unwind(attempt).expect_err("what was refused does not run");
    let message = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref().map(String::as_str));
    let message = message.expect("the message is a string");
    assert!(message.contains(part), "{message}");
}

#[test]
fn what_an_error_is_replaced_by_does_not_run() {
    assert_panics(|| replaced_in_an_operand().next(), "index out of bounds");
    assert_panics(|| replaced_in_a_block().next(), "index out of bounds");
}

/// It replaces the context, which does no harm; the error itself panics.
#[test]
fn what_is_awaited_before_an_error_does_no_harm() {
    let attempts: [Box<dyn Iterator<Item = u32>>; 3] = [
        Box::new(awaits_before_an_error_in_an_operand()),
        Box::new(awaits_before_an_error_in_a_block()),
        Box::new(awaits_in_a_macro_before_an_error()),
    ];
    for mut items in attempts {
        assert_eq!(items.next(), Some(1));
        assert!(catch_unwind(AssertUnwindSafe(|| items.next())).is_err());
        assert_eq!(items.next(), None);
    }
}

#[test]
fn a_body_with_errors_does_not_run() {
    assert_panics(|| awaits().next(), "there for its type alone");
    assert_panics(|| block_on(takes_two_first_arguments().start()), "there for its type alone");
}
