//! The report as data: what `--json` prints, and what the text is made of.

use std::io;

use serde::Serialize;

use crate::bounds::{CONTINUATION_BYTES, DISTINCT, LINE_BYTES, NAME_CHARACTERS};
use crate::summary::{CutLines, CutRecords, Lines, LogSummary, Summary};
use crate::tally::Count;

#[derive(Serialize)]
pub(crate) struct Report {
    /// All logs together.
    pub(crate) lines: LineCounts,
    pub(crate) logs: Vec<LogReport>,
    pub(crate) levels: Vec<Named>,
    pub(crate) sources: Vec<Named>,
    pub(crate) hours: Vec<Named>,
    /// Error records by their message, with numbers and ids masked.
    pub(crate) messages: Vec<Named>,
    /// The first few.
    pub(crate) unreadable: Vec<UnreadableLine>,
    /// Which bounds were met, and what the figures lack because of it.
    pub(crate) notes: Vec<String>,
}

/// `total` is the sum of the others.
#[derive(Clone, Copy, Default, Serialize)]
pub(crate) struct LineCounts {
    pub(crate) total: u64,
    pub(crate) records: u64,
    pub(crate) continuation: u64,
    pub(crate) blank: u64,
    pub(crate) unreadable: u64,
}

#[derive(Serialize)]
pub(crate) struct LogReport {
    pub(crate) log: String,
    pub(crate) lines: LineCounts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) errors_saved_in: Option<String>,
}

#[derive(Serialize)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) records: u64,
    pub(crate) errors: u64,
}

#[derive(Serialize)]
pub(crate) struct UnreadableLine {
    pub(crate) log: String,
    pub(crate) line: u64,
    pub(crate) text: String,
}

impl Report {
    pub(crate) fn new(summary: Summary) -> Self {
        let notes = notes(&summary);
        let logs: Vec<LogReport> = summary.logs.into_iter().map(LogReport::new).collect();
        let mut lines = LineCounts::default();
        for log in &logs {
            lines.add(log.lines);
        }
        let levels = summary.levels.into_iter().map(|(level, records)| {
            let errors = if level.is_error() { records } else { 0 };
            (level, Count { records, errors })
        });
        let unreadable = summary.examples.into_iter().map(|example| UnreadableLine {
            log: example.log,
            line: example.line,
            text: example.text,
        });
        Self {
            lines,
            logs,
            levels: named(levels),
            sources: named(summary.sources.into_sorted()),
            hours: named(summary.hours.into_sorted()),
            messages: named(summary.messages.into_sorted()),
            unreadable: unreadable.collect(),
            notes,
        }
    }

    pub(crate) fn to_json(&self) -> io::Result<String> {
        let mut json = serde_json::to_string_pretty(self)?;
        json.push('\n');
        Ok(json)
    }
}

impl LogReport {
    fn new(log: LogSummary) -> Self {
        let Lines { read, first, continuation, blank, unreadable } = log.lines;
        let lines = LineCounts { total: read, records: first, continuation, blank, unreadable };
        Self { log: log.name, lines, errors_saved_in: log.errors_saved_in }
    }
}

impl LineCounts {
    fn add(&mut self, other: Self) {
        self.total += other.total;
        self.records += other.records;
        self.continuation += other.continuation;
        self.blank += other.blank;
        self.unreadable += other.unreadable;
    }
}

fn named<K: ToString>(counts: impl IntoIterator<Item = (K, Count)>) -> Vec<Named> {
    let named = |(key, Count { records, errors }): (K, Count)| Named { name: key.to_string(), records, errors };
    counts.into_iter().map(named).collect()
}

fn notes(summary: &Summary) -> Vec<String> {
    let mut notes = Vec::new();
    let CutLines { lines, bytes } = summary.cut_lines;
    if lines > 0 {
        notes.push(format!(
            "lines longer than {LINE_BYTES} bytes: {lines} (the other {bytes} bytes of them were not looked at)"
        ));
    }
    let CutRecords { records, lines } = summary.cut_records;
    if records > 0 {
        notes.push(format!(
            "records with more than {CONTINUATION_BYTES} bytes of continuation lines: {records} ({lines} of these lines \
             were counted, but not kept)"
        ));
    }
    let tallies = [
        ("sources", summary.sources.uncounted()),
        ("hours", summary.hours.uncounted()),
        ("error messages", summary.messages.uncounted()),
    ];
    for (what, uncounted) in tallies {
        if uncounted > 0 {
            notes.push(format!(
                "more than {DISTINCT} different {what}: the table has those that came first, and lacks {uncounted} \
                 records with others"
            ));
        }
    }
    if summary.has_shortened_names {
        notes.push(format!(
            "names and messages longer than {NAME_CHARACTERS} characters are shortened, and those that begin alike are \
             counted as one"
        ));
    }
    notes
}
