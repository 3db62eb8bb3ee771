//! What logs say, one fact at a time.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use futures::executor::block_on_stream;
use futures::stream;
use gen_core::{Generator, generator, try_generator};
use serde::{Deserialize, Serialize};

use crate::bounds;
use crate::events::{Event, events};
use crate::lines::lines;
use crate::mask::mask;
use crate::records::Entry;

const CHUNK_BYTES: u64 = 128 * 1024;

/// The tables of the report.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub(crate) enum Table {
    Lines,
    Levels,
    Sources,
    Hours,
    Messages,
}

impl Table {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lines => "lines",
            Self::Levels => "levels",
            Self::Sources => "sources",
            Self::Hours => "hours",
            Self::Messages => "messages",
        }
    }
}

/// A row of a table. All facts about it go to one worker.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub(crate) struct Key {
    pub(crate) table: Table,
    pub(crate) name: String,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Count {
    pub(crate) records: u64,
    pub(crate) errors: u64,
}

impl Count {
    pub(crate) fn add(&mut self, other: Self) {
        self.records += other.records;
        self.errors += other.errors;
    }
}

/// So much more for a row. This is what travels between processes.
pub(crate) type Fact = (Key, Count);

pub(crate) type Counts = BTreeMap<Key, Count>;

/// Reads the logs one after the other, by the generators of `log_report`, and returns whether all could be read.
///
/// One that cannot be read is told on stderr, and the others are still read.
#[generator]
pub(crate) fn facts(logs: Vec<PathBuf>) -> impl Generator<Yield = Fact, Return = bool> {
    let mut could_read_all = true;
    for path in logs {
        if let Err(error) = yield_from!(facts_of_log(&path)) {
            let path = path.display();
            eprintln!("distributed: cannot read {path} ({error}): check the path, and whether it is on all machines");
            could_read_all = false;
        }
    }
    could_read_all
}

/// What one log says, to its end or to the error that it returns.
///
/// The generators of `log_report` are streams, and wait for files. Here nothing is left to wait for: when the next entry
/// is asked for, the next bytes are read on this thread, which has nothing else to do before they are there.
#[generator]
fn facts_of_log(path: &Path) -> impl Generator<Yield = Fact, Return = io::Result<()>> {
    let bytes = stream::iter(chunks(File::open(path)?));
    for entry in block_on_stream(events(lines(bytes))) {
        yield_from!(facts_of(entry?));
    }
    Ok(())
}

/// The bytes of a file, some at a time.
#[try_generator]
fn chunks(file: File) -> impl Iterator<Item = io::Result<Vec<u8>>> {
    loop {
        let mut chunk = Vec::new();
        let read = (&file).take(CHUNK_BYTES).read_to_end(&mut chunk);
        if !chunk.is_empty() {
            // Also what came before an error.
            yield_!(chunk);
        }
        if read? == 0 {
            break;
        }
    }
}

/// What one entry of a log says.
#[generator]
fn facts_of(entry: Entry<Event>) -> impl Iterator<Item = Fact> {
    match entry {
        Entry::Blank => yield_!(fact(Table::Lines, "blank", 1, false)),
        Entry::Unreadable(_) => yield_!(fact(Table::Lines, "unreadable", 1, false)),
        Entry::Record(event) => {
            let is_error = event.level.is_error();
            yield_!(fact(Table::Lines, "records", 1, false));
            let continuation = event.record.continuation.lines;
            if continuation > 0 {
                yield_!(fact(Table::Lines, "continuation", continuation, false));
            }
            yield_!(fact(Table::Levels, &event.level.to_string(), 1, is_error));
            yield_!(fact(Table::Sources, &event.source, 1, is_error));
            yield_!(fact(Table::Hours, &event.record.hour.to_string(), 1, is_error));
            if is_error {
                yield_!(fact(Table::Messages, &mask(&event.message), 1, true));
            }
        }
    }
}

fn fact(table: Table, name: &str, records: u64, is_error: bool) -> Fact {
    let errors = if is_error { records } else { 0 };
    (Key { table, name: bounds::name(name).to_owned() }, Count { records, errors })
}
