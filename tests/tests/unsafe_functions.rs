//! An `unsafe fn` may be a generator: calling it is unsafe, iterating is not.

use gen_core::{Generator, generator};

/// The bytes from `pointer` up to the first zero.
///
/// # Safety
///
/// `pointer` leads to bytes that end with a zero, and that outlive the iteration.
#[generator]
unsafe fn bytes(mut pointer: *const u8) -> impl Iterator<Item = u8> {
    loop {
        // SAFETY: the caller's promise.
        let byte = unsafe { *pointer };
        if byte == 0 {
            return;
        }
        yield_!(byte);
        pointer = pointer.wrapping_add(1);
    }
}

struct Raw(*const u8);

impl Raw {
    /// # Safety
    ///
    /// As for [`bytes`].
    #[generator]
    unsafe fn length(&self) -> impl Generator<Yield = (), Return = usize> {
        // SAFETY: the caller's promise.
        let bytes = unsafe { bytes(self.0) };
        yield_!();
        bytes.count()
    }
}

#[test]
fn unsafe_functions_may_be_generators() {
    // SAFETY: the string ends with a zero and is static.
    let text: Vec<_> = unsafe { bytes(c"abc".as_ptr().cast()) }.collect();
    assert_eq!(text, *b"abc");
    let raw = Raw(c"abcd".as_ptr().cast());
    // SAFETY: as above.
    let mut length = unsafe { raw.length() };
    assert_eq!(length.start().unwrap().yielded(), Some(()));
    assert_eq!(length.resume(()).complete(), Some(4));
}
