//! What becomes of a body's return value where only items are wanted.

use crate::state::GeneratorState;

/// Makes the last item of an iterator or a stream from what the body has returned.
pub trait End<Y, T> {
    /// The last item, if there is one.
    fn last(returned: T) -> Option<Y>;

    /// The item that a step gives.
    #[inline(always)]
    fn item(state: GeneratorState<Y, T>) -> Option<Y> {
        match state {
            GeneratorState::Yielded(item) => Some(item),
            GeneratorState::Complete(returned) => Self::last(returned),
        }
    }
}

/// The return value is dropped.
#[derive(Debug)]
pub struct Discard;

impl<Y, T> End<Y, T> for Discard {
    #[inline(always)]
    fn last(_: T) -> Option<Y> {
        None
    }
}

/// The error that ended the body of a `#[try_generator]` is the last item.
#[derive(Debug)]
pub struct YieldError;

impl<I: TryItem> End<I, Result<(), I::Error>> for YieldError {
    #[inline(always)]
    fn last(returned: Result<(), I::Error>) -> Option<I> {
        returned.err().map(I::from_error)
    }
}

/// What a `#[try_generator]` yields.
#[diagnostic::on_unimplemented(
    message = "a `#[try_generator]` yields `Result`s, not `{Self}`",
    label = "this is not a `Result`",
    note = "write `impl Iterator<Item = Result<Y, E>>`, or `impl Stream<Item = Result<Y, E>>` on an `async fn`; \
            `#[generator]` makes generators of other items"
)]
pub trait TryItem {
    /// What `yield_!` takes.
    type Value;
    /// What `?` and `return Err(..)` end the generator with.
    type Error;

    /// The item of a yielded value.
    fn from_value(value: Self::Value) -> Self;

    /// The last item.
    fn from_error(error: Self::Error) -> Self;
}

impl<Y, E> TryItem for Result<Y, E> {
    type Value = Y;
    type Error = E;

    #[inline(always)]
    fn from_value(value: Y) -> Self {
        Ok(value)
    }

    #[inline(always)]
    fn from_error(error: E) -> Self {
        Err(error)
    }
}
