//! A file that is still being written.

use std::fs::Metadata;
use std::io::{self, ErrorKind, SeekFrom};
use std::path::PathBuf;
use std::time::Duration;

use futures_util::Stream;
use gen_core::try_generator;
use tokio::fs::{self, File};
use tokio::io::AsyncSeekExt as _;
use tokio::time::sleep;

use crate::chunks::read_chunk;
use crate::interrupt::Interrupt;

/// How long to wait for more, each time.
const PAUSE: Duration = Duration::from_millis(200);

pub(crate) struct GrowingFile {
    path: PathBuf,
    file: File,
    /// How much of it has been read.
    position: u64,
}

/// Why no more is to be read of a file as it was.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Break {
    /// The file is shorter than what was read of it: its content is a new one.
    CutOff,
    /// Another file has its name.
    Replaced,
    Interrupted,
}

impl GrowingFile {
    pub(crate) async fn open(path: PathBuf) -> io::Result<Self> {
        let file = File::open(&path).await?;
        Ok(Self { path, file, position: 0 })
    }

    /// The bytes as they are written. At the end, `reason` says why it came.
    ///
    /// After an interrupt only what is there already is read: of a log that never stops growing, too, there is an end.
    #[try_generator]
    pub(crate) async fn chunks(
        &mut self,
        interrupt: &mut Interrupt,
        reason: &mut Break,
    ) -> impl Stream<Item = io::Result<Vec<u8>>> {
        let mut seen = None;
        while let Some(chunk) = interrupt.or(read_chunk(&mut self.file)).await.transpose()? {
            if !chunk.is_empty() {
                self.position += chunk.len() as u64;
                yield_!(chunk);
                seen = None;
                continue;
            }
            match self.look().await? {
                // Who writes to a file that is renamed may go on for a moment: the new one has to be seen twice.
                Some(now) if now == Break::CutOff || seen == Some(now) => {
                    *reason = now;
                    return Ok(());
                }
                now => seen = now,
            }
            interrupt.or(sleep(PAUSE)).await;
        }
        *reason = Break::Interrupted;
        let length = self.file.metadata().await?.len();
        while self.position < length {
            let chunk = read_chunk(&mut self.file).await?;
            if chunk.is_empty() {
                break;
            }
            self.position += chunk.len() as u64;
            yield_!(chunk);
        }
    }

    /// Goes on with what is there instead.
    pub(crate) async fn go_on(&mut self, after: Break) -> io::Result<()> {
        match after {
            Break::CutOff => _ = self.file.seek(SeekFrom::Start(0)).await?,
            Break::Replaced => match File::open(&self.path).await {
                Ok(file) => self.file = file,
                // It is gone as well: the next one will be seen.
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
                Err(error) => return Err(error),
            },
            Break::Interrupted => return Ok(()),
        }
        self.position = 0;
        Ok(())
    }

    /// What has become of the file, of which all has been read.
    async fn look(&self) -> io::Result<Option<Break>> {
        let read = self.file.metadata().await?;
        let named = match fs::metadata(&self.path).await {
            Ok(named) => named,
            // The old one is renamed already, and the new one not made yet.
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(if read.is_file() && read.len() < self.position {
            Some(Break::CutOff)
        } else if identity(&read) != identity(&named) {
            Some(Break::Replaced)
        } else {
            None
        })
    }
}

/// What tells a file from the one that takes its place.
#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;

    (metadata.dev(), metadata.ino())
}

/// What tells a file from the one that takes its place, as far as that can be told.
#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> Option<std::time::SystemTime> {
    metadata.created().ok()
}
