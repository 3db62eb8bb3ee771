//! The driver as a delegation sees it.

use core::marker::PhantomData;
use core::mem;
use core::pin::Pin;
use core::task::{Context, Poll};

#[cfg(feature = "stream")]
use crate::kind::Asynchronous;
use crate::kind::{Header, Kind, PhantomInvariant, Progress, Sent, Synchronous};
use crate::state::GeneratorState;

use crate::exchange::Exchange;
#[cfg(feature = "alloc")]
use crate::exchange::frames_of;

/// One poll of a `yield_from!` of a `G` in a body of kind `K` that yields `Y` and is resumed with `R`: its source,
/// access to the exchange that the body is polled with, and what the delegation remembers between polls. It evaluates
/// to a `T`.
///
/// The source is a part of it, so that no other generator can be polled with the exchange.
///
/// Invariant: `context` belongs to an exchange with the header of `K`, `Y` and `R` (exchange invariant 2). The body
/// that is polled with it lies in a frame exactly if it is `framed`, which the exchange then has the stack of. It
/// awaits this delegation, which is not over. `source`, `progress` and `output` lie in the delegate future, which
/// is pinned, and what `output` points to is used by nobody else. A delegation is polled in one way only, which `G` and
/// `K` decide; where that hands frames over, `progress` is `UnderWay` exactly if they were handed over.
pub struct Delegating<'a, 'c, G, K, Y, R, T> {
    source: Pin<&'a mut G>,
    context: &'a mut Context<'c>,
    progress: &'a mut Progress,
    /// Where the frames of a delegate leave their return value.
    output: *mut T,
    framed: bool,
    values: PhantomInvariant<(K, Y, R)>,
}

impl<'a, 'c, G, U: Kind, Y, R, T> Delegating<'a, 'c, G, U, Y, R, T> {
    /// # Safety
    ///
    /// The invariant, of a body of kind `K`.
    #[inline(always)]
    pub(super) unsafe fn new<K: Kind<Unframed = U>>(
        source: Pin<&'a mut G>,
        context: &'a mut Context<'c>,
        progress: &'a mut Progress,
        output: *mut T,
    ) -> Self {
        Self { source, context, progress, output, framed: K::FRAMED, values: PhantomData }
    }

    /// The same for the kind `V`, if that is the kind of the body: so it is if both are asynchronous, or neither is
    /// (see [`Kind`]).
    #[inline(always)]
    fn of_kind<V: Kind>(self) -> Result<Delegating<'a, 'c, G, V, Y, R, T>, Self> {
        if U::ASYNCHRONOUS != V::ASYNCHRONOUS {
            return Err(self);
        }
        let Self { source, context, progress, output, framed, .. } = self;
        Ok(Delegating { source, context, progress, output, framed, values: PhantomData })
    }

    /// The same if the body is synchronous.
    #[inline(always)]
    pub(super) fn synchronous(self) -> Result<Delegating<'a, 'c, G, Synchronous, Y, R, T>, Self> {
        self.of_kind()
    }

    /// The same if the body is asynchronous.
    #[cfg(feature = "stream")]
    #[inline(always)]
    pub(super) fn asynchronous(self) -> Result<Delegating<'a, 'c, G, Asynchronous, Y, R, T>, Self> {
        self.of_kind()
    }

    #[inline(always)]
    fn header(&mut self) -> &U::Header<Y, R> {
        // SAFETY: by the invariant the context is that of an exchange with this header.
        unsafe { Exchange::<U::Header<Y, R>>::header_of(self.context) }
    }

    /// Begins the delegation, if this is its first poll: `enter` brings the source to its first step, and returns the
    /// value that it is to be resumed with there and that nobody has sent, if it needs one.
    #[inline(always)]
    pub(crate) fn begin(&mut self, enter: impl FnOnce(Pin<&mut G>) -> Option<R>) {
        // A header that is known to have a value has one for a yield of this delegation, which then is not polled for
        // the first time. So in a loop that resumes a synchronous generator `progress` is neither read nor written.
        if !self.header().is_resumed() && mem::replace(self.progress, Progress::Yielded) == Progress::NotPolled {
            self.begin_now(enter);
        }
    }

    /// The same for a source with frames, of which those that it has handed over have not come back. A frame polls such
    /// a one twice: first to hand the frames over, then to find their return value.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn begin_frames(&mut self, enter: impl FnOnce(Pin<&mut G>) -> Option<R>) {
        if self.framed { self.begin_now(enter) } else { self.begin(enter) }
    }

    #[inline(always)]
    fn begin_now(&mut self, enter: impl FnOnce(Pin<&mut G>) -> Option<R>) {
        if let Some(value) = enter(self.source.as_mut()) {
            self.header().fill_resume(value);
        }
    }

    /// The source and the context, once the delegation has [begun](Self::begin). The header of the exchange has a value
    /// for the source exactly if that demands one (exchange invariant 3): at its first step it was filled in, if it was
    /// needed; after that the body that delegates is suspended where the source is.
    #[inline(always)]
    pub(crate) fn into_parts(self) -> (Pin<&'a mut G>, &'a mut Context<'c>) {
        (self.source, self.context)
    }

    /// The source, and the return value of its frames, if they [were handed over](Self::into_handed_over).
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn take_handed_over(&self) -> Option<(&G, T)> {
        if *self.progress != Progress::UnderWay {
            return None;
        }
        // SAFETY: by the invariant the frames were handed over. A body is not polled before the frames above it have
        // ended, and the last of them has written what it returns (frames invariant 2). Nor is a generator in such a
        // body: it is owned there by value, for what points to a generator does not forward `__poll_delegate`. The
        // value is read once, for the delegation is over.
        Some((&self.source, unsafe { self.output.read() }))
    }

    /// Whether the driver has a frame stack.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn has_frame_stack(&mut self) -> bool {
        // SAFETY: by the invariant the context is that of an exchange.
        self.framed || !unsafe { frames_of(self.context) }.stack.get().is_null()
    }

    /// The source and the context, for a source whose frames are now handed to the stack that the driver has; and where
    /// they leave their return value.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn into_handed_over(self) -> (Pin<&'a mut G>, &'a mut Context<'c>, *mut T) {
        *self.progress = Progress::UnderWay;
        (self.source, self.context, self.output)
    }

    /// Steps the source for as long as it gives values, and the driver takes them at once.
    #[inline(always)]
    pub(crate) fn by_steps(
        mut self,
        mut step: impl FnMut(Pin<&mut G>, &mut Context<'_>, Sent<R>) -> Poll<GeneratorState<Y, T>>,
    ) -> Poll<T> {
        let progress = *self.progress;
        // SAFETY: by the invariant the body is suspended in this delegation, if it has yielded; what the header has for
        // it has not been taken yet, for `self` is consumed, and is made once in a poll.
        let mut sent = unsafe { self.header().take_sent(progress) };
        loop {
            match step(self.source.as_mut(), self.context, sent) {
                Poll::Pending => {
                    *self.progress = Progress::UnderWay;
                    return Poll::Pending;
                }
                Poll::Ready(GeneratorState::Complete(value)) => return Poll::Ready(value),
                Poll::Ready(GeneratorState::Yielded(value)) => {
                    *self.progress = Progress::Yielded;
                    match self.header().deliver(value) {
                        Some(argument) => sent = Sent::Value(argument),
                        None => return Poll::Pending,
                    }
                }
            }
        }
    }
}
