//! Lines in, records out.

use std::fmt;

use gen_core::{Generator, generator};

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

/// As it was in the log, but for blank lines in it. Where something was too long to keep, this says so.
impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        if self.cut > 0 {
            write!(f, " [{} bytes cut]", self.cut)?;
        }
        writeln!(f, "{}", self.continuation.text)?;
        if self.continuation.lost_lines > 0 {
            writeln!(f, "    [{} lines cut]", self.continuation.lost_lines)?;
        }
        Ok(())
    }
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

/// What a line completes: the record before it, and itself where it is no part of a record.
pub(crate) type Completed = [Option<Entry<Record>>; 2];

/// Joins lines to records.
///
/// It is sent one line after another, wherever they come from, answers each with what is complete now, and holds on to
/// one record: the one that the next line may continue. Sent `None` for the end, it returns that. A blank line does not
/// end a record, an unreadable line does, so that what continues that is not taken for part of the record before.
#[generator]
pub(crate) fn records(
    #[resume] first: Option<Line>,
) -> impl Generator<Option<Line>, Yield = Completed, Return = Option<Entry<Record>>> {
    let mut open: Option<Record> = None;
    let mut sent = first;
    while let Some(line) = sent {
        sent = yield_!(match classify(line) {
            Kind::First(first) => [open.replace(first).map(Entry::Record), None],
            Kind::Continuation(number, text) => match &mut open {
                Some(record) => {
                    record.continuation.add(&text);
                    [None, None]
                }
                None => [None, Some(no_timestamp(number, &text))],
            },
            Kind::Blank => [None, Some(Entry::Blank)],
            Kind::Unreadable(unreadable) => [open.take().map(Entry::Record), Some(unreadable)],
        });
    }
    open.map(Entry::Record)
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
