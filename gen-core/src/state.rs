//! What a generator answers: the outcome of a resumption, and where it stands.

/// The outcome of resuming a generator.
///
/// The variants have the names of [`core::ops::CoroutineState`][unstable].
///
/// [unstable]: https://doc.rust-lang.org/std/ops/enum.CoroutineState.html
///
/// ```
/// use gen_core::{Generator, GeneratorState, generator};
///
/// #[generator]
/// fn once() -> impl Generator<Yield = u8, Return = &'static str> {
///     yield_!(1);
///     "done"
/// }
///
/// let mut once = once();
/// assert_eq!(once.resume(()), GeneratorState::Yielded(1));
/// assert_eq!(once.resume(()), GeneratorState::Complete("done"));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[must_use = "the yielded value or the return value is in it"]
pub enum GeneratorState<Y, T> {
    /// The generator is suspended at a yield of this value.
    Yielded(Y),
    /// The body has ended with this value.
    Complete(T),
}

impl<Y, T> GeneratorState<Y, T> {
    /// The yielded value, if the generator yielded.
    ///
    /// ```
    /// # use gen_core::GeneratorState;
    /// assert_eq!(GeneratorState::<_, ()>::Yielded(1).yielded(), Some(1));
    /// assert_eq!(GeneratorState::<u8, _>::Complete(()).yielded(), None);
    /// ```
    #[inline]
    pub fn yielded(self) -> Option<Y> {
        match self {
            Self::Yielded(value) => Some(value),
            Self::Complete(_) => None,
        }
    }

    /// The return value, if the generator has ended.
    ///
    /// ```
    /// # use gen_core::GeneratorState;
    /// assert_eq!(GeneratorState::<u8, _>::Complete("end").complete(), Some("end"));
    /// assert_eq!(GeneratorState::<_, ()>::Yielded(1).complete(), None);
    /// ```
    #[inline]
    pub fn complete(self) -> Option<T> {
        match self {
            Self::Yielded(_) => None,
            Self::Complete(value) => Some(value),
        }
    }
}

/// Where a generator stands between two resumptions.
///
/// ```
/// use gen_core::{Generator, GeneratorStatus, generator};
///
/// #[generator]
/// fn once() -> impl Generator<Yield = u8> {
///     yield_!(1);
/// }
///
/// let mut once = once();
/// assert_eq!(once.status(), GeneratorStatus::Created);
/// let _ = once.resume(());
/// assert_eq!(once.status(), GeneratorStatus::Suspended);
/// once.close();
/// assert_eq!(once.status(), GeneratorStatus::Finished);
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum GeneratorStatus {
    /// Nothing of the body has run yet.
    Created,
    /// The body stands at a yield.
    Suspended,
    /// The body has returned, panicked or been closed.
    Finished,
}

impl GeneratorStatus {
    /// Rule 3: the size hint of an iterator or a stream.
    #[inline(always)]
    pub(crate) fn size_hint(self) -> (usize, Option<usize>) {
        match self {
            Self::Created | Self::Suspended => (0, None),
            Self::Finished => (0, Some(0)),
        }
    }
}
