//! The end of the pipeline: what is counted, one entry at a time.

use std::collections::BTreeMap;

use crate::bounds::{self, UNREADABLE_SHOWN};
use crate::events::Event;
use crate::level::Level;
use crate::lines::Line;
use crate::mask::mask;
use crate::records::{Entry, Reason, Unreadable};
use crate::tally::Tally;
use crate::timestamp::Hour;

/// What became of the lines of a log.
#[derive(Clone, Copy, Default)]
pub(crate) struct Lines {
    /// Counted where they are read, so independently of the others, which add up to it.
    pub(crate) read: u64,
    pub(crate) first: u64,
    pub(crate) continuation: u64,
    pub(crate) blank: u64,
    pub(crate) unreadable: u64,
}

/// A log that was read.
#[derive(Clone)]
pub(crate) struct LogSummary {
    pub(crate) name: String,
    pub(crate) lines: Lines,
    pub(crate) cut_lines: CutLines,
    /// The file that the error records were saved in.
    pub(crate) errors_saved_in: Option<String>,
}

/// An unreadable line to show.
#[derive(Clone)]
pub(crate) struct Example {
    pub(crate) log: String,
    pub(crate) line: u64,
    pub(crate) text: String,
}

/// Lines that were too long.
#[derive(Clone, Copy, Default)]
pub(crate) struct CutLines {
    pub(crate) lines: u64,
    pub(crate) bytes: u64,
}

/// Records with more continuation lines than are kept.
#[derive(Clone, Copy, Default)]
pub(crate) struct CutRecords {
    pub(crate) records: u64,
    pub(crate) lines: u64,
}

/// Some logs together, one behind the other.
#[derive(Clone, Default)]
pub(crate) struct Summary {
    pub(crate) logs: Vec<LogSummary>,
    /// The names of logs that were not read to their end.
    pub(crate) left_out: Vec<String>,
    pub(crate) levels: BTreeMap<Level, u64>,
    pub(crate) sources: Tally<String>,
    pub(crate) hours: Tally<Hour>,
    pub(crate) messages: Tally<String>,
    pub(crate) examples: Vec<Example>,
    pub(crate) cut_lines: CutLines,
    pub(crate) cut_records: CutRecords,
    /// Whether some name in the tallies is not whole.
    pub(crate) has_shortened_names: bool,
}

impl Lines {
    pub(crate) fn add(&mut self, entry: &Entry<Event>) {
        match entry {
            Entry::Record(event) => {
                self.first += 1;
                self.continuation += event.record.continuation.lines;
            }
            Entry::Blank => self.blank += 1,
            Entry::Unreadable(_) => self.unreadable += 1,
        }
    }
}

impl CutLines {
    pub(crate) fn add(&mut self, line: &Line) {
        self.lines += u64::from(line.cut > 0);
        self.bytes += line.cut;
    }

    fn append(&mut self, other: Self) {
        self.lines += other.lines;
        self.bytes += other.bytes;
    }
}

impl CutRecords {
    fn add(&mut self, event: &Event) {
        let lines = event.record.continuation.lost_lines;
        self.records += u64::from(lines > 0);
        self.lines += lines;
    }

    fn append(&mut self, other: Self) {
        self.records += other.records;
        self.lines += other.lines;
    }
}

impl Summary {
    pub(crate) fn add(&mut self, entry: &Entry<Event>, log: &str) {
        match entry {
            Entry::Record(event) => self.add_event(event),
            Entry::Blank => {}
            Entry::Unreadable(unreadable) => self.add_example(unreadable, log),
        }
    }

    /// Counts what is known only when all of a log has been read.
    pub(crate) fn add_log(&mut self, log: LogSummary) {
        self.cut_lines.append(log.cut_lines);
        self.logs.push(log);
    }

    /// Counts on with the logs behind these. No name of theirs may have been one too many.
    pub(crate) fn append(&mut self, later: Self) {
        self.logs.extend(later.logs);
        self.left_out.extend(later.left_out);
        for (level, records) in later.levels {
            *self.levels.entry(level).or_default() += records;
        }
        self.sources.append(later.sources);
        self.hours.append(later.hours);
        self.messages.append(later.messages);
        let room = UNREADABLE_SHOWN - self.examples.len();
        self.examples.extend(later.examples.into_iter().take(room));
        self.cut_lines.append(later.cut_lines);
        self.cut_records.append(later.cut_records);
        self.has_shortened_names |= later.has_shortened_names;
    }

    /// Whether the next record could be one too many for a tally.
    pub(crate) fn is_full(&self) -> bool {
        self.sources.is_full() || self.hours.is_full() || self.messages.is_full()
    }

    fn add_event(&mut self, event: &Event) {
        let is_error = event.level.is_error();
        *self.levels.entry(event.level).or_default() += 1;
        let source = self.shorten(&event.source);
        self.sources.add(source, is_error);
        self.hours.add(event.record.hour, is_error);
        if is_error {
            let message = self.shorten(&mask(&event.message));
            self.messages.add(message, is_error);
        }
        self.cut_records.add(event);
    }

    fn shorten(&mut self, name: &str) -> String {
        let shortened = bounds::name(name);
        self.has_shortened_names |= shortened.len() < name.len();
        shortened.to_owned()
    }

    fn add_example(&mut self, unreadable: &Unreadable, log: &str) {
        if self.examples.len() < UNREADABLE_SHOWN {
            let text = match &unreadable.reason {
                Reason::NoTimestamp(text) => text.clone(),
                Reason::NotUtf8(_) => "(not UTF-8)".to_owned(),
            };
            self.examples.push(Example { log: log.to_owned(), line: unreadable.line, text });
        }
    }
}
