//! One log, from its lines through the pipeline to what is counted and saved of it.

use std::io;
use std::path::Path;

use futures_util::{Stream, StreamExt as _, TryStreamExt as _};

use crate::bounds::NOT_UTF8_NAMED;
use crate::console::Console;
use crate::error_files::{ErrorFile, ErrorPath};
use crate::events::{Event, events};
use crate::lines::Line;
use crate::output::{print, tell_not_printed};
use crate::records::{Entry, Reason, Unreadable};
use crate::summary::{CutLines, Lines, LogSummary};
use crate::text::printable;
use crate::turn::Turn;

pub(crate) struct Log {
    name: String,
    console: Console,
    lines: Lines,
    cut_lines: CutLines,
    not_utf8: u64,
    saving: Option<ErrorFile>,
    shows_errors: bool,
}

/// Why a log was not read to its end.
enum Stopped {
    Reading(io::Error),
    Printing(io::Error),
}

impl Log {
    /// Error records are printed as they come if `shows_errors`.
    pub(crate) fn new(name: String, console: Console, shows_errors: bool) -> Self {
        let (lines, cut_lines) = (Lines::default(), CutLines::default());
        Self { name, console, lines, cut_lines, not_utf8: 0, saving: None, shows_errors }
    }

    pub(crate) fn start_saving(&mut self, path: ErrorPath) {
        match path.create() {
            Ok(file) => self.saving = Some(file),
            Err(error) => self.tell_not_saved(&error),
        }
    }

    /// Reads as far as possible, and counts what it has read.
    pub(crate) async fn read(mut self, lines: impl Stream<Item = io::Result<Line>>, turn: &mut Turn) -> LogSummary {
        let ended = self.run(lines, turn).await;
        self.tell_more_not_utf8();
        match ended {
            Ok(()) => self.check_content(),
            Err(Stopped::Printing(error)) => {
                tell_not_printed(format_args!("what was found in {}", self.name), &error, &self.console);
            }
            Err(Stopped::Reading(error)) => self.console.problem(format_args!(
                "{}: reading stopped after line {} ({error}): check the disk, and whether it is a file",
                self.name, self.lines.read
            )),
        }
        self.finish().await
    }

    /// The pipeline. Each step takes from the one before only when it is asked for something itself.
    async fn run(&mut self, lines: impl Stream<Item = io::Result<Line>>, turn: &mut Turn) -> Result<(), Stopped> {
        let (mut read, mut cut_lines) = (0, CutLines::default());
        let counted = lines.inspect_ok(|line| {
            read += 1;
            cut_lines.add(line);
        });
        let ended = self.count(events(counted), turn).await;
        self.lines.read = read;
        self.cut_lines = cut_lines;
        ended
    }

    async fn count(
        &mut self,
        mut events: impl Stream<Item = io::Result<Entry<Event>>> + Unpin,
        turn: &mut Turn,
    ) -> Result<(), Stopped> {
        while let Some(entry) = events.next().await.transpose().map_err(Stopped::Reading)? {
            self.lines.add(&entry);
            turn.count(&entry, &self.name).await;
            match &entry {
                Entry::Record(event) if event.level.is_error() => {
                    self.save(event).await;
                    self.show(event).map_err(Stopped::Printing)?;
                }
                Entry::Record(_) | Entry::Blank => {}
                Entry::Unreadable(unreadable) => self.tell_not_utf8(unreadable),
            }
        }
        Ok(())
    }

    /// Saves an error. After a failure nothing more of this log is saved, and what there is of the file is removed.
    async fn save(&mut self, event: &Event) {
        let Some(file) = &mut self.saving else { return };
        if let Err(error) = file.write(event).await {
            self.saving = None;
            self.tell_not_saved(&error);
        }
    }

    fn show(&self, event: &Event) -> io::Result<()> {
        if self.shows_errors { print(&printable(&event.record.to_string())) } else { Ok(()) }
    }

    fn tell_not_utf8(&mut self, unreadable: &Unreadable) {
        let Reason::NotUtf8(valid) = unreadable.reason else { return };
        self.not_utf8 += 1;
        if self.not_utf8 <= NOT_UTF8_NAMED {
            self.console.problem(format_args!(
                "{}:{}: not UTF-8 from byte {} of the line on; the line counts as unreadable: \
                 convert the log to UTF-8, for example with iconv",
                self.name,
                unreadable.line,
                valid + 1
            ));
        }
    }

    fn tell_more_not_utf8(&self) {
        if self.not_utf8 > NOT_UTF8_NAMED {
            let more = self.not_utf8 - NOT_UTF8_NAMED;
            self.console.problem(format_args!("{}: {more} more lines are not UTF-8", self.name));
        }
    }

    /// A log that has been read to its end may still be none.
    fn check_content(&self) {
        let name = &self.name;
        if self.lines.read == 0 {
            self.console.problem(format_args!("{name} is empty: check that its program logs to it, or leave it out"));
        } else if self.lines.first == 0 {
            self.console.problem(format_args!(
                "{name}: no line begins with a timestamp that is known here: \
                 check that it is a log, decompress it, or leave it out"
            ));
        }
    }

    async fn finish(mut self) -> LogSummary {
        let errors_saved_in = match self.saving.take() {
            None => None,
            Some(file) => file.finish().await.inspect_err(|error| self.tell_not_saved(error)).ok(),
        };
        let errors_saved_in = errors_saved_in.as_deref().map(Path::display).map(|path| path.to_string());
        LogSummary { name: self.name, lines: self.lines, cut_lines: self.cut_lines, errors_saved_in }
    }

    fn tell_not_saved(&self, error: &io::Error) {
        self.console.problem(format_args!(
            "the error records of {} are not saved ({error}): make room, remove what is in the way, \
             or give --output another folder",
            self.name
        ));
    }
}
