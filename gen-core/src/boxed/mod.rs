//! Boxed generators that have a name, for struct fields, collections and recursion.

use core::fmt;
use core::future::Future;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::ptr;
use core::task::{Context, Poll};

use crate::delegation::ResumeDefault;
use crate::delegation::delegating::Delegating;
use crate::end::Discard;
use crate::error::AlreadyStarted;
use crate::exchange::frames_of;
use crate::generator::Generator;
use crate::kind::{Co, Framed, Kind, PhantomInvariant, Synchronous};
use crate::owner::phase::{FirstResume, Phase};
use crate::panics::foreign_await;
use crate::state::{GeneratorState, GeneratorStatus};
use crate::synchronous::consumer::{Consumer, Fold, Slot};
use crate::synchronous::header::new_exchange;

use unstarted::State;

mod arena;
#[cfg(feature = "stream")]
pub(crate) mod asynchronous;
pub(crate) mod frames;
mod unstarted;

/// A boxed generator: nameable, and recursive with O(1) resumption.
///
/// `yield_from!` of one boxed generator in another costs the same at every depth, and takes little of the native stack.
/// It is `Send`; [`LocalBoxGenerator`] is not.
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
///
/// The parameters `S` and `K` are chosen by the aliases [`LocalBoxGenerator`], `BoxAsyncGenerator` and
/// `LocalBoxAsyncGenerator`.
//
// Invariant: the bodies are made from a `Co` of `Framed<K>`, `Y` and `R`, keep exchange invariant 2, borrow for `'a`
// (frames invariant 3: this type names `'a` and has a `Drop`), and the bottom one, or the one that the unstarted
// closure makes, returns `T`. They are `Send`, or `S` is not.
#[must_use = "generators are lazy and do nothing unless resumed"]
pub struct BoxGenerator<'a, Y, R = (), T = (), S = AnyThread, K = Synchronous> {
    state: State,
    borrowed: PhantomData<(&'a (), S)>,
    values: PhantomInvariant<(Y, R, T, K)>,
}

/// A boxed generator that stays on its thread. It is to [`BoxGenerator`] what `LocalBoxFuture` is to `BoxFuture`.
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
pub type LocalBoxGenerator<'a, Y, R = (), T = ()> = BoxGenerator<'a, Y, R, T, OneThread>;

/// Where a boxed generator may go.
pub trait Threads {
    /// The names of synchronous and asynchronous boxed generators, as `Debug` shows them.
    const NAMES: [&str; 2];
}

impl Threads for AnyThread {
    const NAMES: [&str; 2] = ["BoxGenerator", "BoxAsyncGenerator"];
}

impl Threads for OneThread {
    const NAMES: [&str; 2] = ["LocalBoxGenerator", "LocalBoxAsyncGenerator"];
}

/// Says of a boxed generator that it may go to another thread.
pub struct AnyThread;

/// Says of a boxed generator that it stays on its thread: it is neither `Send` nor `Sync`. rustc names what it points
/// to, so that name is the advice.
pub struct OneThread(PhantomData<*const UseTheTypeWithoutLocalToSendIt>);

struct UseTheTypeWithoutLocalToSendIt;

impl<'a, Y, R, T, S, K: Kind> BoxGenerator<'a, Y, R, T, S, K> {
    /// # Safety
    ///
    /// The body that `make` makes keeps exchange invariant 2, and takes its first argument as `first` says. It is
    /// `Send`, or `S` is not. What `make` captures it moves into that body, and does nothing else.
    #[inline(always)]
    pub(crate) unsafe fn new<B: FnOnce(Co<Framed<K>, Y, R>) -> F + 'a, F: Future<Output = T> + 'a>(
        make: B,
        first: FirstResume,
    ) -> Self {
        // SAFETY: the caller promises that the body keeps exchange invariant 2, that it is `Send` if this type is, and
        // that `make` only moves what it has captured; this type names `'a`, and has a `Drop` (frames invariant 3).
        let state = unsafe { State::new(make, first) };
        Self { state, borrowed: PhantomData, values: PhantomData }
    }

    /// The phase, as the state says. What a transition writes to it is lost: `State::started` and `State::hand_over`
    /// make the real one.
    #[inline(always)]
    fn phase(&self) -> Phase {
        self.state.phase::<K>()
    }

    fn drop_body(&mut self) {
        self.state = State::finished();
    }

    /// One step of `yield_from!`: gives the frames to the driver if it has a frame stack; if it has none, they are
    /// driven on behalf of the body that delegates.
    #[inline(always)]
    fn poll_delegate<D: ResumeDefault<R>>(mut delegating: Delegating<'_, '_, Self, K, Y, R, T>) -> Poll<T> {
        if let Some((source, value)) = delegating.take_handed_over() {
            // SAFETY: what has handed its frames over is finished.
            unsafe { source.state.assume_finished() };
            return Poll::Ready(value);
        }
        delegating.begin_frames(|source| source.phase().enter_delegation::<D, _>());
        if delegating.has_frame_stack() {
            let (source, context, output) = delegating.into_handed_over();
            let state = &mut source.get_mut().state;
            // SAFETY: the bodies are for exchanges like the driver's, and their borrows are named by the delegate
            // future that `source` lies in, which lies in a frame of the driver's stack, or in the box of a generator
            // in such a frame. The generator is not finished: where the delegation begins `enter_delegation` would have
            // panicked, and after that one that has ended has returned `Ready`, which ends the delegation. It has not
            // been handed over yet: after that the next call would come when its frames have ended, and find the value
            // then. The driver's top frame is the one that runs (exchange invariant 4), in the delegate future, where
            // it suspends if this is pending. The delegation has readied the header.
            let poll = unsafe { state.hand_over(context, output.cast()) };
            // SAFETY: it has been handed over.
            unsafe { state.assume_finished() };
            // SAFETY: frames that have ended have written their return value, which is read once.
            return poll.map(|()| unsafe { output.read() });
        }
        let (source, context) = delegating.into_parts();
        // SAFETY: the generator is not finished, as above. The context is one of `K`, `Y` and `R`, its exchange has no
        // frame stack, and suits the generator, for the delegation has begun.
        unsafe { source.get_mut().drive_in_place(context) }
    }

    /// Drives the frames with an exchange of another driver's.
    ///
    /// # Safety
    ///
    /// The generator is not finished. `context` stands in an exchange with the header of `K`, `Y` and `R` that has no
    /// frame stack, and that suits the generator (exchange invariants 2 and 3).
    #[inline(always)]
    unsafe fn drive_in_place(&mut self, context: &mut Context<'_>) -> Poll<T> {
        let stack = self.state.started();
        // SAFETY: the caller promises that such an exchange is there.
        unsafe { frames_of(context) }.stack.set(stack);
        // SAFETY: the generator is not finished, so the stack is not empty. By the invariant the bottom body returns
        // `T`; `&mut self` drives alone. The exchange has this stack now, and the caller promises that it suits it.
        let poll = unsafe { stack.drive(context) };
        // SAFETY: the caller promises that such an exchange is there. Should a body panic, this is left out; but then
        // all that runs in this exchange unwinds, and polls nothing with it any more.
        unsafe { frames_of(context) }.stack.set(ptr::null());
        poll
    }
}

impl<Y, R, T, S> BoxGenerator<'_, Y, R, T, S> {
    /// Runs the generator to its next yield or to its end.
    ///
    /// # Safety
    ///
    /// The generator is not finished, and `argument` suits where it stands (exchange invariant 3).
    unsafe fn step(&mut self, argument: Option<R>) -> GeneratorState<Y, T> {
        let mut slot = Slot::new();
        // SAFETY: the caller promises that the generator is not finished, and that `argument` suits where it stands.
        if let Poll::Ready(value) = unsafe { self.drive(&mut slot, argument) } {
            return GeneratorState::Complete(value);
        }
        // SAFETY: the top frame was polled with this slot, and has not been touched since.
        let Some(value) = (unsafe { slot.take() }) else { self.end_by_foreign_await() };
        GeneratorState::Yielded(value)
    }

    /// Runs the generator for as long as `consumer` resumes it at once.
    ///
    /// # Safety
    ///
    /// As for [`step`](Self::step).
    #[inline(always)]
    unsafe fn drive(&mut self, consumer: &mut impl Consumer<Y, R>, argument: Option<R>) -> Poll<T> {
        let stack = self.state.started();
        let mut exchange = new_exchange(consumer, argument);
        exchange.frames.stack.set(stack);
        // SAFETY: the generator is not finished, so the stack is not empty. By the invariant the bottom body returns
        // `T`; `&mut self` drives alone. This is an exchange for `Y` and `R`, it has this stack, and the caller
        // promises that `argument` suits the top frame.
        unsafe { stack.drive(exchange.context()) }
    }

    #[cold]
    fn end_by_foreign_await(&mut self) -> ! {
        self.drop_body();
        foreign_await()
    }
}

impl<Y, R, T, S> Generator<R> for BoxGenerator<'_, Y, R, T, S> {
    type Yield = Y;
    type Return = T;

    #[track_caller]
    fn resume(&mut self, argument: R) -> GeneratorState<Y, T> {
        let argument = self.phase().enter(argument);
        // SAFETY: `enter` has let through what suits the phase.
        unsafe { self.step(argument) }
    }

    #[inline]
    fn status(&self) -> GeneratorStatus {
        self.phase().status()
    }

    #[inline]
    fn close(&mut self) {
        self.drop_body();
    }

    #[track_caller]
    fn start(&mut self) -> Result<GeneratorState<Y, T>, AlreadyStarted> {
        self.phase().start()?;
        // SAFETY: the generator was not started, and takes no argument.
        Ok(unsafe { self.step(None) })
    }

    #[inline(always)]
    fn __poll_delegate<D: ResumeDefault<R>>(delegating: Delegating<'_, '_, Self, Synchronous, Y, R, T>) -> Poll<T> {
        Self::poll_delegate::<D>(delegating)
    }
}

impl<Y, R: Default, T, S> Iterator for BoxGenerator<'_, Y, R, T, S> {
    type Item = Y;

    fn next(&mut self) -> Option<Y> {
        match self.phase() {
            Phase::Finished => None,
            _ => self.resume(R::default()).yielded(),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.status().size_hint()
    }

    fn fold<B, C: FnMut(B, Y) -> B>(mut self, initial: B, consume: C) -> B {
        let mut phase = self.phase();
        if phase == Phase::Finished {
            return initial;
        }
        let argument = phase.enter(R::default());
        let mut consumer = Fold::new(initial, consume);
        // SAFETY: the generator is not finished, and `enter` has let through what suits the phase.
        match unsafe { self.drive(&mut consumer, argument) } {
            Poll::Pending => self.end_by_foreign_await(),
            Poll::Ready(value) => consumer.end::<Y, T, Discard>(value),
        }
    }
}

impl<Y, R, T, S> FusedIterator for BoxGenerator<'_, Y, R, T, S> where R: Default {}

// A body that has started lies in the arena of its stack, or in that of its driver.
impl<Y, R, T, S, K> Unpin for BoxGenerator<'_, Y, R, T, S, K> {}

impl<Y, R, T, S: Threads, K: Kind> fmt::Debug for BoxGenerator<'_, Y, R, T, S, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(S::NAMES[usize::from(K::ASYNCHRONOUS)])
            .field("status", &self.phase().status())
            .finish_non_exhaustive()
    }
}

impl<Y, R, T, S, K> Drop for BoxGenerator<'_, Y, R, T, S, K> {
    #[inline]
    fn drop(&mut self) {
        // The state's own `Drop` does the work; this one shows that what is borrowed for `'a` is used here.
    }
}
