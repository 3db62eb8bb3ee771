//! What a debugger, a panic message and a backtrace say of a generator's body.

use std::backtrace::Backtrace;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{gen_, generator};

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
