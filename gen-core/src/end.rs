//! What becomes of a body's return value where only items are wanted.

use crate::state::GeneratorState;

/// Makes the last item of an iterator or a stream from what the body has returned. The message is that of
/// [`IterableIfItReturnsUnit`].
#[diagnostic::on_unimplemented(
    message = "this `gen_!` is a generator that returns `{T}`, and no iterator or stream: what it returns would \
               be lost",
    label = "its body evaluates to `{T}`, and that of an iterator or a stream to `()`",
    note = "if the body ends with an error that `?` has found, write `try_gen_!`: the error is then the last item",
    note = "to iterate, and to get what it returns, use `generator.iter()` and then `into_return()`; to run an \
            `async` one, `start().await` and then `send(()).await`",
    note = "if what the body evaluates to is not wanted, let the body end with `;`"
)]
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
pub struct Discard;

impl<Y, T> End<Y, T> for Discard {
    #[inline(always)]
    fn last(_: T) -> Option<Y> {
        None
    }
}

/// The ends of generators whose callers see the return value. The others are iterators and streams, and nothing else:
/// where such a one is delegated to, its last item is not to be taken for a return value.
pub trait ShowsReturn {}

impl ShowsReturn for Discard {}

impl ShowsReturn for IterableIfItReturnsUnit {}

/// There is no return value that could be lost: the body of a `gen_!` evaluates to `()`, or never ends. If it does not,
/// and a method of an iterator is called, rustc shows no message of ours, but this name, and this line.
#[rustfmt::skip]
pub struct IterableIfItReturnsUnit; // it does not: iterate over `.iter()`, or write `try_gen_!` to end with an error

impl<Y> End<Y, ()> for IterableIfItReturnsUnit {
    #[inline(always)]
    fn last((): ()) -> Option<Y> {
        None
    }
}

impl<Y> End<Y, Never> for IterableIfItReturnsUnit {
    #[inline(always)]
    fn last(returned: Never) -> Option<Y> {
        returned
    }
}

/// The type `!`, which is what a body without an end evaluates to since edition 2024.
type Never = <fn() -> ! as Function>::Output;

/// A function, of which [`Never`] wants the return type.
#[doc(hidden)]
pub trait Function {
    /// The type that it returns.
    type Output;
}

impl<T> Function for fn() -> T {
    type Output = T;
}

/// The error that ended the body of a `#[try_generator]` is the last item.
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
