//! The trait of asynchronous generators.

use core::ops::DerefMut;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::asynchronous::steps::{Proceeding, Sending, Starting, Throwing};
use crate::delegation::ResumeDefault;
use crate::delegation::asynchronous::AsyncGeneratorTag;
use crate::delegation::delegating::Delegating;
use crate::delegation::tags::Tag;
use crate::kind::Asynchronous;
use crate::state::{GeneratorState, GeneratorStatus};

/// An asynchronous generator: a [`Generator`](crate::Generator) whose body can `.await`.
///
/// `#[generator]` on an `async fn` that returns `impl AsyncGenerator<R, Yield = Y, Return = T>` makes one. A *step*
/// takes it from one yield to the next; while the body awaits something, the step is *under way*.
///
/// Futures of steps can be dropped without loss: what was sent stays sent, and the step goes on with the next poll, by
/// [`proceed`](Self::proceed) for example. Until it is over, nothing else can be sent.
///
/// ```
/// use gen_core::{AsyncGenerator, GeneratorState, generator};
///
/// #[generator]
/// async fn sums() -> impl AsyncGenerator<u32, Yield = u32, Return = ()> {
///     let mut sum = 0;
///     loop {
///         sum += yield_!(sum);
///     }
/// }
///
/// # futures::executor::block_on(async {
/// let mut sums = sums();
/// assert_eq!(sums.start().await, Ok(GeneratorState::Yielded(0)));
/// assert_eq!(sums.send(2).await, Ok(GeneratorState::Yielded(2)));
/// assert_eq!(sums.send(3).await, Ok(GeneratorState::Yielded(5)));
/// # });
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an asynchronous generator that is resumed with `{R}`",
    note = "a `#[generator]` on an `async fn` makes one if it returns `impl AsyncGenerator<R, Yield = Y, Return = T>`"
)]
#[must_use = "generators are lazy and do nothing unless resumed"]
pub trait AsyncGenerator<R = ()> {
    /// What it yields.
    type Yield;
    /// What its body evaluates to.
    type Return;

    /// Begins the next step, or goes on with the one that is under way.
    ///
    /// A step is begun with the value in `argument`, which is taken out: a yield evaluates to it, or a `#[resume]`
    /// parameter receives it; where nothing has run yet and there is no such parameter, it is dropped. While a step is
    /// under way `argument` is left alone. The `context` is what the body's own futures are polled with.
    ///
    /// # Panics
    ///
    /// If the generator is finished; or if a value is needed, and `argument` is `None`. When the body panics.
    #[track_caller]
    fn poll_resume(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        argument: &mut Option<R>,
    ) -> Poll<GeneratorState<Self::Yield, Self::Return>>;

    /// Where it stands. While a step is under way this is `Suspended`, too.
    fn status(&self) -> GeneratorStatus;

    /// Whether a step is under way: begun, and not over.
    fn is_pending(&self) -> bool;

    /// Drops the body: the destructors of its locals run now, and the generator is finished.
    fn close(self: Pin<&mut Self>);

    /// Runs to the first yield; no value is needed.
    ///
    /// # Errors
    ///
    /// The future gives [`AlreadyStarted`](crate::AlreadyStarted) if something has run before.
    ///
    /// # Panics
    ///
    /// The future panics if the generator has a `#[resume]` parameter, for which `start` has no value: nothing has
    /// begun then, and the generator can be polled with a value by [`poll_resume`](Self::poll_resume). And when the
    /// body panics.
    #[inline]
    fn start(&mut self) -> Starting<'_, Self, R>
    where
        Self: Sized + Unpin,
    {
        Starting::new(self)
    }

    /// Resumes the generator at its yield with `value`, and runs to the next one.
    ///
    /// # Errors
    ///
    /// The future gives the value back if the generator is not started, is finished, or has a step under way.
    ///
    /// # Panics
    ///
    /// The future panics when the body panics.
    #[inline]
    fn send(&mut self, value: R) -> Sending<'_, Self, R>
    where
        Self: Sized + Unpin,
    {
        Sending::new(self, value)
    }

    /// Goes on with the step that is under way, if its future has been dropped. `None` if there is none.
    ///
    /// # Panics
    ///
    /// The future panics when the body panics.
    #[inline]
    fn proceed(&mut self) -> Proceeding<'_, Self, R>
    where
        Self: Sized + Unpin,
    {
        Proceeding::new(self)
    }

    /// One step of `yield_from!`: polls a generator on behalf of a body that delegates to it.
    ///
    /// `Pending` means that the outer generator is to suspend: a value has been delivered, the driver has taken over
    /// frames that it polls first, or something is awaited.
    #[doc(hidden)]
    #[inline]
    fn __poll_delegate<D: ResumeDefault<R>>(
        delegating: Delegating<'_, '_, Self, Asynchronous, Self::Yield, R, Self::Return>,
    ) -> Poll<Self::Return>
    where
        Self: Sized,
    {
        delegating.by_steps(<AsyncGeneratorTag as Tag<Self, D, Self::Yield, R>>::poll_step)
    }
}

macro_rules! forward_to_target {
    ($(#[$attribute:meta])* $pointer:ty) => {
        $(#[$attribute])*
        impl<G: AsyncGenerator<R> + Unpin + ?Sized, R> AsyncGenerator<R> for $pointer {
            type Yield = G::Yield;
            type Return = G::Return;

            #[inline]
            #[track_caller]
            fn poll_resume(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                argument: &mut Option<R>,
            ) -> Poll<GeneratorState<G::Yield, G::Return>> {
                Pin::new(&mut **self.get_mut()).poll_resume(context, argument)
            }

            #[inline]
            fn status(&self) -> GeneratorStatus {
                (**self).status()
            }

            #[inline]
            fn is_pending(&self) -> bool {
                (**self).is_pending()
            }

            #[inline]
            fn close(self: Pin<&mut Self>) {
                Pin::new(&mut **self.get_mut()).close();
            }
        }
    };
}

forward_to_target!(&mut G);
forward_to_target!(
    #[cfg(feature = "alloc")]
    alloc::boxed::Box<G>
);

impl<P: DerefMut, R> AsyncGenerator<R> for Pin<P>
where
    P::Target: AsyncGenerator<R>,
{
    type Yield = <P::Target as AsyncGenerator<R>>::Yield;
    type Return = <P::Target as AsyncGenerator<R>>::Return;

    #[inline]
    #[track_caller]
    fn poll_resume(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        argument: &mut Option<R>,
    ) -> Poll<GeneratorState<Self::Yield, Self::Return>> {
        self.as_deref_mut().poll_resume(context, argument)
    }

    #[inline]
    fn status(&self) -> GeneratorStatus {
        (**self).status()
    }

    #[inline]
    fn is_pending(&self) -> bool {
        (**self).is_pending()
    }

    #[inline]
    fn close(self: Pin<&mut Self>) {
        self.as_deref_mut().close();
    }
}

/// `throw` for asynchronous generators that are resumed with a `Result`.
///
/// ```
/// use gen_core::{AsyncGenerator, AsyncThrowExt, GeneratorState, generator};
///
/// #[generator]
/// async fn tolerant() -> impl AsyncGenerator<Result<u32, &'static str>, Yield = u32, Return = &'static str> {
///     let mut sum = 0;
///     loop {
///         match yield_!(sum) {
///             Ok(n) => sum += n,
///             Err("skip") => {}
///             Err(error) => return error,
///         }
///     }
/// }
///
/// # futures::executor::block_on(async {
/// let mut sum = tolerant();
/// assert_eq!(sum.start().await, Ok(GeneratorState::Yielded(0)));
/// assert_eq!(sum.send(Ok(2)).await, Ok(GeneratorState::Yielded(2)));
/// assert_eq!(sum.throw("skip").await, Ok(GeneratorState::Yielded(2)));
/// assert_eq!(sum.throw("stop").await, Ok(GeneratorState::Complete("stop")));
/// # });
/// ```
pub trait AsyncThrowExt<S, E>: AsyncGenerator<Result<S, E>> {
    /// Resumes a suspended generator with `Err(error)`: `yield_!(x)?` lets it propagate, `match yield_!(x)` catches it.
    /// It reaches the innermost delegate.
    ///
    /// # Errors
    ///
    /// The future gives the error back if the generator is not started, is finished, or has a step under way.
    ///
    /// # Panics
    ///
    /// The future panics when the body panics.
    #[inline]
    fn throw(&mut self, error: E) -> Throwing<'_, Self, S, E>
    where
        Self: Sized + Unpin,
    {
        Throwing::new(self, error)
    }
}

impl<G, S, E> AsyncThrowExt<S, E> for G where G: AsyncGenerator<Result<S, E>> + ?Sized {}
