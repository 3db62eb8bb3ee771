//! The futures of the methods of [`AsyncGenerator`].

use core::fmt;
use core::future::Future;
use core::marker::PhantomData;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::asynchronous::generator::AsyncGenerator;
use crate::error::{AlreadyStarted, SendError};
use crate::state::{GeneratorState, GeneratorStatus};

/// The outcome of a step of `G`.
type State<G, R> = GeneratorState<<G as AsyncGenerator<R>>::Yield, <G as AsyncGenerator<R>>::Return>;

/// One step of a generator.
struct Step<'a, G> {
    generator: &'a mut G,
    begun: bool,
}

impl<'a, G> Step<'a, G> {
    fn new(generator: &'a mut G) -> Self {
        Self { generator, begun: false }
    }

    /// Polls the step, unless this is the first time and `refuse` says why it cannot be begun.
    #[inline]
    fn poll<R, E>(
        &mut self,
        context: &mut Context<'_>,
        argument: &mut Option<R>,
        refuse: impl FnOnce(&G, &mut Option<R>) -> Option<E>,
    ) -> Poll<Result<State<G, R>, E>>
    where
        G: AsyncGenerator<R> + Unpin,
    {
        // Set first: LLVM then need not load the generator's phase again.
        if !mem::replace(&mut self.begun, true) {
            if let Some(error) = refuse(self.generator, argument) {
                self.begun = false;
                return Poll::Ready(Err(error));
            }
        }
        Pin::new(&mut *self.generator).poll_resume(context, argument).map(Ok)
    }
}

/// The future of [`AsyncGenerator::start`].
#[must_use = "futures do nothing unless awaited"]
pub struct Starting<'a, G, R> {
    step: Step<'a, G>,
    resume: PhantomData<fn(R)>,
}

impl<'a, G, R> Starting<'a, G, R> {
    pub(super) fn new(generator: &'a mut G) -> Self {
        Self { step: Step::new(generator), resume: PhantomData }
    }
}

impl<G: AsyncGenerator<R> + Unpin, R> Future for Starting<'_, G, R> {
    type Output = Result<GeneratorState<G::Yield, G::Return>, AlreadyStarted>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.step.poll(context, &mut None, |generator, _| {
            (generator.status() != GeneratorStatus::Created).then_some(AlreadyStarted)
        })
    }
}

/// The future of [`AsyncGenerator::send`].
#[must_use = "futures do nothing unless awaited"]
pub struct Sending<'a, G, R> {
    step: Step<'a, G>,
    argument: Option<R>,
}

// The argument is moved, not pinned.
impl<G, R> Unpin for Sending<'_, G, R> {}

impl<'a, G, R> Sending<'a, G, R> {
    pub(super) fn new(generator: &'a mut G, value: R) -> Self {
        Self { step: Step::new(generator), argument: Some(value) }
    }
}

impl<G: AsyncGenerator<R> + Unpin, R> Future for Sending<'_, G, R> {
    type Output = Result<GeneratorState<G::Yield, G::Return>, SendError<R>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Self { step, argument } = &mut *self;
        step.poll(context, argument, |generator, argument| {
            // The usual case first, and by itself: it is what `poll_resume` asks, too.
            let is_at_yield = generator.status() == GeneratorStatus::Suspended && !generator.is_pending();
            (!is_at_yield).then(|| refuse_value(generator.status(), argument))
        })
    }
}

#[cold]
fn refuse_value<R>(status: GeneratorStatus, argument: &mut Option<R>) -> SendError<R> {
    let value = argument.take().expect("`send` is not polled again when it has given its value back");
    match status {
        GeneratorStatus::Created => SendError::NotStarted(value),
        GeneratorStatus::Suspended => SendError::Pending(value),
        GeneratorStatus::Finished => SendError::Finished(value),
    }
}

/// The future of [`AsyncThrowExt::throw`](crate::AsyncThrowExt::throw).
#[must_use = "futures do nothing unless awaited"]
pub struct Throwing<'a, G, S, E> {
    send: Sending<'a, G, Result<S, E>>,
}

impl<'a, G, S, E> Throwing<'a, G, S, E> {
    pub(super) fn new(generator: &'a mut G, error: E) -> Self {
        Self { send: Sending::new(generator, Err(error)) }
    }
}

impl<G: AsyncGenerator<Result<S, E>> + Unpin, S, E> Future for Throwing<'_, G, S, E> {
    type Output = Result<GeneratorState<G::Yield, G::Return>, SendError<E>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.send).poll(context).map_err(SendError::into_thrown)
    }
}

/// The future of [`AsyncGenerator::proceed`].
#[must_use = "futures do nothing unless awaited"]
pub struct Proceeding<'a, G, R> {
    step: Step<'a, G>,
    resume: PhantomData<fn(R)>,
}

impl<'a, G, R> Proceeding<'a, G, R> {
    pub(super) fn new(generator: &'a mut G) -> Self {
        Self { step: Step::new(generator), resume: PhantomData }
    }
}

impl<G: AsyncGenerator<R> + Unpin, R> Future for Proceeding<'_, G, R> {
    type Output = Option<GeneratorState<G::Yield, G::Return>>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.step.poll(context, &mut None, |generator, _| (!generator.is_pending()).then_some(())).map(Result::ok)
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
