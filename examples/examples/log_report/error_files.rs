//! The error records of each log, in a file of its own.
//!
//! A file is written under a temporary name and renamed when it is complete, so a file under its final name is never a
//! half one. It is readable by its owner only, as a log may be. No input is ever replaced, and a file from an earlier
//! run only on request.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::events::Event;
use crate::inputs::{Input, identity};

/// The folder of the files.
pub(crate) struct ErrorFiles {
    directory: PathBuf,
    force: bool,
    inputs: HashSet<PathBuf>,
    /// In lower case: some file systems do not tell it from upper case.
    taken: HashSet<String>,
}

impl ErrorFiles {
    /// Makes the folder if it is not there.
    pub(crate) fn new(directory: &Path, force: bool, inputs: &[Input]) -> io::Result<Self> {
        fs::create_dir_all(directory)?;
        let inputs = inputs.iter().map(|input| identity(&input.path)).collect();
        Ok(Self { directory: directory.to_owned(), force, inputs, taken: HashSet::new() })
    }

    /// Begins the file for a log.
    pub(crate) fn create(&mut self, input: &Input) -> io::Result<ErrorFile> {
        let path = self.choose_path(input);
        if !self.force && path.symlink_metadata().is_ok() {
            return Err(exists(&path));
        }
        let file = tempfile::Builder::new().prefix(".log_report-").tempfile_in(&self.directory)?;
        Ok(ErrorFile { file: BufWriter::new(file), path, force: self.force })
    }

    /// The first of `NAME.errors`, `NAME-2.errors`, .. that no log of this run has, and that is no input.
    fn choose_path(&mut self, input: &Input) -> PathBuf {
        let name = match input.path.file_name() {
            Some(name) if !input.is_stdin() => name.to_string_lossy().into_owned(),
            _ => "stdin".to_owned(),
        };
        let mut number = 1_u64;
        loop {
            let candidate = if number == 1 { format!("{name}.errors") } else { format!("{name}-{number}.errors") };
            let path = self.directory.join(&candidate);
            if !self.inputs.contains(&identity(&path)) && self.taken.insert(candidate.to_lowercase()) {
                return path;
            }
            number += 1;
        }
    }
}

fn exists(path: &Path) -> io::Error {
    let message = format!("{} is there already; --force replaces it", path.display());
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

/// A file that is being written. Dropped before it is finished, it is removed.
pub(crate) struct ErrorFile {
    file: BufWriter<NamedTempFile>,
    path: PathBuf,
    force: bool,
}

impl ErrorFile {
    /// Writes a record as it was in the log, but for blank lines in it. Where something was too long to keep, the file
    /// says so.
    pub(crate) fn write(&mut self, event: &Event) -> io::Result<()> {
        let record = &event.record;
        write!(self.file, "{}", record.text)?;
        if record.cut > 0 {
            write!(self.file, " [{} bytes cut]", record.cut)?;
        }
        writeln!(self.file, "{}", record.continuation.text)?;
        if record.continuation.lost_lines > 0 {
            writeln!(self.file, "    [{} lines cut]", record.continuation.lost_lines)?;
        }
        Ok(())
    }

    /// Gives the file its final name, and returns that.
    pub(crate) fn finish(self) -> io::Result<PathBuf> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let renamed = if self.force { file.persist(&self.path) } else { file.persist_noclobber(&self.path) };
        match renamed {
            Ok(_) => Ok(self.path),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(exists(&self.path)),
            Err(error) => Err(error.error),
        }
    }
}
