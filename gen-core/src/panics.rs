//! The panics of this crate. The numbers are those of the rules in `tests/tests/rules.rs`.

/// Rule 5.
#[cold]
#[track_caller]
pub(crate) fn resumed_after_end() -> ! {
    panic!("a finished generator was resumed; use `send` to get the value back instead")
}

/// Rule 5, for `yield_from!`.
#[cold]
pub(crate) fn delegated_after_end() -> ! {
    panic!("`yield_from!` was given a finished generator")
}

/// Rule 6.
#[cold]
#[track_caller]
pub(crate) fn started_without_argument() -> ! {
    panic!(
        "a generator with a `#[resume]` parameter needs a value to begin with: \
         call `resume(value)` instead of `start()`"
    )
}

/// Rule 12. The macro refuses `.await` in a synchronous generator where it can see it; the others end here.
#[cold]
#[track_caller]
pub(crate) fn foreign_await() -> ! {
    panic!(
        "a synchronous generator awaited something other than a yield, by an `.await` that is hidden in a macro; \
         only `yield_!` and `yield_from!` can suspend a synchronous generator"
    )
}

/// A delegate stands at a yield, or waits for its first argument, and nobody has sent anything yet.
#[cold]
pub(crate) fn no_value_for_delegate() -> ! {
    panic!(
        "`yield_from!` of a generator that is already started or has a `#[resume]` parameter needs a value to \
         resume it with, and its resume type has no `Default`; delegate to it before it is started"
    )
}

/// A step of an asynchronous generator needs a value, and there is none.
#[cold]
#[track_caller]
pub(crate) fn no_value_for_step() -> ! {
    panic!(
        "an asynchronous generator that is suspended at a yield, or begins with a `#[resume]` parameter, was polled \
         without a value; call `send(value)`, or `poll_resume` with one"
    )
}
