//! The traits of generators that can be moved.

use core::task::Poll;

use crate::delegation::ResumeDefault;
use crate::delegation::delegating::Delegating;
use crate::delegation::tags::{GeneratorTag, Tag};
use crate::error::{AlreadyStarted, SendError};
use crate::iter::Iter;
use crate::kind::Synchronous;
use crate::state::{GeneratorState, GeneratorStatus};

/// A resumable computation that yields values on the way to its return value.
///
/// Such types are made by `#[generator]` functions that return `impl Generator<R, Yield = Y, Return = T>`, a boxed
/// trait object, or a [`BoxGenerator`](crate::BoxGenerator). `R` is what the caller sends in, and what `yield_!`
/// evaluates to.
///
/// ```
/// use gen_core::{Generator, GeneratorState, generator};
///
/// #[generator]
/// fn running_average() -> impl Generator<f64, Yield = f64, Return = ()> {
///     let (mut sum, mut count, mut average) = (0.0, 0.0, 0.0);
///     loop {
///         sum += yield_!(average);
///         count += 1.0;
///         average = sum / count;
///     }
/// }
///
/// let mut average = running_average();
/// let _ = average.start();
/// assert_eq!(average.send(10.0), Ok(GeneratorState::Yielded(10.0)));
/// assert_eq!(average.send(20.0), Ok(GeneratorState::Yielded(15.0)));
/// ```
///
/// The trait is dyn-compatible, and implemented for `&mut G` and `Box<G>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a generator that is resumed with `{R}`",
    note = "a `#[generator]` function makes one if it returns `impl Generator<R, Yield = Y, Return = T>`"
)]
#[must_use = "generators are lazy and do nothing unless resumed"]
pub trait Generator<R = ()> {
    /// What it yields.
    type Yield;
    /// What its body evaluates to.
    type Return;

    /// Runs the body to its next yield or to its end.
    ///
    /// The first `argument` goes to the `#[resume]` parameter, or is dropped where there is none. Each later one is
    /// what the pending `yield_!` evaluates to.
    ///
    /// # Panics
    ///
    /// If the generator is finished. A panic of the body goes through, and finishes the generator.
    #[track_caller]
    fn resume(&mut self, argument: R) -> GeneratorState<Self::Yield, Self::Return>;

    /// Where the generator stands.
    fn status(&self) -> GeneratorStatus;

    /// Drops the body: the destructors of its locals run now, from the innermost delegate outwards. Idempotent.
    ///
    /// ```
    /// use gen_core::{Generator, generator};
    ///
    /// #[generator]
    /// fn forever(step: u32) -> impl Generator<Yield = u32> + Iterator<Item = u32> {
    ///     let mut n = 0;
    ///     loop {
    ///         yield_!(n);
    ///         n += step;
    ///     }
    /// }
    ///
    /// let mut evens = forever(2);
    /// assert_eq!(evens.next(), Some(0));
    /// evens.close();
    /// assert_eq!(evens.next(), None);
    /// ```
    fn close(&mut self);

    /// Runs the body to its first yield; no value is needed.
    ///
    /// # Errors
    ///
    /// [`AlreadyStarted`] if the body has run before.
    ///
    /// # Panics
    ///
    /// If the generator has a `#[resume]` parameter, for which `start` has no value. Nothing has begun then: the
    /// generator is still `Created`, and can be resumed with a value. When the body panics.
    #[track_caller]
    fn start(&mut self) -> Result<GeneratorState<Self::Yield, Self::Return>, AlreadyStarted>;

    /// Resumes a *suspended* generator: `value` is what the pending `yield_!` evaluates to.
    ///
    /// # Errors
    ///
    /// [`SendError`], with the value, if the generator is not started or finished.
    #[inline]
    fn send(&mut self, value: R) -> Result<GeneratorState<Self::Yield, Self::Return>, SendError<R>> {
        match self.status() {
            GeneratorStatus::Created => Err(SendError::NotStarted(value)),
            GeneratorStatus::Suspended => Ok(self.resume(value)),
            GeneratorStatus::Finished => Err(SendError::Finished(value)),
        }
    }

    /// Iterates over the rest, sending `R::default()`; `()` and `None` are what that is meant for.
    ///
    /// ```
    /// use gen_core::{Generator, generator};
    ///
    /// #[generator]
    /// fn halves(mut n: u32) -> impl Generator<Yield = u32, Return = u32> {
    ///     let mut steps = 0;
    ///     while n % 2 == 0 {
    ///         n /= 2;
    ///         steps += 1;
    ///         yield_!(n);
    ///     }
    ///     steps
    /// }
    ///
    /// let mut halves = halves(24);
    /// let mut items = halves.iter();
    /// assert_eq!(items.by_ref().collect::<Vec<_>>(), [12, 6, 3]);
    /// assert_eq!(items.into_return(), Some(3));
    /// ```
    #[inline]
    fn iter(&mut self) -> Iter<&mut Self, R>
    where
        Self: Sized,
        R: Default,
    {
        Iter::new(self)
    }

    /// One step of `yield_from!`: polls a generator on behalf of a body that delegates to it.
    ///
    /// `Pending` means that the outer generator is to suspend: a value has been delivered, or the driver has frames
    /// that it polls first. Then it finds their return value when it polls this again.
    #[doc(hidden)]
    #[inline]
    fn __poll_delegate<D: ResumeDefault<R>>(
        delegating: Delegating<'_, '_, Self, Synchronous, Self::Yield, R, Self::Return>,
    ) -> Poll<Self::Return>
    where
        Self: Sized,
    {
        delegating.by_steps(<GeneratorTag as Tag<Self, D, Self::Yield, R>>::poll_step)
    }
}

macro_rules! forward_to_target {
    ($(#[$attribute:meta])* $pointer:ty) => {
        $(#[$attribute])*
        impl<G: Generator<R> + ?Sized, R> Generator<R> for $pointer {
            type Yield = G::Yield;
            type Return = G::Return;

            #[inline]
            #[track_caller]
            fn resume(&mut self, argument: R) -> GeneratorState<G::Yield, G::Return> {
                (**self).resume(argument)
            }

            #[inline]
            fn status(&self) -> GeneratorStatus {
                (**self).status()
            }

            #[inline]
            fn close(&mut self) {
                (**self).close();
            }

            #[inline]
            #[track_caller]
            fn start(&mut self) -> Result<GeneratorState<G::Yield, G::Return>, AlreadyStarted> {
                (**self).start()
            }
        }
    };
}

// `__poll_delegate` is not forwarded: frames that a delegate hands over must not outlive the delegation.
forward_to_target!(&mut G);
forward_to_target!(
    #[cfg(feature = "alloc")]
    alloc::boxed::Box<G>
);

/// `throw` for generators that are resumed with a `Result`.
///
/// ```
/// use gen_core::{Generator, GeneratorState, ThrowExt, generator};
///
/// #[generator]
/// fn tolerant() -> impl Generator<Result<u32, String>, Yield = u32, Return = Result<(), String>> {
///     let mut sum = 0;
///     loop {
///         match yield_!(sum) {
///             Ok(n) => sum += n,
///             Err(error) if error == "skip" => {}
///             Err(error) => return Err(error),
///         }
///     }
/// }
///
/// let mut sum = tolerant();
/// let _ = sum.start();
/// assert_eq!(sum.send(Ok(2)), Ok(GeneratorState::Yielded(2)));
/// assert_eq!(sum.throw("skip".into()), Ok(GeneratorState::Yielded(2)));
/// assert_eq!(sum.throw("stop".into()), Ok(GeneratorState::Complete(Err("stop".into()))));
/// ```
pub trait ThrowExt<S, E>: Generator<Result<S, E>> {
    /// Resumes a suspended generator with `Err(error)`: `yield_!(x)?` lets it propagate, `match yield_!(x)` catches it.
    /// It reaches the innermost delegate.
    ///
    /// # Errors
    ///
    /// [`SendError`], with the error, if the generator is not started or finished.
    #[inline]
    fn throw(&mut self, error: E) -> Result<GeneratorState<Self::Yield, Self::Return>, SendError<E>> {
        self.send(Err(error)).map_err(SendError::into_thrown)
    }
}

impl<G, S, E> ThrowExt<S, E> for G where G: Generator<Result<S, E>> + ?Sized {}
