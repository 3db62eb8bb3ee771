//! The loops that consume the items: one that is timed, and two others that only are there, so that the consumed function
//! is used at three places. All of them fold the items into a number in a way that has no closed form.

/// Consumes what is made of each of the inputs.
pub(crate) type Run<I> = fn(&[I]) -> u64;

/// What does not depend on a loop.
pub(crate) struct Facts<I> {
    /// How many items there are.
    pub(crate) items: Run<I>,
    /// The sizes of the hand-written iterator and of the generator before its first item.
    pub(crate) sizes: fn(&[I]) -> [usize; 2],
}

/// The hand-written iterator and the generator in the same loop.
pub(crate) struct Pair<I> {
    pub(crate) hand: Run<I>,
    pub(crate) generator: Run<I>,
}

/// All loops over the two.
pub(crate) struct Loops<I: 'static> {
    pub(crate) timed: Pair<I>,
    pub(crate) others: &'static [Pair<I>],
}

/// Takes an item's digest into the state.
#[inline]
pub(crate) fn step(state: u64, digest: u64) -> u64 {
    state.rotate_left(5) ^ digest
}

/// A digest that no item has, which LLVM does not know.
pub(crate) const UNREACHED: u64 = 0x5bd1_e995_9e37_79b9;

macro_rules! timed_for {
    ($name:ident, $make:path) => {
        timed_for! { $name(input) {} => $make(input) }
    };
    // Some items come from generators that have to be pinned in variables before.
    ($name:ident($input:ident) { $($before:tt)* } => $items:expr) => {
        #[inline(never)]
        fn $name(inputs: &[Input]) -> u64 {
            let mut state = 0;
            for &$input in inputs {
                $($before)*
                for item in $items {
                    state = crate::loops::step(state, digest(item));
                }
            }
            state
        }
    };
}

macro_rules! timed_fold {
    ($name:ident, $make:path) => {
        #[inline(never)]
        fn $name(inputs: &[Input]) -> u64 {
            let mut state = 0;
            for &input in inputs {
                state = $make(input).fold(state, |state, item| crate::loops::step(state, digest(item)));
            }
            state
        }
    };
}

macro_rules! other_fors {
    ($searching:ident, $counting:ident, $make:path) => {
        #[inline(never)]
        fn $searching(inputs: &[Input]) -> u64 {
            let mut sum = 0_u64;
            for &input in inputs {
                for item in $make(input) {
                    let digest = digest(item);
                    if digest == crate::loops::UNREACHED {
                        break;
                    }
                    sum = sum.wrapping_mul(3).wrapping_add(digest);
                }
            }
            sum
        }

        #[inline(never)]
        fn $counting(inputs: &[Input]) -> u64 {
            let (mut odd, mut last) = (0, 0);
            for &input in inputs {
                for item in $make(input).skip(1) {
                    last = digest(item);
                    odd += last & 1;
                }
            }
            odd ^ last
        }
    };
}

macro_rules! other_folds {
    ($mapping:ident, $counting:ident, $make:path) => {
        #[inline(never)]
        fn $mapping(inputs: &[Input]) -> u64 {
            let mut sum = 0_u64;
            for &input in inputs {
                sum = $make(input).map(digest).fold(sum, |sum, digest| sum.wrapping_mul(3).wrapping_add(digest));
            }
            sum
        }

        #[inline(never)]
        fn $counting(inputs: &[Input]) -> u64 {
            let (mut odd, mut last) = (0, 0);
            for &input in inputs {
                $make(input).for_each(|item| {
                    last = digest(item);
                    odd += last & 1;
                });
            }
            odd ^ last
        }
    };
}
