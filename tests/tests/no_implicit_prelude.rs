//! Every form compiles in a crate that has no prelude, forbids `unsafe` and denies warnings.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings)]

use ::gen_core::{
    AsyncGenerator, BoxAsyncGenerator, BoxGenerator, Generator, LocalBoxAsyncGenerator, LocalBoxGenerator,
    PinGenerator, generator,
};
use ::std::boxed::Box;
use ::std::iter::{FusedIterator, IntoIterator, Iterator};
use ::std::pin::Pin;
use ::std::result::Result::{self, Err, Ok};
use ::std::{assert_eq, println};

#[generator]
fn iterator(n: u32) -> impl Iterator<Item = u32> {
    yield_!(n);
    println!("{:?}", yield_!(n + 1));
}

#[generator]
fn fused((a, _): (u32, u32)) -> impl FusedIterator<Item = u32> {
    yield_!(a);
}

#[generator]
fn iterable() -> impl IntoIterator<Item = u32> {
    yield_!(1);
}

#[generator]
fn generator(#[resume] first: u32) -> impl Generator<u32, Yield = u32, Return = u32> {
    let second = yield_!(first);
    first + second
}

#[generator]
fn throwing() -> impl Generator<Result<u32, u32>, Yield = u32, Return = Result<u32, u32>> {
    yield_from!([1, 2])?;
    Ok(yield_!(3)?)
}

#[generator]
fn pinned() -> impl PinGenerator<Yield = u32, Return = u32> {
    yield_!(1);
    2
}

#[generator]
fn boxed_iterator<'a>(text: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
    yield_!(text);
}

#[generator]
fn boxed_generator() -> Box<dyn Generator<Yield = u32, Return = u32>> {
    yield_!(1);
    yield_from!(pinned())
}

#[generator]
fn boxed(n: u32) -> BoxGenerator<'static, u32> {
    if n > 0 {
        yield_from!(boxed(n - 1));
    }
    yield_!(n);
}

#[generator]
fn local_boxed(n: u32) -> LocalBoxGenerator<'static, u32> {
    yield_from!(boxed(n));
    yield_from!(iterator(n));
    yield_from!(0..n);
}

#[generator]
async fn boxed_async(n: u32, #[resume] first: u32) -> BoxAsyncGenerator<'static, u32, u32, u32> {
    ::std::future::ready(()).await;
    let sent = yield_!(first + n);
    if n == 0 { sent } else { sent + yield_from!(boxed_async(n - 1)) }
}

#[generator]
async fn local_boxed_async(n: u32) -> LocalBoxAsyncGenerator<'static, u32, u32, u32> {
    yield_from!(boxed_async(n)) + yield_from!(dynamic_async(n))
}

#[generator]
async fn dynamic_async(n: u32) -> Pin<Box<dyn AsyncGenerator<u32, Yield = u32, Return = u32>>> {
    if n == 0 { yield_!(n) } else { yield_from!(dynamic_async(n - 1)) + yield_from!(boxed_async(0)) }
}

#[test]
fn every_form_runs() {
    assert_eq!(iterator(1).sum::<u32>(), 3);
    assert_eq!(fused((1, 2)).sum::<u32>(), 1);
    assert_eq!(iterable().into_iter().sum::<u32>(), 1);
    let mut generator = generator();
    assert_eq!(generator.resume(1).yielded(), ::core::option::Option::Some(1));
    assert_eq!(generator.resume(2).complete(), ::core::option::Option::Some(3));
    let mut throwing = throwing();
    assert_eq!(throwing.resume(Ok(1)).yielded(), ::core::option::Option::Some(1));
    assert_eq!(throwing.resume(Err(5)).complete(), ::core::option::Option::Some(Err(5)));
    assert_eq!(boxed_iterator("a").count(), 1);
    assert_eq!(boxed_generator().iter().sum::<u32>(), 2);
    assert_eq!(local_boxed(3).sum::<u32>(), 16);
    assert_eq!(::futures::executor::block_on_stream(local_boxed_async(2)).sum::<u32>(), 3);
}
