//! The fields of comma-separated records, some of them in quotes with commas, line ends and doubled quotes inside.

pub(crate) type Input = &'static [u8];
pub(crate) type Item = Field<'static>;

#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    /// Without the quotes around it; doubled quotes are as they were.
    text: &'a [u8],
    ends_record: bool,
}

fn plain_end(bytes: &[u8], start: usize) -> usize {
    bytes[start..].iter().position(|&byte| matches!(byte, b',' | b'\n')).map_or(bytes.len(), |length| start + length)
}

/// The place of the closing quote of the field whose first byte is at `start`.
fn quoted_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' {
            if bytes.get(at + 1) != Some(&b'"') {
                return at;
            }
            at += 1;
        }
        at += 1;
    }
    bytes.len()
}

struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Fields<'a> {
    type Item = Field<'a>;

    #[inline]
    fn next(&mut self) -> Option<Field<'a>> {
        let bytes = self.bytes;
        let (text, end) = if *bytes.get(self.at)? == b'"' {
            let end = quoted_end(bytes, self.at + 1);
            (&bytes[self.at + 1..end], end + 1)
        } else {
            let end = plain_end(bytes, self.at);
            (&bytes[self.at..end], end)
        };
        self.at = end + 1;
        Some(Field { text, ends_record: bytes.get(end) != Some(&b',') })
    }
}

pub(crate) fn hand(bytes: &[u8]) -> impl Iterator<Item = Field<'_>> {
    Fields { bytes, at: 0 }
}

generator_fn! {
    pub(crate) fn generator(bytes: &[u8]) -> impl Iterator<Item = Field<'_>> {
        let mut at = 0;
        while let Some(&first) = bytes.get(at) {
            let end;
            if first == b'"' {
                let quote = quoted_end(bytes, at + 1);
                end = quote + 1;
                yield_!(Field { text: &bytes[at + 1..quote], ends_record: bytes.get(end) != Some(&b',') });
            } else {
                end = plain_end(bytes, at);
                yield_!(Field { text: &bytes[at..end], ends_record: bytes.get(end) != Some(&b',') });
            }
            at = end + 1;
        }
    }
}

pub(crate) fn digest(field: Item) -> u64 {
    field.text.len() as u64 * 2 + u64::from(field.ends_record)
}

consumers!();
