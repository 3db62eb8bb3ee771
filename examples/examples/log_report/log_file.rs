//! One log, from its file through the pipeline to the summary.

use std::fs::File;
use std::io::{self, BufReader, Read};

use gen_core::Generator as _;

use crate::bounds::NOT_UTF8_NAMED;
use crate::console::Console;
use crate::error_files::{ErrorFile, ErrorFiles};
use crate::events::{Event, events};
use crate::inputs::Input;
use crate::lines::lines;
use crate::records::{Entry, Reason, records};
use crate::summary::{Lines, LogSummary, Summary};

/// Reads a log as far as possible, and counts what it has read.
pub(crate) fn read(input: &Input, error_files: Option<&mut ErrorFiles>, summary: &mut Summary, console: &mut Console) {
    let name = if input.is_stdin() { "standard input".to_owned() } else { input.path.display().to_string() };
    let bytes = match open(input) {
        Ok(bytes) => bytes,
        Err(error) => {
            console.problem(format_args!("cannot read {name} ({error}): check the path, and whether you may read it"));
            return;
        }
    };
    let mut log = Log { name, lines: Lines::default(), not_utf8: 0, saving: None };
    log.saving = error_files.and_then(|files| log.start_saving(files, input, console));
    let bytes = console.bar().wrap_read(bytes);
    let ended = log.run(bytes, summary, console);
    log.tell_more_not_utf8(console);
    if let Err(error) = ended {
        console.problem(format_args!(
            "{}: reading stopped after line {} ({error}): check the disk, and whether it is a file",
            log.name, log.lines.read
        ));
    } else {
        log.check_content(console);
    }
    let log = log.finish(console);
    summary.logs.push(log);
}

fn open(input: &Input) -> io::Result<Box<dyn Read>> {
    Ok(if input.is_stdin() { Box::new(io::stdin()) } else { Box::new(File::open(&input.path)?) })
}

struct Log {
    name: String,
    lines: Lines,
    not_utf8: u64,
    saving: Option<ErrorFile>,
}

impl Log {
    fn start_saving(&self, files: &mut ErrorFiles, input: &Input, console: &mut Console) -> Option<ErrorFile> {
        files.create(input).inspect_err(|error| tell_not_saved(&self.name, error, console)).ok()
    }

    /// The pipeline. Each step takes from the one before only when it is asked for an entry itself.
    fn run(&mut self, bytes: impl Read, summary: &mut Summary, console: &mut Console) -> io::Result<()> {
        let mut read = 0;
        let mut cut_lines = summary.cut_lines;
        let mut source = lines(BufReader::with_capacity(128 * 1024, bytes));
        let mut lines = source.iter();
        let counted = lines.by_ref().inspect(|line| {
            read += 1;
            cut_lines.add(line);
        });
        for entry in events(records(counted)) {
            self.lines.add(&entry);
            summary.add(&entry, &self.name);
            match &entry {
                Entry::Record(event) => self.save(event, console),
                Entry::Blank => {}
                Entry::Unreadable(unreadable) => {
                    if let Reason::NotUtf8(valid) = unreadable.reason {
                        self.tell_not_utf8(unreadable.line, valid, console);
                    }
                }
            }
        }
        // The generator of lines has returned whether it came to the end.
        let ended = lines.into_return();
        self.lines.read = read;
        summary.cut_lines = cut_lines;
        ended.unwrap_or(Ok(()))
    }

    /// Saves an error. After a failure nothing more of this log is saved, and what there is of the file is removed.
    fn save(&mut self, event: &Event, console: &mut Console) {
        if !event.level.is_error() {
            return;
        }
        let saved = self.saving.as_mut().map_or(Ok(()), |file| file.write(event));
        if let Err(error) = saved {
            self.saving = None;
            tell_not_saved(&self.name, &error, console);
        }
    }

    fn tell_not_utf8(&mut self, line: u64, valid: usize, console: &mut Console) {
        self.not_utf8 += 1;
        if self.not_utf8 <= NOT_UTF8_NAMED {
            console.problem(format_args!(
                "{}:{line}: not UTF-8 from byte {} of the line on; the line counts as unreadable: \
                 convert the log to UTF-8, for example with iconv",
                self.name,
                valid + 1
            ));
        }
    }

    fn tell_more_not_utf8(&self, console: &mut Console) {
        if self.not_utf8 > NOT_UTF8_NAMED {
            let more = self.not_utf8 - NOT_UTF8_NAMED;
            console.problem(format_args!("{}: {more} more lines are not UTF-8", self.name));
        }
    }

    /// A log that has been read to its end may still be none.
    fn check_content(&self, console: &mut Console) {
        let name = &self.name;
        if self.lines.read == 0 {
            console.problem(format_args!("{name} is empty: check that its program logs to it, or leave it out"));
        } else if self.lines.first == 0 {
            console.problem(format_args!(
                "{name}: no line begins with a timestamp that is known here: \
                 check that it is a log, decompress it, or leave it out"
            ));
        }
    }

    fn finish(self, console: &mut Console) -> LogSummary {
        let Self { name, lines, saving, .. } = self;
        let errors_saved_in = saving.and_then(|file| match file.finish() {
            Ok(path) => Some(path.display().to_string()),
            Err(error) => {
                tell_not_saved(&name, &error, console);
                None
            }
        });
        LogSummary { name, lines, errors_saved_in }
    }
}

fn tell_not_saved(name: &str, error: &io::Error, console: &mut Console) {
    console.problem(format_args!(
        "the error records of {name} are not saved ({error}): make room, remove what is in the way, \
         or give --output another folder"
    ));
}
