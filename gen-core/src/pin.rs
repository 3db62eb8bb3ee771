//! Generators that their owner pins: no allocation at all.

use core::ops::DerefMut;
use core::pin::Pin;
use core::task::Poll;

use crate::delegation::ResumeDefault;
use crate::delegation::delegating::Delegating;
use crate::delegation::tags::{PinGeneratorTag, Tag};
use crate::error::{AlreadyStarted, SendError};
use crate::generator::Generator;
use crate::iter::Iter;
use crate::kind::Synchronous;
use crate::state::{GeneratorState, GeneratorStatus};

/// A generator that is pinned by its owner and never allocates.
///
/// A `#[generator]` function that returns `impl PinGenerator<R, Yield = Y, Return = T>` makes one. It works without the
/// `alloc` feature.
///
/// ```
/// use core::pin::pin;
/// use gen_core::{PinGenerator, generator};
///
/// #[generator]
/// fn squares(n: u32) -> impl PinGenerator<Yield = u32> {
///     for i in 0..n {
///         yield_!(i * i);
///     }
/// }
///
/// let mut squares = pin!(squares(4));
/// let mut sum = 0;
/// for square in squares.as_mut().iter() {
///     sum += square;
/// }
/// assert_eq!(sum, 14);
/// ```
///
/// `Pin<&mut G>` and `Pin<Box<G>>` are [`Generator`]s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a pinned generator that is resumed with `{R}`",
    note = "a `#[generator]` function makes one if it returns `impl PinGenerator<R, Yield = Y, Return = T>`"
)]
#[must_use = "generators are lazy and do nothing unless resumed"]
pub trait PinGenerator<R = ()> {
    /// What it yields.
    type Yield;
    /// What its body evaluates to.
    type Return;

    /// Runs the body to its next yield or to its end, as [`Generator::resume`] does.
    ///
    /// # Panics
    ///
    /// If the generator is finished. A panic of the body goes through, and finishes the generator.
    #[track_caller]
    fn resume(self: Pin<&mut Self>, argument: R) -> GeneratorState<Self::Yield, Self::Return>;

    /// Where the generator stands.
    fn status(&self) -> GeneratorStatus;

    /// Drops the body: the destructors of its locals run now, from the innermost delegate outwards. Idempotent.
    fn close(self: Pin<&mut Self>);

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
    fn start(self: Pin<&mut Self>) -> Result<GeneratorState<Self::Yield, Self::Return>, AlreadyStarted>;

    /// Resumes a *suspended* generator: `value` is what the pending `yield_!` evaluates to.
    ///
    /// # Errors
    ///
    /// [`SendError`], with the value, if the generator is not started or finished.
    #[inline]
    fn send(self: Pin<&mut Self>, value: R) -> Result<GeneratorState<Self::Yield, Self::Return>, SendError<R>> {
        match self.status() {
            GeneratorStatus::Created => Err(SendError::NotStarted(value)),
            GeneratorStatus::Suspended => Ok(self.resume(value)),
            GeneratorStatus::Finished => Err(SendError::Finished(value)),
        }
    }

    /// Iterates over the rest, sending `R::default()`; `()` and `None` are what that is meant for.
    #[inline]
    fn iter(self: Pin<&mut Self>) -> Iter<Pin<&mut Self>, R>
    where
        Self: Sized,
        R: Default,
    {
        Iter::new(self)
    }

    /// One step of `yield_from!`: polls a generator on behalf of a body that delegates to it.
    #[doc(hidden)]
    #[inline]
    fn __poll_delegate<D: ResumeDefault<R>>(
        delegating: Delegating<'_, '_, Self, Synchronous, Self::Yield, R, Self::Return>,
    ) -> Poll<Self::Return>
    where
        Self: Sized,
    {
        delegating.by_steps(<PinGeneratorTag as Tag<Self, D, Self::Yield, R>>::poll_step)
    }
}

impl<P: DerefMut, R> Generator<R> for Pin<P>
where
    P::Target: PinGenerator<R>,
{
    type Yield = <P::Target as PinGenerator<R>>::Yield;
    type Return = <P::Target as PinGenerator<R>>::Return;

    #[inline]
    #[track_caller]
    fn resume(&mut self, argument: R) -> GeneratorState<Self::Yield, Self::Return> {
        self.as_mut().resume(argument)
    }

    #[inline]
    fn status(&self) -> GeneratorStatus {
        (**self).status()
    }

    #[inline]
    fn close(&mut self) {
        self.as_mut().close();
    }

    #[inline]
    #[track_caller]
    fn start(&mut self) -> Result<GeneratorState<Self::Yield, Self::Return>, AlreadyStarted> {
        self.as_mut().start()
    }
}
