//! Ctrl-C.

use std::future::pending;
use std::io;
use std::process;

use tokio::sync::watch;

/// What a shell shows for a program that Ctrl-C has ended.
pub(crate) const EXIT_STATUS: u8 = 130;

/// Tells when the user has pressed Ctrl-C. Its clones tell the same.
#[derive(Clone)]
pub(crate) struct Interrupt {
    pressed: watch::Receiver<bool>,
}

impl Interrupt {
    /// From now on the first Ctrl-C does not end the program. A second one does, for what could hang all the same, such
    /// as writing to a program that does not read.
    pub(crate) fn listen() -> io::Result<Self> {
        let mut signals = listen()?;
        let (sender, pressed) = watch::channel(false);
        tokio::spawn(async move {
            while signals.recv().await.is_some() {
                if sender.send_replace(true) {
                    process::exit(EXIT_STATUS.into());
                }
            }
        });
        Ok(Self { pressed })
    }

    pub(crate) fn has_come(&self) -> bool {
        *self.pressed.borrow()
    }

    /// Does the work, unless Ctrl-C comes before it is done, or has come already. What there is of it is dropped then.
    pub(crate) async fn or<T>(&mut self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            () = self.comes() => None,
            done = work => Some(done),
        }
    }

    async fn comes(&mut self) {
        if self.pressed.wait_for(|&pressed| pressed).await.is_err() {
            // Nobody listens any more.
            pending::<()>().await;
        }
    }
}

// The handler is in place when these return, not only when something is awaited.

#[cfg(unix)]
fn listen() -> io::Result<tokio::signal::unix::Signal> {
    tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())
}

#[cfg(windows)]
fn listen() -> io::Result<tokio::signal::windows::CtrlC> {
    tokio::signal::windows::ctrl_c()
}
