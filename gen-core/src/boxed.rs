//! Boxed generators that have a name, for struct fields, collections and recursion.

use core::fmt;
use core::future::Future;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::task::{Context, Poll};

use crate::error::AlreadyStarted;
use crate::frames::FrameStack;
use crate::generator::Generator;
use crate::header::{Co, Fold, Header, Invariant, Slot, foreign_await};
use crate::phase::{Entry, FirstResume, Phase};
use crate::seed::State;
use crate::state::{GeneratorState, GeneratorStatus};

/// What both boxed generators are: the seed of a body, or the owner of a frame stack.
///
/// Invariant: the bodies are made from a `Co` of `Y` and `R`, keep header invariant 1, borrow for `'a` (frames
/// invariant 3: this type names `'a` and has a `Drop`), and the bottom one, or the one that the seed makes, returns
/// `T`.
struct Framed<'a, Y, R, T> {
    state: State,
    borrowed: PhantomData<&'a ()>,
    values: Invariant<(Y, R, T)>,
}

impl<'a, Y, R, T> Framed<'a, Y, R, T> {
    /// # Safety
    ///
    /// As for [`LocalBoxGenerator::new`]; and the body is `Send`, or the type that this is a part of is not.
    #[inline(always)]
    unsafe fn new<B, F>(make: B, first: FirstResume) -> Self
    where
        B: FnOnce(Co<Y, R>) -> F + 'a,
        F: Future<Output = T> + 'a,
    {
        // SAFETY: the caller's promise.
        let state = unsafe { State::new(make, first) };
        Self { state, borrowed: PhantomData, values: PhantomData }
    }

    #[track_caller]
    fn resume(&mut self, argument: R) -> GeneratorState<Y, T> {
        let argument = self.state.phase().enter(argument);
        // SAFETY: `enter` has let through what suits the phase.
        unsafe { self.step(argument) }
    }

    #[track_caller]
    fn start(&mut self) -> Result<GeneratorState<Y, T>, AlreadyStarted> {
        self.state.phase().start()?;
        // SAFETY: the generator was not started, and takes no argument.
        Ok(unsafe { self.step(None) })
    }

    /// Runs the generator to its next yield or to its end.
    ///
    /// # Safety
    ///
    /// The generator is not finished, and `argument` suits where it stands (header invariant 2).
    unsafe fn step(&mut self, argument: Option<R>) -> GeneratorState<Y, T> {
        // SAFETY: the invariant.
        let stack = unsafe { self.state.started() };
        let mut slot = Slot::new();
        let mut exchange = Header::<Y, R>::new(&mut slot, argument).with_frames(stack).into_exchange();
        // SAFETY: the invariant; `&mut self` drives alone. The context stands in an exchange with a
        // `Header<Y, R>` that has this stack, and by the caller's promise `argument` suits the top frame.
        if let Poll::Ready(value) = unsafe { stack.drive(exchange.context()) } {
            return GeneratorState::Complete(value);
        }
        // SAFETY: the top frame is as its poll has left it.
        let Some(value) = (unsafe { slot.take() }) else { end_by_foreign_await(stack) };
        GeneratorState::Yielded(value)
    }

    fn next(&mut self) -> Option<Y>
    where
        R: Default,
    {
        match self.state.phase() {
            Phase::Finished => None,
            _ => self.resume(R::default()).yielded(),
        }
    }

    fn fold<B, C>(mut self, initial: B, consume: C) -> B
    where
        C: FnMut(B, Y) -> B,
        R: Default,
    {
        let mut phase = self.state.phase();
        if phase == Phase::Finished {
            return initial;
        }
        let argument = phase.enter(R::default());
        // SAFETY: the invariant.
        let stack = unsafe { self.state.started() };
        let mut consumer = Fold::new(initial, consume);
        let mut exchange = Header::<Y, R>::new(&mut consumer, argument).with_frames(stack).into_exchange();
        // SAFETY: the invariant; this function owns the stack. The context stands in an exchange with a `Header<Y, R>`
        // that has this stack, and `enter` has let through what suits the phase.
        match unsafe { stack.drive::<T>(exchange.context()) } {
            Poll::Pending => end_by_foreign_await(stack),
            Poll::Ready(value) => {
                // Before the accumulator leaves the consumer: should this panic, the accumulator is dropped with it.
                drop(value);
                consumer.into_accumulator()
            }
        }
    }

    fn close(&mut self) {
        self.state = State::finished();
    }

    /// See [`Generator::__poll_delegate`]. A driver with a frame stack takes the frames over; without, the delegate
    /// drives itself, and delivers to the consumer of the outer generator.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(always)]
    unsafe fn poll_delegate<E: Entry<R>>(
        &mut self,
        context: &mut Context<'_>,
        begun: &mut bool,
        handed_over: *mut Option<T>,
    ) -> Poll<T> {
        // SAFETY: the caller's promise; what was handed over has ended if there is something.
        if let Some(value) = unsafe { &mut *handed_over }.take() {
            return Poll::Ready(value);
        }
        // SAFETY: the caller's promise.
        let header = unsafe { Header::<Y, R>::of(context) };
        // What a frame stack has taken over comes back with a value: so in a frame a delegation begins here.
        if E::FRAMED || header.begins(begun) {
            self.state.phase().enter_delegation::<E, Y, R>(header);
        }
        let driver = match header.frames() {
            Some(driver) => driver,
            None if E::FRAMED => unreachable!("the driver of a boxed generator has a frame stack"),
            None => {
                // SAFETY: the invariant; the generator is not finished (header invariant 2).
                let stack = unsafe { self.state.started() };
                let mut exchange = header.delegated(stack).into_exchange();
                // SAFETY: the invariant; `&mut self` drives alone. At the first call `enter_delegation` has made the
                // header suit the phase, and at a later one it is for the yield that the top frame is suspended at.
                return unsafe { stack.drive(exchange.context()) };
            }
        };
        // SAFETY: the invariant; and the generator is not finished, or `enter_delegation` would have panicked. It has
        // not been handed over yet: after that the next call would come when its frames have ended, and find the value
        // then. The driver's top frame is the one that runs, for it polls no other; it suspends with the `Pending` that
        // this returns, in the delegate future that has `handed_over` and this generator.
        unsafe { self.state.hand_over(driver, handed_over.cast()) };
        Poll::Pending
    }
}

#[cold]
fn end_by_foreign_await(stack: &FrameStack) -> ! {
    stack.clear();
    foreign_await()
}

impl<Y, R, T> Drop for Framed<'_, Y, R, T> {
    #[inline]
    fn drop(&mut self) {
        // The state's own `Drop` does the work; this one shows that what is borrowed for `'a` is used here.
    }
}

/// What is neither `Send` nor `Sync`. To who sends it all the same rustc names what it points to.
type StaysOnItsThread = *const UseBoxGeneratorToSendIt;

struct UseBoxGeneratorToSendIt;

macro_rules! boxed_generator {
    ($(#[$doc:meta])* $name:ident, $debug:literal, $thread:ty, [$($send:ident)?]) => {
        $(#[$doc])*
        #[must_use = "generators are lazy and do nothing unless resumed"]
        pub struct $name<'a, Y, R = (), T = ()> {
            framed: Framed<'a, Y, R, T>,
            thread: PhantomData<$thread>,
        }

        impl<'a, Y, R, T> $name<'a, Y, R, T> {
            /// # Safety
            ///
            /// The body that `make` makes keeps header invariant 1, and takes its first argument as `first` says. What
            /// `make` captures it moves into that body, and does nothing else.
            #[inline(always)]
            pub(crate) unsafe fn new<B, F>(make: B, first: FirstResume) -> Self
            where
                B: FnOnce(Co<Y, R>) -> F + 'a,
                F: Future<Output = T> $(+ $send)? + 'a,
            {
                // SAFETY: the caller's promise; and the body is `Send`, or this type is not.
                let framed = unsafe { Framed::new(make, first) };
                Self { framed, thread: PhantomData }
            }
        }

        impl<Y, R, T> Generator<R> for $name<'_, Y, R, T> {
            type Yield = Y;
            type Return = T;

            #[inline]
            #[track_caller]
            fn resume(&mut self, argument: R) -> GeneratorState<Y, T> {
                self.framed.resume(argument)
            }

            #[inline]
            fn status(&self) -> GeneratorStatus {
                self.framed.state.phase().status()
            }

            #[inline]
            fn close(&mut self) {
                self.framed.close();
            }

            #[inline]
            #[track_caller]
            fn start(&mut self) -> Result<GeneratorState<Y, T>, AlreadyStarted> {
                self.framed.start()
            }

            #[inline(always)]
            unsafe fn __poll_delegate<E: Entry<R>>(
                &mut self,
                context: &mut Context<'_>,
                begun: &mut bool,
                handed_over: *mut Option<T>,
            ) -> Poll<T> {
                // SAFETY: the caller's promise.
                unsafe { self.framed.poll_delegate::<E>(context, begun, handed_over) }
            }
        }

        impl<Y, R, T> Iterator for $name<'_, Y, R, T>
        where
            R: Default,
        {
            type Item = Y;

            #[inline]
            fn next(&mut self) -> Option<Y> {
                self.framed.next()
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.framed.state.phase().size_hint()
            }

            #[inline]
            fn fold<B, C>(self, initial: B, consume: C) -> B
            where
                C: FnMut(B, Y) -> B,
            {
                self.framed.fold(initial, consume)
            }
        }

        impl<Y, R, T> FusedIterator for $name<'_, Y, R, T> where R: Default {}

        impl<Y, R, T> fmt::Debug for $name<'_, Y, R, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct($debug).field("status", &self.framed.state.phase().status()).finish_non_exhaustive()
            }
        }
    };
}

boxed_generator! {
    /// A boxed generator that is `Send`: nameable, and recursive with O(1) resumption.
    ///
    /// To [`LocalBoxGenerator`] as `BoxFuture` is to `LocalBoxFuture`.
    ///
    /// ```
    /// use gen_core::{BoxGenerator, generator};
    ///
    /// #[generator]
    /// fn count(n: u32) -> BoxGenerator<'static, u32> {
    ///     if n > 0 {
    ///         yield_from!(count(n - 1));
    ///         yield_!(n);
    ///     }
    /// }
    ///
    /// let sum = std::thread::spawn(|| count(100).sum::<u32>());
    /// assert_eq!(sum.join().unwrap(), 5050);
    /// ```
    BoxGenerator, "BoxGenerator", (), [Send]
}

boxed_generator! {
    /// A boxed generator that stays on its thread: nameable, and recursive with O(1) resumption.
    ///
    /// `yield_from!` of one boxed generator in another costs the same at every depth, and does not grow the native
    /// stack.
    ///
    /// ```
    /// use gen_core::{LocalBoxGenerator, generator};
    ///
    /// enum Tree {
    ///     Leaf(i32),
    ///     Node(Vec<Tree>),
    /// }
    ///
    /// #[generator]
    /// fn leaves(tree: &Tree) -> LocalBoxGenerator<'_, i32> {
    ///     match tree {
    ///         Tree::Leaf(value) => yield_!(*value),
    ///         Tree::Node(children) => {
    ///             for child in children {
    ///                 yield_from!(leaves(child));
    ///             }
    ///         }
    ///     }
    /// }
    ///
    /// let tree = Tree::Node(vec![Tree::Leaf(1), Tree::Node(vec![Tree::Leaf(2), Tree::Leaf(3)])]);
    /// assert_eq!(leaves(&tree).collect::<Vec<_>>(), [1, 2, 3]);
    /// ```
    LocalBoxGenerator, "LocalBoxGenerator", StaysOnItsThread, []
}
