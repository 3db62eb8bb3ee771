//! Where an asynchronous generator stands, and what a step does there.

use core::mem::MaybeUninit;
use core::task::Poll;

use crate::header::resumed_after_end;
use crate::phase::FirstResume;
use crate::state::{GeneratorState, GeneratorStatus};

/// The state of a body's owner. It stays as it is while the body runs; a guard leaves it `Finished` if the body panics.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Stage {
    /// Nothing has run; the first argument is to be dropped.
    Unstarted,
    /// Nothing has run; the body begins by taking the first argument.
    AwaitsArgument,
    /// The body stands at a yield.
    Suspended,
    /// The body stands between two yields: it awaits something.
    UnderWay,
    /// The body has ended.
    Finished,
}

impl Stage {
    #[inline(always)]
    pub(crate) fn created(first: FirstResume) -> Self {
        match first {
            FirstResume::Dropped => Self::Unstarted,
            FirstResume::Taken => Self::AwaitsArgument,
        }
    }

    #[inline(always)]
    pub(crate) fn status(self) -> GeneratorStatus {
        match self {
            Self::Unstarted | Self::AwaitsArgument => GeneratorStatus::Created,
            Self::Suspended | Self::UnderWay => GeneratorStatus::Suspended,
            Self::Finished => GeneratorStatus::Finished,
        }
    }

    /// Rule 3: the size hint of a stream at this stage.
    #[inline(always)]
    pub(crate) fn size_hint(self) -> (usize, Option<usize>) {
        match self {
            Self::Finished => (0, Some(0)),
            _ => (0, None),
        }
    }

    /// Begins the next step, or goes on with the one that is under way, and returns what of `argument` reaches the body
    /// (header invariant 2). Should the destructor of an argument that does not reach it panic, nothing has begun.
    ///
    /// # Panics
    ///
    /// If the generator is finished, or if a value is needed, and there is none.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn enter<R>(&mut self, argument: &mut Option<R>) -> MaybeUninit<R> {
        // The usual case first, and by itself: in a loop it is the only one that is left.
        if *self == Self::Suspended {
            return take_needed(argument);
        }
        let resume = match self {
            Self::Finished => resumed_after_end(),
            Self::AwaitsArgument | Self::Suspended => take_needed(argument),
            Self::Unstarted => {
                drop(argument.take());
                MaybeUninit::uninit()
            }
            Self::UnderWay => MaybeUninit::uninit(),
        };
        *self = Self::Suspended;
        resume
    }

    /// The same for a stream, which is resumed with the default, where a value is needed; `None` if it is finished.
    #[inline(always)]
    pub(crate) fn enter_stream<R: Default>(&mut self) -> Option<MaybeUninit<R>> {
        // As in `enter`.
        if *self == Self::Suspended {
            return Some(MaybeUninit::new(R::default()));
        }
        if *self == Self::Finished {
            return None;
        }
        let mut resume = MaybeUninit::uninit();
        if *self == Self::AwaitsArgument {
            resume.write(R::default());
        }
        *self = Self::Suspended;
        Some(resume)
    }

    /// Ends a poll whose body is pending: the step is over if the body has yielded. The stage is `Suspended`.
    #[inline(always)]
    pub(crate) fn suspend<Y, T>(&mut self, yielded: Option<Y>) -> Poll<GeneratorState<Y, T>> {
        if let Some(value) = yielded {
            return Poll::Ready(GeneratorState::Yielded(value));
        }
        *self = Self::UnderWay;
        Poll::Pending
    }
}

#[inline(always)]
#[track_caller]
fn take_needed<R>(argument: &mut Option<R>) -> MaybeUninit<R> {
    match argument.take() {
        Some(argument) => MaybeUninit::new(argument),
        None => no_value(),
    }
}

#[cold]
#[track_caller]
fn no_value() -> ! {
    panic!(
        "an asynchronous generator that is suspended at a yield, or has a `#[resume]` parameter, was polled without a value"
    )
}
