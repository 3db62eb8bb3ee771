//! Boxed generators that have a name, for struct fields, collections and recursion.

use core::fmt;
use core::future::Future;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::task::{Context, Poll};

use crate::error::AlreadyStarted;
use crate::frames::FrameStack;
use crate::generator::Generator;
use crate::header::{Fold, Header, Invariant, Slot, foreign_await};
use crate::phase::{Entry, FirstResume, Phase};
use crate::state::{GeneratorState, GeneratorStatus};

/// What both boxed generators are: the owner of a frame stack.
///
/// Invariants:
///
/// 1. The frames' bodies are made from a `Co` of `Y` and `R`, keep header invariant 1, borrow for `'a` (frames invariant 3: this
///    type names `'a` and has a `Drop`), and the bottom one returns `T`.
/// 2. The stack is not empty unless `phase` is `Finished`.
struct Framed<'a, Y, R, T> {
    phase: Phase,
    frames: FrameStack,
    borrowed: PhantomData<&'a ()>,
    values: Invariant<(Y, R, T)>,
}

impl<'a, Y, R, T> Framed<'a, Y, R, T> {
    /// # Safety
    ///
    /// As for [`LocalBoxGenerator::from_body`].
    unsafe fn new<F>(body: F, first: FirstResume) -> Self
    where
        F: Future<Output = T> + 'a,
    {
        Self {
            phase: Phase::created(first),
            // SAFETY: `'a` stands in this type, which has a `Drop`.
            frames: unsafe { FrameStack::new::<Y, R, F>(body) },
            borrowed: PhantomData,
            values: PhantomData,
        }
    }

    fn resume(&mut self, argument: R) -> GeneratorState<Y, T> {
        let argument = self.phase.enter(argument);
        self.step(argument)
    }

    fn start(&mut self) -> Result<GeneratorState<Y, T>, AlreadyStarted> {
        self.phase.start()?;
        Ok(self.step(None))
    }

    /// Runs the generator to its next yield or to its end. The phase was one that `argument` suits.
    fn step(&mut self, argument: Option<R>) -> GeneratorState<Y, T> {
        self.phase = Phase::Finished;
        let mut slot = Slot::new();
        let header = Header::new(&mut slot, argument).with_frames(&self.frames);
        // SAFETY: invariant 1; `&mut self` drives alone, and `argument` suits the phase.
        if let Poll::Ready(value) = unsafe { self.frames.drive(&header) } {
            return GeneratorState::Complete(value);
        }
        // SAFETY: the top frame is as its poll has left it.
        let Some(value) = (unsafe { slot.take() }) else { self.end_by_foreign_await() };
        self.phase = Phase::Suspended;
        GeneratorState::Yielded(value)
    }

    fn next(&mut self) -> Option<Y>
    where
        R: Default,
    {
        match self.phase {
            Phase::Finished => None,
            _ => self.resume(R::default()).yielded(),
        }
    }

    fn fold<B, C>(mut self, initial: B, consume: C) -> B
    where
        C: FnMut(B, Y) -> B,
        R: Default,
    {
        if self.phase == Phase::Finished {
            return initial;
        }
        let argument = self.phase.enter(R::default());
        let mut consumer = Fold::new(initial, consume);
        let header = Header::new(&mut consumer, argument).with_frames(&self.frames);
        // SAFETY: invariant 1; this function owns the stack, and `argument` suits the phase.
        match unsafe { self.frames.drive::<Y, R, T>(&header) } {
            Poll::Pending => self.end_by_foreign_await(),
            Poll::Ready(value) => {
                // Before the accumulator leaves the consumer: should this panic, the accumulator is dropped with it.
                drop(value);
                consumer.into_accumulator()
            }
        }
    }

    fn close(&mut self) {
        self.phase = Phase::Finished;
        self.frames.clear();
    }

    #[cold]
    fn end_by_foreign_await(&self) -> ! {
        self.frames.clear();
        foreign_await()
    }

    /// See [`Generator::__poll_delegate`]. A driver with a frame stack takes the frames over; without, the delegate
    /// drives itself, and delivers to the consumer of the outer generator.
    ///
    /// # Safety
    ///
    /// As there.
    unsafe fn poll_delegate<E: Entry<R>>(
        &mut self,
        context: &Context<'_>,
        begun: &mut bool,
        handed_over: *mut Option<T>,
    ) -> Poll<T> {
        // SAFETY: the caller's promise; what was handed over has ended if there is something.
        if let Some(value) = unsafe { &mut *handed_over }.take() {
            return Poll::Ready(value);
        }
        // SAFETY: the caller's promise.
        let header = unsafe { Header::<Y, R>::of::<false>(context) };
        if header.begins(begun) {
            self.phase.enter_delegation::<E, Y, R>(header);
        }
        self.phase = Phase::Finished;
        if let Some(driver) = header.frames() {
            // SAFETY: invariant 2, for this generator has not been handed over yet: after that the next call would come when
            // its frames have ended, and the delegate future finds the output then. The driver's top frame is the one that
            // runs, for it polls no other; it suspends with the `Pending` that this returns, in the delegate future that
            // has `output` and this generator.
            unsafe { driver.take_over(&self.frames, handed_over) };
            return Poll::Pending;
        }
        let header = header.delegated(&self.frames);
        // SAFETY: invariant 1; `&mut self` drives alone. At the first call `enter_delegation` has made the header suit the
        // phase, and at a later one it is for the yield that the top frame is suspended at.
        match unsafe { self.frames.drive(&header) } {
            Poll::Pending => {
                self.phase = Phase::Suspended;
                Poll::Pending
            }
            Poll::Ready(value) => Poll::Ready(value),
        }
    }
}

impl<Y, R, T> Drop for Framed<'_, Y, R, T> {
    fn drop(&mut self) {
        self.frames.clear();
    }
}

macro_rules! boxed_generator {
    ($(#[$doc:meta])* $name:ident, $debug:literal, [$($send:ident)?]) => {
        $(#[$doc])*
        #[must_use = "generators are lazy and do nothing unless resumed"]
        pub struct $name<'a, Y, R = (), T = ()> {
            framed: Framed<'a, Y, R, T>,
        }

        impl<'a, Y, R, T> $name<'a, Y, R, T> {
            /// # Safety
            ///
            /// `body` was made from a `Co` of `Y` and `R`, keeps header invariant 1, and takes its first argument as `first`
            /// says.
            pub(crate) unsafe fn from_body<F>(body: F, first: FirstResume) -> Self
            where
                F: Future<Output = T> $(+ $send)? + 'a,
            {
                // SAFETY: the caller's promise.
                Self { framed: unsafe { Framed::new(body, first) } }
            }
        }

        impl<Y, R, T> Generator<R> for $name<'_, Y, R, T> {
            type Yield = Y;
            type Return = T;

            #[inline]
            fn resume(&mut self, argument: R) -> GeneratorState<Y, T> {
                self.framed.resume(argument)
            }

            #[inline]
            fn status(&self) -> GeneratorStatus {
                self.framed.phase.status()
            }

            #[inline]
            fn close(&mut self) {
                self.framed.close();
            }

            #[inline]
            fn start(&mut self) -> Result<GeneratorState<Y, T>, AlreadyStarted> {
                self.framed.start()
            }

            #[inline]
            unsafe fn __poll_delegate<E: Entry<R>>(
                &mut self,
                context: &Context<'_>,
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
                self.framed.phase.size_hint()
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
                f.debug_struct($debug).field("status", &self.framed.phase.status()).finish_non_exhaustive()
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
    BoxGenerator, "BoxGenerator", [Send]
}

// SAFETY: the bottom frame's body is `Send` by the bound of `from_body`. A frame above it was handed over by a child that
// lies in a delegate future in a frame below; that frame's body, which holds the child, is `Send`, so the child is, and
// thus a `BoxGenerator`. What happens with `Y`, `R` and `T` happens in calls by `&mut self`.
unsafe impl<Y, R, T> Send for BoxGenerator<'_, Y, R, T> {}

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
    LocalBoxGenerator, "LocalBoxGenerator", []
}
