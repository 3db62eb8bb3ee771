//! Bytes in, lines out.

use std::io;
use std::str;

use futures_util::Stream;
use gen_core::try_generator;

use crate::bounds::LINE_BYTES;

/// A line without its end.
pub(crate) struct Line {
    /// Counted from 1.
    pub(crate) number: u64,
    /// Or the bytes before the first that is not UTF-8.
    pub(crate) text: Result<String, usize>,
    /// How many bytes were not kept, because the line was too long.
    pub(crate) cut: u64,
}

/// The lines of a log, whose bytes may come in pieces of any length.
///
/// A line ends with `\n` or `\r\n`; the last one may end with the input.
#[try_generator]
pub(crate) async fn lines(chunks: impl Stream<Item = io::Result<Vec<u8>>>) -> impl Stream<Item = io::Result<Line>> {
    let mut unfinished = Unfinished::default();
    #[for_await]
    for chunk in chunks {
        for part in chunk?.split_inclusive(|&byte| byte == b'\n') {
            if let Some(end) = part.strip_suffix(b"\n") {
                unfinished.add(end);
                yield_!(unfinished.finish());
            } else {
                unfinished.add(part);
            }
        }
    }
    if unfinished.length > 0 {
        yield_!(unfinished.finish());
    }
}

/// The line whose end is still to come.
#[derive(Default)]
struct Unfinished {
    /// How many lines there were before.
    finished: u64,
    /// In bytes.
    length: u64,
    /// At most one byte more than [`LINE_BYTES`], for the `\r` of a line that just fits.
    kept: Vec<u8>,
}

impl Unfinished {
    fn add(&mut self, part: &[u8]) {
        let room = LINE_BYTES + 1 - self.kept.len();
        self.kept.extend_from_slice(&part[..part.len().min(room)]);
        self.length += part.len() as u64;
    }

    fn finish(&mut self) -> Line {
        self.finished += 1;
        let number = self.finished;
        let cut = self.trim();
        let text = decode(&self.kept, number, cut);
        self.kept.clear();
        self.length = 0;
        Line { number, text, cut }
    }

    /// Removes the `\r` of the line's end and what is too much, and returns how many bytes are missing.
    fn trim(&mut self) -> u64 {
        let is_whole = self.kept.len() as u64 == self.length;
        if is_whole && self.kept.last() == Some(&b'\r') {
            self.kept.pop();
            self.length -= 1;
        }
        self.kept.truncate(LINE_BYTES);
        self.length - self.kept.len() as u64
    }
}

/// A character that the cut has split is dropped, and the byte order mark at the beginning of a file as well.
fn decode(kept: &[u8], number: u64, cut: u64) -> Result<String, usize> {
    let text = match str::from_utf8(kept) {
        Ok(text) => text,
        Err(error) if cut > 0 && error.error_len().is_none() => {
            str::from_utf8(&kept[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(error) => return Err(error.valid_up_to()),
    };
    let text = if number == 1 { text.trim_start_matches('\u{feff}') } else { text };
    Ok(text.to_owned())
}
