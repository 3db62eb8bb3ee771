//! The words of a text: items that borrow from the argument, and a scan between two of them.

pub(crate) type Input = &'static str;
pub(crate) type Item = &'static str;

struct Words<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.rest.as_bytes();
        let start = bytes.iter().position(|&byte| byte != b' ')?;
        let end = bytes[start..].iter().position(|&byte| byte == b' ').map_or(bytes.len(), |length| start + length);
        let word = &self.rest[start..end];
        self.rest = &self.rest[end..];
        Some(word)
    }
}

pub(crate) fn hand(text: &str) -> impl Iterator<Item = &str> {
    Words { rest: text }
}

generator_fn! {
    pub(crate) fn generator(text: &str) -> impl Iterator<Item = &str> {
        let mut rest = text;
        while let Some(start) = rest.as_bytes().iter().position(|&byte| byte != b' ') {
            let bytes = rest.as_bytes();
            let end = bytes[start..].iter().position(|&byte| byte == b' ').map_or(bytes.len(), |length| start + length);
            yield_!(&rest[start..end]);
            rest = &rest[end..];
        }
    }
}

pub(crate) fn digest(word: Item) -> u64 {
    word.bytes().next().map_or(0, u64::from) + word.len() as u64
}

consumers!();
