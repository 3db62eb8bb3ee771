//! Every pattern that a parameter can have binds in a generator what it binds in a function.
#![allow(clippy::toplevel_ref_arg, clippy::trivially_copy_pass_by_ref, reason = "that is what this is about")]

use futures::Stream;
use futures::executor::block_on_stream;
use gen_core::{
    AsyncGenerator, Generator, GeneratorState, LocalBoxAsyncGenerator, LocalBoxGenerator, PinGenerator, generator,
};

struct Point {
    x: i32,
    y: i32,
}

/// The same parameters and statements in a function that returns `value`, and in generators that yield it.
macro_rules! function_and_generators {
    ($name:ident($($parameter:pat => $ty:ty),*) $body:block of $($argument:expr),*) => {
        #[test]
        fn $name() {
            fn function($($parameter: $ty),*) -> i32 {
                $body
            }
            #[generator]
            fn movable($($parameter: $ty),*) -> impl Iterator<Item = i32> {
                yield_!($body);
            }
            #[generator]
            fn boxed($($parameter: $ty),*) -> LocalBoxGenerator<'static, i32> {
                yield_!($body);
            }
            #[generator]
            fn pinned($($parameter: $ty),*) -> impl PinGenerator<Yield = i32, Return = ()> {
                yield_!($body);
            }
            #[generator]
            async fn stream($($parameter: $ty),*) -> impl Stream<Item = i32> {
                yield_!($body);
            }
            #[generator]
            async fn boxed_async($($parameter: $ty),*) -> LocalBoxAsyncGenerator<'static, i32> {
                yield_!($body);
            }
            let expected = [function($($argument),*)];
            assert_eq!(movable($($argument),*).collect::<Vec<_>>(), expected);
            assert_eq!(boxed($($argument),*).collect::<Vec<_>>(), expected);
            assert_eq!(std::pin::pin!(pinned($($argument),*)).iter().collect::<Vec<_>>(), expected);
            assert_eq!(block_on_stream(stream($($argument),*)).collect::<Vec<_>>(), expected);
            assert_eq!(block_on_stream(boxed_async($($argument),*)).collect::<Vec<_>>(), expected);
        }
    };
}

function_and_generators! { by_reference(ref n => i32) { *n } of 1 }
function_and_generators! { by_mutable_reference(ref mut n => i32) { *n += 1; *n } of 1 }
function_and_generators! {
    by_mutable_reference_in_a_tuple((ref mut n, m) => (i32, i32)) { *n += m; *n } of (1, 2)
}
function_and_generators! {
    by_mutable_reference_in_a_struct(Point { x: ref mut n, ref y } => Point) { *n += *y; *n }
    of Point { x: 1, y: 2 }
}
function_and_generators! {
    by_mutable_reference_to_all(ref mut all @ (_, _) => (i32, i32)) { all.0 += 1; all.0 + all.1 } of (1, 2)
}
function_and_generators! {
    by_mutable_reference_in_an_array([ref mut first, .., last] => [i32; 3]) { *first -= last; *first } of [1, 2, 3]
}
function_and_generators! {
    mutable_beside_mutable_reference((mut a, ref mut b) => (i32, i32), mut c => i32) { a += 1; *b += a; c += *b; c }
    of (1, 2), 3
}

#[test]
fn a_first_value_may_be_bound_by_mutable_reference() {
    #[generator]
    fn synchronous(#[resume] ref mut n: i32) -> impl Generator<i32, Yield = i32> {
        *n += 1;
        yield_!(*n);
    }
    #[generator]
    fn in_a_pattern(#[resume] (ref mut n, _): (i32, i32)) -> impl Generator<(i32, i32), Yield = i32> {
        *n += 1;
        yield_!(*n);
    }
    #[generator]
    async fn asynchronous(#[resume] ref mut n: Option<i32>) -> impl AsyncGenerator<Option<i32>, Yield = i32> {
        let n = n.as_mut().unwrap();
        *n += 1;
        yield_!(*n);
    }
    assert_eq!(synchronous().resume(1).yielded(), Some(2));
    assert_eq!(in_a_pattern().resume((1, 2)).yielded(), Some(2));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let state = std::pin::pin!(asynchronous()).poll_resume(&mut context, &mut Some(Some(1)));
    assert_eq!(state.map(GeneratorState::yielded), std::task::Poll::Ready(Some(2)));
}
