//! Logs are counted all at once, and the counts put together in the order of the logs: each log has its turn.
//!
//! What the logs before it have counted is handed to a log when its turn comes, and with its own handed on when it is
//! done. So the report does not depend on which log is done first. Up to then every log counts for itself, unless a tally
//! is full: which names have a place in it is for the logs before to say, so the log waits for its turn, and goes on
//! counting with what they have counted.

use tokio::sync::oneshot;

use crate::events::Event;
use crate::records::Entry;
use crate::summary::{LogSummary, Summary};

/// Gives turns, one behind the other.
pub(crate) struct Turns {
    last: oneshot::Receiver<Summary>,
}

impl Turns {
    pub(crate) fn new() -> Self {
        let (none, last) = oneshot::channel();
        hand_on(Summary::default(), none);
        Self { last }
    }

    pub(crate) fn next(&mut self) -> Turn {
        let (after, last) = oneshot::channel();
        let before = std::mem::replace(&mut self.last, last);
        Turn { before, earlier: None, counted: Summary::default(), after }
    }

    /// What all who had a turn have counted.
    pub(crate) async fn end(self) -> Summary {
        receive(self.last).await
    }
}

/// What one log counts.
pub(crate) struct Turn {
    before: oneshot::Receiver<Summary>,
    /// What the logs before have counted, if that is in `counted`.
    earlier: Option<Summary>,
    counted: Summary,
    after: oneshot::Sender<Summary>,
}

impl Turn {
    /// Counts an entry of the log. If this is not awaited to its end, the entry is not counted.
    pub(crate) async fn count(&mut self, entry: &Entry<Event>, log: &str) {
        if self.earlier.is_none() && self.counted.is_full() {
            self.wait().await;
        }
        self.counted.add(entry, log);
    }

    async fn wait(&mut self) {
        let earlier = receive(&mut self.before).await;
        let own = std::mem::replace(&mut self.counted, earlier.clone());
        self.counted.append(own);
        self.earlier = Some(earlier);
    }

    /// Ends the turn of a log that was read.
    pub(crate) async fn keep(self, log: LogSummary) {
        let mut counted = if self.earlier.is_some() {
            self.counted
        } else {
            let mut earlier = receive(self.before).await;
            earlier.append(self.counted);
            earlier
        };
        counted.add_log(log);
        hand_on(counted, self.after);
    }

    /// Ends the turn of a log that could not be read at all.
    pub(crate) async fn skip(self) {
        let (earlier, after) = self.forget().await;
        hand_on(earlier, after);
    }

    /// Ends the turn of a log that was not read to its end, and of which the report is to have nothing.
    pub(crate) async fn leave_out(self, name: String) {
        let (mut earlier, after) = self.forget().await;
        earlier.left_out.push(name);
        hand_on(earlier, after);
    }

    /// Gives up what was counted of the log.
    async fn forget(self) -> (Summary, oneshot::Sender<Summary>) {
        let earlier = match self.earlier {
            Some(earlier) => earlier,
            None => receive(self.before).await,
        };
        (earlier, self.after)
    }
}

async fn receive(counted: impl Future<Output = Result<Summary, oneshot::error::RecvError>>) -> Summary {
    counted.await.expect("every turn ends")
}

/// Nobody waits for it where the program is about to end.
fn hand_on(counted: Summary, after: oneshot::Sender<Summary>) {
    let _ = after.send(counted);
}
