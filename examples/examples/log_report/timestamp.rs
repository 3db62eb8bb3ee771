//! The timestamps at the beginning of records, and the hours that they fall in.

use std::fmt;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use regex::Regex;

/// `2015-10-18 18:01:47,978`, with `T` in the middle, with an offset from UTC at the end, in brackets.
///
/// Patterns in ASCII (`?-u`) are smaller, and faster.
static ISO: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r"(?-u)^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)",
        r"(?:(Z|[+-]\d\d(?::?\d\d)?| [+-]\d\d:?\d\d)\b)?\]?",
    );
    Regex::new(pattern).expect("the pattern is valid")
});

/// `[Sun Dec 04 04:47:44 2005]`, in newer versions with a fraction of the second.
static APACHE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?-u)^\[([A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})? \d{4})\]";
    Regex::new(pattern).expect("the pattern is valid")
});

/// `Jun 14 15:16:01`.
static SYSLOG: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?-u)^([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)";
    Regex::new(pattern).expect("the pattern is valid")
});

/// An hour as the log's clock showed it.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum Hour {
    /// Without an offset: nobody knows in which time zone.
    Local(DateTime),
    /// With an offset: in UTC.
    Utc(DateTime),
    /// Without a year: syslog does not write it. The date is in a leap year, so that every day exists.
    Yearless(DateTime),
}

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(hour) => write!(f, "{}", hour.strftime("%Y-%m-%d %H:00")),
            Self::Utc(hour) => write!(f, "{}", hour.strftime("%Y-%m-%d %H:00 UTC")),
            Self::Yearless(hour) => write!(f, "{}", hour.strftime("%b %d %H:00")),
        }
    }
}

/// Takes the timestamp off the beginning of a line: its hour, and the position where the line goes on.
///
/// A timestamp that cannot be, such as the 31st of June, is none.
pub(crate) fn take_timestamp(line: &str) -> Option<(Hour, usize)> {
    let (hour, end) = take_iso(line).or_else(|| take_apache(line)).or_else(|| take_syslog(line))?;
    let goes_on = line[end..].starts_with(|next: char| next.is_alphanumeric());
    (!goes_on).then_some((hour, end))
}

fn take_iso(line: &str) -> Option<(Hour, usize)> {
    let found = ISO.captures(line)?;
    let written = found.get(1)?.as_str();
    let hour = match found.get(2) {
        None => Hour::Local(start_of_hour(written.parse().ok()?)?),
        Some(offset) => {
            let instant: Timestamp = format!("{written}{}", offset.as_str().trim()).parse().ok()?;
            Hour::Utc(start_of_hour(Offset::UTC.to_datetime(instant))?)
        }
    };
    Some((hour, found.get(0)?.end()))
}

fn take_apache(line: &str) -> Option<(Hour, usize)> {
    let found = APACHE.captures(line)?;
    let written = DateTime::strptime("%a %b %e %H:%M:%S%.f %Y", found.get(1)?.as_str()).ok()?;
    Some((Hour::Local(start_of_hour(written)?), found.get(0)?.end()))
}

fn take_syslog(line: &str) -> Option<(Hour, usize)> {
    let found = SYSLOG.find(line)?;
    let written = DateTime::strptime("%Y %b %e %H:%M:%S", format!("2000 {}", found.as_str())).ok()?;
    Some((Hour::Yearless(start_of_hour(written)?), found.end()))
}

fn start_of_hour(time: DateTime) -> Option<DateTime> {
    time.with().minute(0).second(0).subsec_nanosecond(0).build().ok()
}
