//! Everything that could grow with the input, and how far it may. The report tells when one of these was met.

/// Bytes kept of one line.
pub(crate) const LINE_BYTES: usize = 64 * 1024;

/// Bytes kept of the continuation lines of one record.
pub(crate) const CONTINUATION_BYTES: usize = 64 * 1024;

/// Different sources, hours and messages that are counted.
pub(crate) const DISTINCT: usize = 10_000;

/// Characters kept of the name of a source, of a message and of an unreadable line.
pub(crate) const NAME_CHARACTERS: usize = 200;

/// Unreadable lines that the report shows.
pub(crate) const UNREADABLE_SHOWN: usize = 5;

/// Logs whose counts are kept while those of a log before them are not complete, apart from the logs being read.
pub(crate) const LOGS_WAITING: usize = 16;

/// Lines of one log that are named on stderr because they are not UTF-8.
pub(crate) const NOT_UTF8_NAMED: u64 = 10;

/// Logs that are named on stderr because Ctrl-C came before they were read.
pub(crate) const LEFT_OUT_NAMED: usize = 10;

/// The text, or as much of it as a name may have.
pub(crate) fn name(text: &str) -> &str {
    text.char_indices().nth(NAME_CHARACTERS).map_or(text, |(end, _)| &text[..end])
}
