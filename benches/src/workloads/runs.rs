//! Run-length encoding of an iterator over bytes.

use std::iter::Peekable;

pub(crate) type Input = &'static [u8];
/// A byte, and how many of it follow one another.
pub(crate) type Item = (u8, usize);

struct Runs<I: Iterator> {
    bytes: Peekable<I>,
}

impl<I: Iterator<Item = u8>> Iterator for Runs<I> {
    type Item = Item;

    #[inline]
    fn next(&mut self) -> Option<Item> {
        let byte = self.bytes.next()?;
        let mut length = 1;
        while self.bytes.next_if_eq(&byte).is_some() {
            length += 1;
        }
        Some((byte, length))
    }
}

pub(crate) fn hand(bytes: Input) -> impl Iterator<Item = Item> {
    Runs { bytes: bytes.iter().copied().peekable() }
}

generator_fn! {
    fn runs(mut bytes: impl Iterator<Item = u8>) -> impl Iterator<Item = Item> {
        if let Some(mut byte) = bytes.next() {
            let mut length = 1;
            for next in bytes {
                if next == byte {
                    length += 1;
                } else {
                    yield_!((byte, length));
                    (byte, length) = (next, 1);
                }
            }
            yield_!((byte, length));
        }
    }
}

pub(crate) fn generator(bytes: Input) -> impl Iterator<Item = Item> {
    runs(bytes.iter().copied())
}

pub(crate) fn digest((byte, length): Item) -> u64 {
    u64::from(byte) + length as u64
}

consumers!();
