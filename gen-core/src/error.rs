//! Errors of starting a generator and of sending into one.

use core::error::Error;
use core::fmt;

/// [`Generator::start`](crate::Generator::start) was called on a generator that had been started before.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct AlreadyStarted;

impl fmt::Display for AlreadyStarted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the generator has already been started")
    }
}

impl Error for AlreadyStarted {}

/// A value that could not be sent because the generator was not suspended at a yield. The value is in it.
///
/// ```
/// use gen_core::{Generator, SendError, generator};
///
/// #[generator]
/// fn echo() -> impl Generator<String, Yield = usize, Return = ()> {
///     let mut length = 0;
///     loop {
///         length = yield_!(length).len();
///     }
/// }
///
/// let refused = echo().send("too early".to_owned()).unwrap_err();
/// assert_eq!(refused, SendError::NotStarted("too early".to_owned()));
/// assert_eq!(refused.into_inner(), "too early");
/// ```
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub enum SendError<R> {
    /// The body has not run to its first yield yet: [`start`](crate::Generator::start) it first.
    NotStarted(R),
    /// A step of the asynchronous generator is under way: [`proceed`](crate::AsyncGenerator::proceed) with it first. A
    /// synchronous generator has none.
    Pending(R),
    /// The body has ended.
    Finished(R),
}

impl<R> SendError<R> {
    /// The value that was not sent.
    #[inline]
    pub fn into_inner(self) -> R {
        match self {
            Self::NotStarted(value) | Self::Pending(value) | Self::Finished(value) => value,
        }
    }

    /// The same error with its value changed by `change`.
    ///
    /// ```
    /// # use gen_core::SendError;
    /// assert_eq!(SendError::Finished(2).map(|n| n * 2), SendError::Finished(4));
    /// ```
    #[inline]
    pub fn map<S>(self, change: impl FnOnce(R) -> S) -> SendError<S> {
        match self {
            Self::NotStarted(value) => SendError::NotStarted(change(value)),
            Self::Pending(value) => SendError::Pending(change(value)),
            Self::Finished(value) => SendError::Finished(change(value)),
        }
    }
}

impl<S, E> SendError<Result<S, E>> {
    /// The same error for an error that was thrown.
    #[inline]
    pub(crate) fn into_thrown(self) -> SendError<E> {
        self.map(|value| value.err().expect("what is thrown is an error"))
    }
}

impl<R> fmt::Debug for SendError<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotStarted(_) => "NotStarted(..)",
            Self::Pending(_) => "Pending(..)",
            Self::Finished(_) => "Finished(..)",
        })
    }
}

impl<R> fmt::Display for SendError<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotStarted(_) => "nothing can be sent into a generator before it has been started",
            Self::Pending(_) => "nothing can be sent into a generator while a step is under way",
            Self::Finished(_) => "nothing can be sent into a finished generator",
        })
    }
}

impl<R> Error for SendError<R> {}
