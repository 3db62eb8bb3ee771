//! The future that `yield_!` awaits, of both kinds of generators.

use core::future::Future;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::pin::Pin;
use core::task::{Context, Poll};

use crate::exchange::Exchange;
use crate::kind::{Co, Header, Kind, PhantomInvariant};

/// Suspends with `value`; evaluates to what the caller sends in.
#[inline(always)]
pub fn yield_<K: Kind, Y, R>(_: &Co<K, Y, R>, value: Y) -> Yield<K, Y, R> {
    Yield { value: MaybeUninit::new(value), values: PhantomData }
}

/// One yield: delivers its value when it is first polled, and is ready when the body is resumed.
///
/// There is no state beside the value: whether this poll is the resumption is asked of the header. The value has no
/// drop glue either, for `.await` polls at once and the first poll moves it out.
#[must_use]
pub struct Yield<K, Y, R> {
    value: MaybeUninit<Y>,
    values: PhantomInvariant<(K, Y, R)>,
}

// Nothing points into a yield.
impl<K, Y, R> Unpin for Yield<K, Y, R> {}

// SAFETY: a yield is made and polled in one poll of its body, and before the driver of that poll returns to its caller
// it has taken the value, or has panicked, after which nobody reads or drops it: so no value goes to another thread
// with a body.
unsafe impl<K, Y, R> Send for Yield<K, Y, R> {}

// SAFETY: as for `Send`: only the body refers to the yield.
unsafe impl<K, Y, R> Sync for Yield<K, Y, R> {}

impl<K: Kind, Y, R> Future for Yield<K, Y, R> {
    type Output = R;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        // SAFETY: exchange invariant 2: the yield was made from a `Co` of `Y`, `R` and a kind that has this header.
        let header = unsafe { Exchange::<K::Header<Y, R>>::header_of(context) };
        if let Some(argument) = header.take_resume() {
            return Poll::Ready(argument);
        }
        // SAFETY: by exchange invariant 3 there is no value for the body only at the first poll, so the yield's is
        // still there, to be read once. It stays where it is until the body is polled again or dropped, for this yield
        // does.
        match unsafe { header.deliver_in_body(self.value.as_ptr()) } {
            Some(argument) => Poll::Ready(argument),
            None => Poll::Pending,
        }
    }
}
