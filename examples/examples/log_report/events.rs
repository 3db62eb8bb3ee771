//! Lines in, events out: who says what, and how grave it is.

use std::io;
use std::sync::LazyLock;

use futures_util::Stream;
use gen_core::{Generator as _, GeneratorState, try_generator};
use regex::Regex;

use crate::level::Level;
use crate::lines::Line;
use crate::records::{Entry, Record, records};

/// A record, and what its first line says.
pub(crate) struct Event {
    pub(crate) record: Record,
    pub(crate) level: Level,
    /// The component that logged, as it is written; `-` where none is.
    pub(crate) source: String,
    pub(crate) message: String,
}

/// Sends the lines on to [`records`], and reads the first line of each record. What is no record passes through.
///
/// Where reading stops with an error, that is the last item: what was read before comes out whole.
#[try_generator]
pub(crate) async fn events(
    lines: impl Stream<Item = io::Result<Line>>,
) -> impl Stream<Item = io::Result<Entry<Event>>> {
    let mut records = records();
    let mut ended = Ok(());
    #[for_await]
    for line in lines {
        match line {
            Ok(line) => {
                let completed = records.resume(Some(line)).yielded();
                for entry in completed.into_iter().flatten().flatten() {
                    yield_!(describe_entry(entry));
                }
            }
            Err(error) => ended = Err(error),
        }
    }
    if let GeneratorState::Complete(Some(entry)) = records.resume(None) {
        yield_!(describe_entry(entry));
    }
    ended?;
}

fn describe_entry(entry: Entry<Record>) -> Entry<Event> {
    match entry {
        Entry::Record(record) => Entry::Record(describe(record)),
        Entry::Blank => Entry::Blank,
        Entry::Unreadable(unreadable) => Entry::Unreadable(unreadable),
    }
}

fn describe(record: Record) -> Event {
    let header = record.text[record.header..].trim();
    let parts = split(header).unwrap_or(Parts { level: Level::None, source: "-", message: header });
    let (level, source, message) = (parts.level, parts.source.to_owned(), parts.message.trim().to_owned());
    Event { record, level, source, message }
}

struct Parts<'a> {
    level: Level,
    source: &'a str,
    message: &'a str,
}

/// The forms of what follows the timestamp, with groups for `level` and `source`. The empty group `message` marks where
/// the message begins, so that no pattern has to run through it.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // Hadoop: `INFO [main] org.apache.hadoop.ipc.Server: Starting`. Without the thread, the class must have a dot.
        r"^(?<level>[A-Za-z]+)\s+\[.*?\]\s+(?<source>[A-Za-z_$][\w.$]*):(?:\s|$)(?<message>)",
        r"^(?<level>[A-Za-z]+)\s+(?<source>[A-Za-z_$][\w$]*(?:\.[\w$]+)+):(?:\s|$)(?<message>)",
        // Zookeeper: `- WARN  [SendWorker:188978561024:QuorumCnxManager$SendWorker@688] - Leaving thread`
        r"^-\s+(?<level>[A-Za-z]+)\s+\[(?:.*?:)?(?<source>[A-Za-z_$][\w.$]*)@\d+\]\s+-(?<message>)",
        // Apache before 2.4 names no module, but its modules often do: `[error] mod_jk child in error state 6`
        r"^\[(?<level>[a-z]+)\]\s+(?:\[client [^\]]*\]\s+)?(?<message>)(?<source>mod_\w+|[A-Za-z_][\w.]*\(\))?",
        // Apache from 2.4: `[core:error] [pid 35708:tid 4328636416] [client 72.15.99.187] File does not exist`
        r"^\[(?<source>\w+):(?<level>[a-z]+)\]\s+(?:\[(?:pid|client) [^\]]*\]\s+)*(?<message>)",
        // Only a level: `ERROR cannot bind`, `WARN: no route`, `[INFO] ready`, `- DEBUG - polling`
        r"^(?:-\s+)?\[?(?<level>[A-Za-z]+)\]?:?(?:\s+-)?(?:\s|$)(?<message>)",
        // syslog: `combo sshd(pam_unix)[19939]: error: no such user`
        r"^\S+\s+(?<source>[^\s:\[]+)(?:\[[^\]]*\])?:\s+(?<level>[a-z]+):\s(?<message>)",
        r"^\S+\s+(?<source>[^\s:\[]+)(?:\[[^\]]*\])?:(?:\s|$)(?<message>)",
    ]
    .iter()
    .map(|pattern| Regex::new(pattern).expect("the pattern is valid"))
    .collect()
});

/// Splits what follows the timestamp by the first form that fits. A form with a level fits only if the level is known.
fn split(header: &str) -> Option<Parts<'_>> {
    FORMS.iter().find_map(|form| {
        let found = form.captures(header)?;
        let level = found.name("level").map_or(Some(Level::None), |level| Level::parse(level.as_str()))?;
        let source = found.name("source").map_or("-", |source| source.as_str());
        let message = &header[found.name("message")?.start()..];
        Some(Parts { level, source, message })
    })
}
