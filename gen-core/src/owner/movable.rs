//! What a synchronous generator that can be moved can do: iterate, be resumed, and be delegated to.

use core::iter::FusedIterator;
use core::mem::ManuallyDrop;
use core::pin::Pin;
use core::task::Poll;

use crate::delegation::ResumeDefault;
use crate::delegation::delegating::Delegating;
use crate::end::{End, ShowsReturn};
use crate::error::AlreadyStarted;
use crate::generator::Generator;
use crate::kind::Synchronous;
use crate::panics::foreign_await;
use crate::state::{GeneratorState, GeneratorStatus};
use crate::synchronous::consumer::Fold;
use crate::synchronous::header::new_exchange;

use super::AnonymousGenerator;
use super::place::Place;
use super::view::{Erase, View};

impl<P: Erase + Unpin, Y, R, E: ShowsReturn> Generator<R> for AnonymousGenerator<P, Synchronous, Y, R, E> {
    type Yield = Y;
    type Return = P::Output;

    #[inline(always)]
    #[track_caller]
    fn resume(&mut self, argument: R) -> GeneratorState<Y, P::Output> {
        Pin::new(self).view().resume(argument)
    }

    #[inline(always)]
    fn status(&self) -> GeneratorStatus {
        self.phase.status()
    }

    #[inline(always)]
    fn close(&mut self) {
        self.drop_body();
    }

    #[inline(always)]
    #[track_caller]
    fn start(&mut self) -> Result<GeneratorState<Y, P::Output>, AlreadyStarted> {
        Pin::new(self).view().start()
    }

    #[inline(always)]
    fn __poll_delegate<D: ResumeDefault<R>>(
        delegating: Delegating<'_, '_, Self, Synchronous, Y, R, P::Output>,
    ) -> Poll<P::Output> {
        Self::poll_delegate::<D>(delegating)
    }
}

impl<P: Place, Y, R: Default, E: End<Y, P::Output>> View<'_, P, Synchronous, Y, R, E> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(mut self) -> Option<Y> {
        let generator = self.generator();
        if generator.phase.is_finished() {
            return None;
        }
        E::item(generator.resume_body(R::default()))
    }
}

impl<P: Erase + Unpin, Y, R: Default, E: End<Y, P::Output>> Iterator for AnonymousGenerator<P, Synchronous, Y, R, E> {
    type Item = Y;

    #[inline(always)]
    fn next(&mut self) -> Option<Y> {
        Pin::new(self).view().next()
    }

    #[inline(always)]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.phase.status().size_hint()
    }

    #[inline(always)]
    fn fold<B, C: FnMut(B, Y) -> B>(mut self, initial: B, consume: C) -> B {
        if self.phase.is_finished() {
            return initial;
        }
        let argument = self.phase.enter(R::default());
        // If the body panics, nothing is left to drop; and not to look for it keeps the generator's address from
        // escaping.
        let mut this = ManuallyDrop::new(self);
        let mut consumer = Fold::new(initial, consume);
        let mut exchange = new_exchange(&mut consumer, argument);
        // SAFETY: this is an exchange for `Y` and `R`, and `enter` has let through what suits the phase,
        // which is `Suspended` now.
        let poll = unsafe { Pin::new(&mut *this).view().poll(exchange.context()) };
        let Poll::Ready(returned) = poll else {
            drop(ManuallyDrop::into_inner(this));
            foreign_await()
        };
        consumer.end::<Y, _, E>(returned)
    }
}

impl<P: Erase + Unpin, Y, R: Default, E: End<Y, P::Output>> FusedIterator
    for AnonymousGenerator<P, Synchronous, Y, R, E>
{
}
