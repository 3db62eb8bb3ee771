//! The error records of each log, in a file of its own.
//!
//! A file is written under a temporary name and renamed when it is complete, so a file under its final name is never a
//! half one. It is readable by its owner only, as a log may be. No input is ever replaced, and a file from an earlier
//! run only on request.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;
use tokio::fs::File;
use tokio::io::{AsyncWriteExt as _, BufWriter};

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

    /// Chooses the file for the next log.
    pub(crate) fn choose(&mut self, input: &Input) -> ErrorPath {
        ErrorPath { path: self.choose_path(input), directory: self.directory.clone(), force: self.force }
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

/// Where the error records of a log will be.
pub(crate) struct ErrorPath {
    path: PathBuf,
    directory: PathBuf,
    force: bool,
}

impl ErrorPath {
    /// Begins the file.
    pub(crate) fn create(self) -> io::Result<ErrorFile> {
        let Self { path, directory, force } = self;
        if !force && path.symlink_metadata().is_ok() {
            return Err(exists(&path));
        }
        let (file, temporary) = tempfile::Builder::new().prefix(".log_report-").tempfile_in(directory)?.into_parts();
        Ok(ErrorFile { file: BufWriter::new(File::from_std(file)), temporary, path, force })
    }
}

fn exists(path: &Path) -> io::Error {
    let message = format!("{} is there already; --force replaces it", path.display());
    io::Error::new(io::ErrorKind::AlreadyExists, message)
}

/// A file that is being written. Dropped before it is finished, it is removed.
pub(crate) struct ErrorFile {
    file: BufWriter<File>,
    temporary: TempPath,
    path: PathBuf,
    force: bool,
}

impl ErrorFile {
    pub(crate) async fn write(&mut self, event: &Event) -> io::Result<()> {
        self.file.write_all(event.record.to_string().as_bytes()).await
    }

    /// Gives the file its final name, and returns that.
    pub(crate) async fn finish(mut self) -> io::Result<PathBuf> {
        self.file.flush().await?;
        let Self { temporary, path, force, .. } = self;
        let renamed = if force { temporary.persist(&path) } else { temporary.persist_noclobber(&path) };
        match renamed {
            Ok(()) => Ok(path),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(exists(&path)),
            Err(error) => Err(error.error),
        }
    }
}
