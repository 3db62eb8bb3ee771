//! Bytes in, lines out.

use std::io::{self, BufRead, ErrorKind};
use std::str;

use gen_core::{Generator, generator};

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

/// The lines of anything that can be read. What it returns says whether it came to the end.
///
/// A line ends with `\n` or `\r\n`; the last one may end with the input.
#[generator]
pub(crate) fn lines(mut input: impl BufRead) -> impl Generator<Yield = Line, Return = io::Result<()>> {
    let mut kept = Vec::new();
    let mut number = 0;
    while let Some(cut) = read_line(&mut input, &mut kept)? {
        number += 1;
        yield_!(Line { number, text: decode(&kept, number, cut), cut });
    }
    Ok(())
}

/// Reads one line, keeps the first [`LINE_BYTES`] of it, and returns how many more there were; `None` at the end.
fn read_line(input: &mut impl BufRead, kept: &mut Vec<u8>) -> io::Result<Option<u64>> {
    // One more, for the `\r` of a line that just fits.
    let room = LINE_BYTES + 1;
    kept.clear();
    let mut length = 0;
    loop {
        let available = match input.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() && length == 0 {
            return Ok(None);
        }
        let end = available.iter().position(|&byte| byte == b'\n');
        let part = &available[..end.unwrap_or(available.len())];
        kept.extend_from_slice(&part[..part.len().min(room - kept.len())]);
        let used = part.len() + usize::from(end.is_some());
        let is_last = end.is_some() || available.is_empty();
        length += used as u64;
        input.consume(used);
        if is_last {
            let content = length - u64::from(end.is_some());
            return Ok(Some(trim(kept, content)));
        }
    }
}

/// Removes the `\r` of the line's end and what is too much, and returns how many bytes are missing from its `content`.
fn trim(kept: &mut Vec<u8>, mut content: u64) -> u64 {
    let is_whole = kept.len() as u64 == content;
    if is_whole && kept.last() == Some(&b'\r') {
        kept.pop();
        content -= 1;
    }
    kept.truncate(LINE_BYTES);
    content - kept.len() as u64
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
