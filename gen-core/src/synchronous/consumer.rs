//! What is done with the values that a synchronous generator yields.

use core::ptr;

use crate::end::End;

/// Takes yielded values.
pub(crate) trait Consumer<Y, R> {
    /// Takes a yielded value. `Some(value)` resumes the body with it at once, `None` suspends the body.
    fn deliver(&mut self, value: Y) -> Option<R>;

    /// Takes a yielded value that lies in the body, and may leave it there while the body is suspended: one copy less.
    ///
    /// # Safety
    ///
    /// `value` can be read once. If this returns `None`, it can be read until the body is polled again or dropped.
    #[inline(always)]
    unsafe fn deliver_in_body(&mut self, value: *const Y) -> Option<R> {
        // SAFETY: the caller promises that `value` can be read once, and this is the only time.
        self.deliver(unsafe { value.read() })
    }
}

/// External iteration: remembers where the value lies, or keeps it, for the caller of `resume`, and suspends.
///
/// Invariant: `in_body` is null, or a value that can be read once, until the body is polled again or dropped.
pub(crate) struct Slot<Y> {
    in_body: *const Y,
    kept: Option<Y>,
}

impl<Y> Slot<Y> {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self { in_body: ptr::null(), kept: None }
    }

    /// The delivered value. A pending body that has delivered none awaits something that is not a yield.
    ///
    /// # Safety
    ///
    /// The body has been polled once with this slot, and is still as that poll has left it.
    #[inline(always)]
    pub(crate) unsafe fn take(self) -> Option<Y> {
        if self.in_body.is_null() {
            return self.kept;
        }
        // SAFETY: by the invariant the value can be read, for the caller promises that the body has not been polled
        // again or dropped; `self` is consumed, so it is read once.
        Some(unsafe { self.in_body.read() })
    }
}

impl<Y, R> Consumer<Y, R> for Slot<Y> {
    #[inline(always)]
    fn deliver(&mut self, value: Y) -> Option<R> {
        self.kept = Some(value);
        None
    }

    #[inline(always)]
    unsafe fn deliver_in_body(&mut self, value: *const Y) -> Option<R> {
        self.in_body = value;
        None
    }
}

/// Internal iteration: calls the consumer's closure, and goes on.
pub(crate) struct Fold<B, C> {
    accumulator: Option<B>,
    consume: C,
}

impl<B, C> Fold<B, C> {
    #[inline(always)]
    pub(crate) fn new(initial: B, consume: C) -> Self {
        Self { accumulator: Some(initial), consume }
    }

    /// Consumes the last item that the body's return value makes, if it makes one, and gives the accumulator back.
    /// Should that panic, the accumulator is dropped with this.
    #[inline(always)]
    pub(crate) fn end<Y, T, E: End<Y, T>>(mut self, returned: T) -> B
    where
        C: FnMut(B, Y) -> B,
    {
        if let Some(item) = E::last(returned) {
            self.consume(item);
        }
        self.accumulator.expect("every call of `consume` puts it back")
    }

    #[inline(always)]
    fn consume<Y>(&mut self, item: Y)
    where
        C: FnMut(B, Y) -> B,
    {
        let accumulator = self.accumulator.take().expect("the consumer is not re-entered");
        self.accumulator = Some((self.consume)(accumulator, item));
    }
}

impl<B, C: FnMut(B, Y) -> B, Y, R: Default> Consumer<Y, R> for Fold<B, C> {
    #[inline(always)]
    fn deliver(&mut self, value: Y) -> Option<R> {
        self.consume(value);
        Some(R::default())
    }
}
