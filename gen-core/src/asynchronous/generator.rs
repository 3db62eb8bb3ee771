//! The trait of asynchronous generators, and the futures of its methods.

use core::fmt;
use core::future::Future;
use core::ops::DerefMut;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::error::{AlreadyStarted, SendError};
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
    /// The future gives [`AlreadyStarted`] if something has run before.
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
        Starting { step: Step::new(self, None) }
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
        Sending { step: Step::new(self, Some(value)) }
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
        Proceeding { step: Step::new(self, None) }
    }
}

macro_rules! forward_to_target {
    ($(#[$attribute:meta])* $pointer:ty, [$($bounds:tt)*], $target:ident => $pin:expr) => {
        $(#[$attribute])*
        impl<G, R> AsyncGenerator<R> for $pointer
        where
            G: AsyncGenerator<R> + $($bounds)*,
        {
            type Yield = G::Yield;
            type Return = G::Return;

            #[inline]
            #[track_caller]
            fn poll_resume(
                self: Pin<&mut Self>,
                context: &mut Context<'_>,
                argument: &mut Option<R>,
            ) -> Poll<GeneratorState<G::Yield, G::Return>> {
                let $target = self;
                $pin.poll_resume(context, argument)
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
                let $target = self;
                $pin.close();
            }
        }
    };
}

forward_to_target!(&mut G, [Unpin + ?Sized], target => Pin::new(&mut **target.get_mut()));
forward_to_target!(
    #[cfg(feature = "alloc")]
    alloc::boxed::Box<G>, [Unpin + ?Sized], target => Pin::new(&mut **target.get_mut()));

impl<P, R> AsyncGenerator<R> for Pin<P>
where
    P: DerefMut,
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
        Throwing { send: self.send(Err(error)) }
    }
}

impl<G, S, E> AsyncThrowExt<S, E> for G where G: AsyncGenerator<Result<S, E>> + ?Sized {}

/// What a step of `G` comes to.
type State<G, R> = GeneratorState<<G as AsyncGenerator<R>>::Yield, <G as AsyncGenerator<R>>::Return>;

/// One step of a generator.
struct Step<'a, G, R> {
    generator: &'a mut G,
    argument: Option<R>,
    begun: bool,
}

// What is in it is moved, not pinned.
impl<G, R> Unpin for Step<'_, G, R> {}

impl<'a, G, R> Step<'a, G, R>
where
    G: AsyncGenerator<R> + Unpin,
{
    fn new(generator: &'a mut G, argument: Option<R>) -> Self {
        Self { generator, argument, begun: false }
    }

    /// Polls the step, unless this is the first time and `refuse` says why it cannot be begun.
    #[inline]
    fn poll<E>(
        &mut self,
        context: &mut Context<'_>,
        refuse: impl FnOnce(&G, &mut Option<R>) -> Option<E>,
    ) -> Poll<Result<State<G, R>, E>> {
        if !self.begun {
            if let Some(error) = refuse(self.generator, &mut self.argument) {
                return Poll::Ready(Err(error));
            }
            self.begun = true;
        }
        Pin::new(&mut *self.generator).poll_resume(context, &mut self.argument).map(Ok)
    }
}

/// The future of [`AsyncGenerator::start`].
#[must_use = "futures do nothing unless awaited"]
pub struct Starting<'a, G, R> {
    step: Step<'a, G, R>,
}

impl<G, R> Future for Starting<'_, G, R>
where
    G: AsyncGenerator<R> + Unpin,
{
    type Output = Result<GeneratorState<G::Yield, G::Return>, AlreadyStarted>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.step
            .poll(context, |generator, _| (generator.status() != GeneratorStatus::Created).then_some(AlreadyStarted))
    }
}

/// The future of [`AsyncGenerator::send`].
#[must_use = "futures do nothing unless awaited"]
pub struct Sending<'a, G, R> {
    step: Step<'a, G, R>,
}

impl<G, R> Future for Sending<'_, G, R>
where
    G: AsyncGenerator<R> + Unpin,
{
    type Output = Result<GeneratorState<G::Yield, G::Return>, SendError<R>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.step.poll(context, |generator, argument| {
            let error = match generator.status() {
                GeneratorStatus::Created => SendError::NotStarted,
                GeneratorStatus::Suspended if generator.is_pending() => SendError::Pending,
                GeneratorStatus::Suspended => return None,
                GeneratorStatus::Finished => SendError::Finished,
            };
            let value = argument.take().expect("`send` is not polled again when it has given its value back");
            Some(error(value))
        })
    }
}

/// The future of [`AsyncThrowExt::throw`].
#[must_use = "futures do nothing unless awaited"]
pub struct Throwing<'a, G, S, E> {
    send: Sending<'a, G, Result<S, E>>,
}

impl<G, S, E> Future for Throwing<'_, G, S, E>
where
    G: AsyncGenerator<Result<S, E>> + Unpin,
{
    type Output = Result<GeneratorState<G::Yield, G::Return>, SendError<E>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let refused = |value: Result<S, E>| value.err().expect("what is thrown is an error");
        Pin::new(&mut self.send).poll(context).map_err(|error| error.map(refused))
    }
}

/// The future of [`AsyncGenerator::proceed`].
#[must_use = "futures do nothing unless awaited"]
pub struct Proceeding<'a, G, R> {
    step: Step<'a, G, R>,
}

impl<G, R> Future for Proceeding<'_, G, R>
where
    G: AsyncGenerator<R> + Unpin,
{
    type Output = Option<GeneratorState<G::Yield, G::Return>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.step.poll(context, |generator, _| (!generator.is_pending()).then_some(())).map(Result::ok)
    }
}

macro_rules! debug_of_steps {
    ($($name:ident<$($parameter:ident),*>, $step:ident $(. $field:ident)?, $argument:ty;)*) => {$(
        impl<$($parameter),*> fmt::Debug for $name<'_, $($parameter),*>
        where
            G: AsyncGenerator<$argument>,
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let status = self.$step $(.$field)?.generator.status();
                f.debug_struct(stringify!($name)).field("status", &status).finish_non_exhaustive()
            }
        }
    )*};
}

debug_of_steps! {
    Starting<G, R>, step, R;
    Sending<G, R>, step, R;
    Throwing<G, S, E>, send.step, Result<S, E>;
    Proceeding<G, R>, step, R;
}
