//! The kinds of generators, synchronous and asynchronous, and the handle by which a body of each refers to its driver.

use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::exchange::Exchange;

/// Marks invariance in `T` without affecting auto traits.
pub(crate) type PhantomInvariant<T> = PhantomData<fn(T) -> T>;

/// How a body is driven. No other crate can name this trait, so there are no other kinds.
///
/// # Safety
///
/// Kinds that are both asynchronous, or both not, have the same `Unframed` and the same `Header`; and so have a kind
/// and its `Unframed`.
pub unsafe trait Kind {
    /// Whether the body may `.await`.
    const ASYNCHRONOUS: bool;
    /// Whether the body lies in a frame.
    const FRAMED: bool;
    /// The same kind without a frame: `Synchronous` or `Asynchronous`.
    type Unframed: Kind;
    /// The header of the exchange between its driver and the body.
    type Header<Y, R>: Header<Y, R>;
}

/// The kind of a body that only its owner resumes.
pub struct Synchronous;

/// The kind of a body that can `.await`, and is polled by an executor.
pub struct Asynchronous;

/// The kind of a body of kind `K` in a frame of a boxed generator. Its driver is known to have a frame stack: so a
/// boxed delegate need not be able to drive itself there, nor remember whether it has been polled.
pub struct Framed<K>(PhantomData<K>);

/// The kind of a synchronous body that has an iterator, an `I`, [beside](crate::owner::beside) it.
#[cfg(feature = "alloc")]
pub struct Beside<I>(PhantomInvariant<I>);

// SAFETY: its unframed kind is `Synchronous`, which has this header.
#[cfg(feature = "alloc")]
unsafe impl<I> Kind for Beside<I> {
    const ASYNCHRONOUS: bool = false;
    const FRAMED: bool = false;
    type Unframed = Synchronous;
    type Header<Y, R> = crate::synchronous::header::Header<Y, R>;
}

// SAFETY: one of the kinds that are not asynchronous, which all have this header; without frames.
unsafe impl Kind for Synchronous {
    const ASYNCHRONOUS: bool = false;
    const FRAMED: bool = false;
    type Unframed = Self;
    type Header<Y, R> = crate::synchronous::header::Header<Y, R>;
}

#[cfg(feature = "stream")]
// SAFETY: the only kind that is asynchronous, and without frames.
unsafe impl Kind for Asynchronous {
    const ASYNCHRONOUS: bool = true;
    const FRAMED: bool = false;
    type Unframed = Self;
    type Header<Y, R> = crate::asynchronous::header::Header<Y, R>;
}

// SAFETY: what has to be the same is that of `K`.
unsafe impl<K: Kind<Unframed = K>> Kind for Framed<K> {
    const ASYNCHRONOUS: bool = K::ASYNCHRONOUS;
    const FRAMED: bool = true;
    type Unframed = K;
    type Header<Y, R> = K::Header<Y, R>;
}

/// The part of a header that both kinds share: delegation, and the first argument.
#[allow(unreachable_pub, reason = "Rust 1.85 does not see that `Kind` shows it")]
pub trait Header<Y, R> {
    /// Whether there is known to be a value for the body that has not been taken yet. An asynchronous header never
    /// knows.
    fn is_resumed(&self) -> bool;

    /// Fills in the value that a delegate is resumed with and that nobody has sent.
    fn fill_resume(&self, value: R);

    /// Takes the argument of the first resumption.
    ///
    /// # Safety
    ///
    /// There is a value, because the body begins by taking it (exchange invariant 3).
    unsafe fn take_argument(&self) -> R;

    /// Takes what was sent to a delegation whose last poll came to `progress`.
    ///
    /// # Safety
    ///
    /// The body stands in this delegation, and nothing else is taken in this poll.
    unsafe fn take_sent(&self, progress: Progress) -> Sent<R>;

    /// Yields a value for a delegation: `Some(value)` is what the yield evaluates to; after `None` the delegation is
    /// pending at once.
    fn deliver(&self, value: Y) -> Option<R>;
}

/// What became of a delegation when it was last polled.
#[allow(unreachable_pub, reason = "as for `Header`")]
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Progress {
    /// It has not been polled yet.
    NotPolled,
    /// It has yielded a value, or, if its source is polled in place, has begun.
    Yielded,
    /// It awaits something, or the driver has been handed the frames of its source.
    UnderWay,
}

/// What a source is stepped with.
pub enum Sent<R> {
    /// Nothing yet: it is the first step.
    Nothing,
    /// The value of the yield that the source is suspended at.
    Value(R),
    /// Nothing: the source goes on with the step that is under way. Only asynchronous ones have such steps.
    UnderWay,
}

/// The coroutine handle, by which a body suspends itself. The macro names it so that no user code can, and calls no
/// method of it: a trait of the user's could have one of the same name.
///
/// Invariant in the types: a handle of another lifetime must not fit.
pub struct Co<K, Y, R> {
    values: PhantomInvariant<(K, Y, R)>,
}

impl<K, Y, R> Co<K, Y, R> {
    pub(crate) fn new() -> Self {
        Self { values: PhantomData }
    }
}

/// The argument of the first resumption.
#[inline(always)]
pub fn first_argument<K, Y, R>(_: &Co<K, Y, R>) -> FirstArgument<K, Y, R> {
    FirstArgument { values: PhantomData }
}

/// Takes the argument of the first resumption; never suspends.
#[must_use]
pub struct FirstArgument<K, Y, R> {
    values: PhantomInvariant<(K, Y, R)>,
}

impl<K: Kind, Y, R> Future for FirstArgument<K, Y, R> {
    type Output = R;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: exchange invariant 2: this future was made from a `Co<K, Y, R>`.
        let header = unsafe { Exchange::<K::Header<Y, R>>::header_of(context) };
        // SAFETY: exchange invariant 3: the body begins with this.
        Poll::Ready(unsafe { header.take_argument() })
    }
}
