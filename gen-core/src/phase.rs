//! Where an owner of a body stands, and what a resumption does there.

use core::mem;

use crate::error::AlreadyStarted;
use crate::header::{Header, resumed_after_end};
use crate::state::GeneratorStatus;

/// What becomes of the argument of the first resumption.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FirstResume {
    /// It is dropped: the generator has no `#[resume]` parameter.
    Dropped,
    /// The body begins by taking it.
    Taken,
}

/// The state of a body's owner. It stays as it is while the body runs; [`FinishOnUnwind`] sees to it that a panic
/// leaves it `Finished`. (To set it at each resumption and back at each suspension would cost two stores, and keep LLVM
/// from seeing that it does not change in a loop.)
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Phase {
    /// Nothing has run; the first argument is to be dropped.
    Unstarted,
    /// Nothing has run; the body begins by taking the first argument.
    AwaitsArgument,
    /// The body stands at a yield.
    Suspended,
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
    pub(crate) fn status(self) -> GeneratorStatus {
        match self {
            Self::Unstarted | Self::AwaitsArgument => GeneratorStatus::Created,
            Self::Suspended => GeneratorStatus::Suspended,
            Self::Finished => GeneratorStatus::Finished,
        }
    }

    /// Rule 3: the size hint of an iterator in this phase.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn size_hint(self) -> (usize, Option<usize>) {
        match self {
            Self::Finished => (0, Some(0)),
            _ => (0, None),
        }
    }

    /// Begins a resumption, and returns what of `argument` reaches the body (header invariant 2). Nothing of the user's
    /// runs between the change of the phase and the poll of the body.
    ///
    /// # Panics
    ///
    /// If the generator is finished (rule 5).
    #[inline(always)]
    #[track_caller]
    pub(crate) fn enter<R>(&mut self, argument: R) -> Option<R> {
        // The usual case first, and by itself: in a loop it is the only one that is left.
        if *self == Self::Suspended {
            return Some(argument);
        }
        // The phase is stored here for all cases: where each stores its own, a chain of four generators costs a sixth
        // more.
        match mem::replace(self, Self::Suspended) {
            Self::Suspended | Self::AwaitsArgument => Some(argument),
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
            Self::Suspended | Self::Finished => Err(AlreadyStarted),
        }
    }

    /// Begins a delegation: readies the header of the outer generator for the first poll of a delegate in this phase
    /// (header invariant 2). A delegate that was started before the delegation began needs a value that nobody has
    /// sent.
    ///
    /// # Panics
    ///
    /// If the delegate is finished, or needs a value that there is no default for.
    #[inline(always)]
    pub(crate) fn enter_delegation<E: Entry<R>, Y, R>(&mut self, header: &Header<'_, Y, R>) {
        match *self {
            Self::Unstarted => {}
            Self::Suspended | Self::AwaitsArgument => header.fill_resume(E::value()),
            Self::Finished => delegated_after_end(),
        }
        *self = Self::Suspended;
    }
}

/// Finishes a generator when its body panics.
pub(crate) struct FinishOnUnwind {
    phase: *mut Phase,
}

impl FinishOnUnwind {
    /// # Safety
    ///
    /// Until this is dropped or disarmed, `phase` is valid and nobody else touches it.
    #[inline(always)]
    pub(crate) unsafe fn new(phase: *mut Phase) -> Self {
        Self { phase }
    }

    /// The body has not panicked.
    #[inline(always)]
    pub(crate) fn disarm(self) {
        mem::forget(self);
    }
}

impl Drop for FinishOnUnwind {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the promise of who made this.
        unsafe { *self.phase = Phase::Finished };
    }
}

/// How a delegation begins where the delegate was started before: it needs a value that nobody has sent.
///
/// Types and not a function pointer, for a call that LLVM does not know keeps the state machine from dissolving.
pub trait Entry<R> {
    /// Whether the driver of the body that delegates is known to have a frame stack.
    const FRAMED: bool = false;

    /// Makes the value.
    fn value() -> R;

    /// Makes the value, if there is a default.
    fn value_if_any() -> Option<R>;
}

/// The resume type has a default.
#[derive(Debug)]
pub struct ByDefault;

impl<R: Default> Entry<R> for ByDefault {
    #[inline(always)]
    fn value() -> R {
        R::default()
    }

    #[inline(always)]
    fn value_if_any() -> Option<R> {
        Some(R::default())
    }
}

/// The delegation begins as one of `E` does, in the body of a boxed generator: its driver has a frame stack.
#[derive(Debug)]
pub struct InFrame<E>(pub(crate) E);

impl<R, E: Entry<R>> Entry<R> for InFrame<E> {
    const FRAMED: bool = true;

    #[inline(always)]
    fn value() -> R {
        E::value()
    }

    #[inline(always)]
    fn value_if_any() -> Option<R> {
        E::value_if_any()
    }
}

/// The resume type has no default.
#[derive(Debug)]
pub struct WithoutDefault;

impl<R> Entry<R> for WithoutDefault {
    fn value() -> R {
        no_value_for_delegate()
    }

    fn value_if_any() -> Option<R> {
        None
    }
}

/// Rule 6.
#[cold]
#[track_caller]
fn started_without_argument() -> ! {
    panic!(
        "a generator with a `#[resume]` parameter needs a value to begin with: \
         call `resume(value)` instead of `start()`"
    )
}

/// Rule 5, for `yield_from!`.
#[cold]
pub(crate) fn delegated_after_end() -> ! {
    panic!("`yield_from!` was given a finished generator")
}

#[cold]
fn no_value_for_delegate() -> ! {
    panic!(
        "`yield_from!` of a generator that is already started or has a `#[resume]` parameter needs a value to \
         resume it with, and its resume type has no `Default`; delegate to it before it is started"
    )
}
