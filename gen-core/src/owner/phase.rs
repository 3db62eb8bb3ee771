//! The lifecycle of a generator, and its transitions.

use core::mem::{self, MaybeUninit};
use core::task::Poll;

use crate::delegation::{ResumeDefault, needed};
use crate::error::AlreadyStarted;
use crate::panics::{delegated_after_end, no_value_for_step, resumed_after_end, started_without_argument};
use crate::state::{GeneratorState, GeneratorStatus};

/// What becomes of the argument of the first resumption.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum FirstResume {
    /// It is dropped: the generator has no `#[resume]` parameter.
    Dropped,
    /// The body begins by taking it.
    Taken,
}

/// The state of a body's owner. It stays as it is while the body runs; a guard leaves it `Finished` if the body panics.
/// (To set it at each resumption and back at each suspension would cost two stores, and keep LLVM from seeing that it
/// does not change in a loop.)
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Phase {
    /// Nothing has run; the first argument is to be dropped.
    Unstarted,
    /// Nothing has run; the body begins by taking the first argument.
    AwaitsArgument,
    /// The body stands at a yield.
    Suspended,
    /// The body, an asynchronous one, stands between two yields: it awaits something.
    UnderWay,
    /// The body has ended.
    Finished,
}

impl Phase {
    #[inline(always)]
    pub(crate) fn created(first: FirstResume) -> Self {
        match first {
            FirstResume::Dropped => Self::Unstarted,
            FirstResume::Taken => Self::AwaitsArgument,
        }
    }

    #[inline(always)]
    pub(crate) fn is_suspended(self) -> bool {
        matches!(self, Self::Suspended)
    }

    #[inline(always)]
    pub(crate) fn is_finished(self) -> bool {
        matches!(self, Self::Finished)
    }

    #[inline(always)]
    pub(crate) fn status(self) -> GeneratorStatus {
        match self {
            Self::Unstarted | Self::AwaitsArgument => GeneratorStatus::Created,
            Self::Suspended | Self::UnderWay => GeneratorStatus::Suspended,
            Self::Finished => GeneratorStatus::Finished,
        }
    }

    /// Begins a resumption, and returns what of `argument` reaches the body (exchange invariant 3). Nothing of the
    /// user's runs between the change of the phase and the poll of the body.
    ///
    /// # Panics
    ///
    /// If the generator is finished (rule 5).
    #[inline(always)]
    #[track_caller]
    pub(crate) fn enter<R>(&mut self, argument: R) -> Option<R> {
        // The usual case first, and by itself: in a loop it is the only one that is left.
        if self.is_suspended() {
            return Some(argument);
        }
        // The phase is stored here for all cases: where each stores its own, a chain of four generators costs a sixth
        // more.
        match mem::replace(self, Self::Suspended) {
            Self::Suspended | Self::UnderWay | Self::AwaitsArgument => Some(argument),
            Self::Unstarted => {
                // Should its destructor panic, nothing has begun.
                *self = Self::Unstarted;
                drop(argument);
                *self = Self::Suspended;
                None
            }
            Self::Finished => {
                *self = Self::Finished;
                resumed_after_end()
            }
        }
    }

    /// Begins the next step of an asynchronous generator, or goes on with the one that is under way, and returns what
    /// of `argument` reaches the body (exchange invariant 3); `None` if the generator is finished. `argument` is told
    /// whether it is needed. Should the destructor of one that is not panic, nothing has begun.
    ///
    /// # Panics
    ///
    /// If a value is needed, and `argument` gives none.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn enter_step<R>(&mut self, argument: impl FnOnce(bool) -> Option<R>) -> Option<MaybeUninit<R>> {
        // As in `enter`. (As one `match`, this would be a jump through a table at each step of a stream.)
        if self.is_suspended() {
            return Some(needed_for_step(argument(true)));
        }
        if self.is_finished() {
            return None;
        }
        let mut resume = MaybeUninit::uninit();
        if *self == Self::AwaitsArgument {
            resume = needed_for_step(argument(true));
        } else if *self == Self::Unstarted {
            drop(argument(false));
        }
        *self = Self::Suspended;
        Some(resume)
    }

    /// Ends a poll whose body, an asynchronous one, is pending: the step is over if the body has yielded. The phase is
    /// `Suspended`.
    #[inline(always)]
    pub(crate) fn end_poll<Y, T>(&mut self, yielded: Option<Y>) -> Poll<GeneratorState<Y, T>> {
        if let Some(value) = yielded {
            return Poll::Ready(GeneratorState::Yielded(value));
        }
        *self = Self::UnderWay;
        Poll::Pending
    }

    /// Begins the first resumption, without an argument.
    ///
    /// # Errors
    ///
    /// [`AlreadyStarted`], if it is not the first.
    ///
    /// # Panics
    ///
    /// If the body begins by taking an argument (rule 6). Nothing has begun then.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn start(&mut self) -> Result<(), AlreadyStarted> {
        match *self {
            Self::Unstarted => {
                *self = Self::Suspended;
                Ok(())
            }
            Self::AwaitsArgument => started_without_argument(),
            Self::Suspended | Self::UnderWay | Self::Finished => Err(AlreadyStarted),
        }
    }

    /// Begins a delegation to this generator, and returns the value that it needs if it was started before, and that
    /// nobody has sent.
    ///
    /// # Panics
    ///
    /// If the generator is finished, or needs a value that there is no default for.
    #[inline(always)]
    pub(crate) fn enter_delegation<D: ResumeDefault<R>, R>(&mut self) -> Option<R> {
        let value = match *self {
            Self::Unstarted | Self::UnderWay => None,
            Self::Suspended | Self::AwaitsArgument => Some(needed(D::value())),
            Self::Finished => delegated_after_end(),
        };
        *self = Self::Suspended;
        value
    }
}

#[inline(always)]
#[track_caller]
fn needed_for_step<R>(argument: Option<R>) -> MaybeUninit<R> {
    match argument {
        Some(argument) => MaybeUninit::new(argument),
        None => no_value_for_step(),
    }
}
