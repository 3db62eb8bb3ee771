//! What a debugger, a panic message and a backtrace say of a generator's body.

use std::backtrace::Backtrace;
use std::panic::{self, AssertUnwindSafe};
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::task::{Context, Waker};

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{AsyncGenerator, BoxGenerator, Generator, LocalBoxGenerator, PinGenerator, gen_, generator};

/// Where it stands.
type Place = (&'static str, u32, u32, &'static str);

macro_rules! here {
    () => {
        (file!(), line!(), column!(), module_path!())
    };
}

#[generator]
fn places() -> impl Iterator<Item = Place> {
    yield_!((file!(), line!(), column!(), module_path!()));
    let inner = vec![yield_!(here!())];
    drop(inner);
    yield_!(here!());
}

#[test]
fn places_in_a_body_are_the_users() {
    let first = line!() - 8;
    let places: Vec<_> = places().collect();
    assert_eq!(
        places,
        [
            (file!(), first, 32, module_path!()),
            (file!(), first + 1, 30, module_path!()),
            (file!(), first + 3, 13, module_path!()),
        ]
    );
}

/// The line and the column where `act` panics.
fn panics_at<T>(act: impl FnOnce() -> T) -> (u32, u32) {
    static ALONE: Mutex<()> = Mutex::new(());
    static PLACE: Mutex<Option<(u32, u32)>> = Mutex::new(None);
    let alone = ALONE.lock();
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|info| {
        *PLACE.lock().unwrap() = info.location().map(|location| (location.line(), location.column()));
    }));
    let outcome = panic::catch_unwind(AssertUnwindSafe(act));
    panic::set_hook(hook);
    drop(alone);
    assert!(outcome.is_err());
    PLACE.lock().unwrap().take().unwrap()
}

#[test]
fn a_panic_is_located_in_the_body() {
    #[generator]
    fn indexes(values: &[u32]) -> impl Iterator<Item = u32> {
        yield_!(values[0]);
        yield_!(values[1]);
    }
    #[generator]
    async fn unwraps(value: Option<u32>) -> impl Stream<Item = u32> {
        yield_!(1);
        yield_!(value.unwrap());
    }
    let line = line!() - 8;
    assert_eq!(panics_at(|| indexes(&[1]).collect::<Vec<_>>()), (line + 1, 17));
    assert_eq!(panics_at(|| indexes(&[1]).sum::<u32>()), (line + 1, 17));
    assert_eq!(panics_at(|| block_on(unwraps(None).collect::<Vec<_>>())), (line + 6, 23));
    assert_eq!(panics_at(|| gen_!({ yield_!([1][line as usize]) }).count()), (line!(), 45));
}

/// What only the caller can have got wrong is located there.
#[test]
fn a_generator_that_is_resumed_wrongly_panics_at_its_callers_line() {
    macro_rules! echoes {
        ($($name:ident -> $output:ty;)*) => {$(
            #[generator]
            fn $name(#[resume] first: u32) -> $output {
                yield_!(first);
            }
        )*};
    }
    echoes! {
        movable -> impl Generator<u32, Yield = u32, Return = ()>;
        pinned -> impl PinGenerator<u32, Yield = u32, Return = ()>;
        boxed -> BoxGenerator<'static, u32, u32>;
        local_boxed -> LocalBoxGenerator<'static, u32, u32>;
    }
    #[generator]
    async fn asynchronous() -> impl AsyncGenerator<u32, Yield = u32, Return = ()> {
        yield_!(1);
    }
    fn check(mut generator: impl Generator<u32>) {
        assert_eq!(panics_at(|| generator.start().is_ok()), (line!(), 43));
        generator.close();
        assert_eq!(panics_at(|| generator.resume(1)), (line!(), 43));
        let mut by_reference = &mut generator;
        assert_eq!(panics_at(|| Generator::resume(&mut by_reference, 1)), (line!(), 33));
    }
    check(movable());
    check(Box::new(movable()));
    check(boxed());
    check(local_boxed());
    check(pin!(pinned()));
    let mut pinned = pin!(pinned());
    assert_eq!(panics_at(|| pinned.as_mut().start().is_ok()), (line!(), 45));
    pinned.as_mut().close();
    assert_eq!(panics_at(|| PinGenerator::resume(pinned.as_mut(), 1)), (line!(), 29));
    let mut asynchronous = asynchronous();
    Pin::new(&mut asynchronous).close();
    let mut context = Context::from_waker(Waker::noop());
    let mut poll = |argument| Pin::new(&mut asynchronous).poll_resume(&mut context, &mut Some(argument));
    assert_eq!(panics_at(|| poll(1)), (line!() - 1, 59));
}

#[test]
fn a_backtrace_names_the_line_in_the_body() {
    #[generator]
    fn traced() -> impl Iterator<Item = String> {
        let here = Backtrace::force_capture();
        yield_!(here.to_string());
    }
    let line = line!() - 3;
    let trace = traced().next().unwrap();
    assert!(trace.contains("traced"), "{trace}");
    assert!(trace.contains(&format!("debugging.rs:{line}:")), "{trace}");
}
