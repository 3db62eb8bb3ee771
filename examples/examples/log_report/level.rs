//! How grave a record is.

use std::fmt;

#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Level {
    Fatal,
    Error,
    Warn,
    Notice,
    Info,
    Debug,
    Trace,
    /// The record does not say.
    None,
}

impl Level {
    /// Reads a level in the words of the usual loggers, in any case.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "fatal" | "crit" | "critical" | "alert" | "emerg" | "panic" => Self::Fatal,
            "error" | "err" | "severe" => Self::Error,
            "warn" | "warning" => Self::Warn,
            "notice" => Self::Notice,
            "info" => Self::Info,
            "debug" => Self::Debug,
            "trace" => Self::Trace,
            _ => return None,
        })
    }

    /// Whether it counts among the errors.
    pub(crate) fn is_error(self) -> bool {
        matches!(self, Self::Fatal | Self::Error)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fatal => "fatal",
            Self::Error => "error",
            Self::Warn => "warn",
            Self::Notice => "notice",
            Self::Info => "info",
            Self::Debug => "debug",
            Self::Trace => "trace",
            Self::None => "none",
        })
    }
}
