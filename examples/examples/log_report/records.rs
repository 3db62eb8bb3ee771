//! Lines in, records out.

use gen_core::generator;

use crate::bounds;
use crate::continuation::{Continuation, is_continuation};
use crate::lines::Line;
use crate::timestamp::{Hour, take_timestamp};

/// A line with a timestamp, and the lines that continue it.
pub(crate) struct Record {
    pub(crate) hour: Hour,
    pub(crate) text: String,
    /// Where `text` goes on after the timestamp.
    pub(crate) header: usize,
    /// How many bytes `text` is short of.
    pub(crate) cut: u64,
    pub(crate) continuation: Continuation,
}

/// What a log consists of. Every line is in exactly one: a record has as many lines as it says, the others have one.
pub(crate) enum Entry<R> {
    Record(R),
    Blank,
    Unreadable(Unreadable),
}

pub(crate) struct Unreadable {
    pub(crate) line: u64,
    pub(crate) reason: Reason,
}

pub(crate) enum Reason {
    /// It begins with no timestamp and continues no record; this is how it does begin.
    NoTimestamp(String),
    /// This many of its bytes are UTF-8, and the next is not.
    NotUtf8(usize),
}

/// Joins lines to records.
///
/// It takes lines from anywhere, one at a time, and holds on to one record: the one that the next line may continue. A
/// blank line does not end a record, an unreadable line does, so that what continues that is not taken for part of the
/// record before.
#[generator]
pub(crate) fn records(lines: impl Iterator<Item = Line>) -> impl Iterator<Item = Entry<Record>> {
    let mut open: Option<Record> = None;
    for line in lines {
        match classify(line) {
            Kind::First(first) => {
                if let Some(complete) = open.replace(first) {
                    yield_!(Entry::Record(complete));
                }
            }
            Kind::Continuation(number, text) => match &mut open {
                Some(record) => record.continuation.add(&text),
                None => yield_!(no_timestamp(number, &text)),
            },
            Kind::Blank => yield_!(Entry::Blank),
            Kind::Unreadable(unreadable) => {
                if let Some(complete) = open.take() {
                    yield_!(Entry::Record(complete));
                }
                yield_!(unreadable);
            }
        }
    }
    if let Some(complete) = open {
        yield_!(Entry::Record(complete));
    }
}

/// What a line is by itself, whatever is before it.
enum Kind {
    First(Record),
    Continuation(u64, String),
    Blank,
    Unreadable(Entry<Record>),
}

fn classify(line: Line) -> Kind {
    let text = match line.text {
        Ok(text) => text,
        Err(valid) => {
            return Kind::Unreadable(Entry::Unreadable(Unreadable {
                line: line.number,
                reason: Reason::NotUtf8(valid),
            }));
        }
    };
    if line.cut == 0 && text.trim().is_empty() {
        return Kind::Blank;
    }
    if let Some((hour, header)) = take_timestamp(&text) {
        return Kind::First(Record { hour, text, header, cut: line.cut, continuation: Continuation::default() });
    }
    if is_continuation(&text) {
        return Kind::Continuation(line.number, text);
    }
    Kind::Unreadable(no_timestamp(line.number, &text))
}

fn no_timestamp(line: u64, text: &str) -> Entry<Record> {
    Entry::Unreadable(Unreadable { line, reason: Reason::NoTimestamp(bounds::name(text).to_owned()) })
}
