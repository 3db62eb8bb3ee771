//! What the tests share: values that write down when they are dropped, an allocator that counts, polls by hand,
//! recursive generators, and checks that are skipped.

pub mod counting;
pub mod polling;
pub mod recursive;
pub mod skip;

use std::cell::RefCell;
use std::rc::Rc;

/// What happened, in order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    events: Rc<RefCell<Vec<String>>>,
}

impl Log {
    /// An empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes `event` down.
    pub fn write(&self, event: impl Into<String>) {
        self.events.borrow_mut().push(event.into());
    }

    /// A value that writes `name` down when it is dropped.
    #[must_use]
    pub fn noisy(&self, name: &'static str) -> Noisy {
        Noisy { name, log: self.clone() }
    }

    /// The events so far, joined by spaces; the log is empty afterwards.
    #[must_use]
    pub fn take(&self) -> String {
        self.events.take().join(" ")
    }
}

/// Writes its name to its log when it is dropped.
#[derive(Debug)]
pub struct Noisy {
    name: &'static str,
    log: Log,
}

impl Noisy {
    /// What it will write.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Its log.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.log
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        self.log.write(self.name);
    }
}

/// The message of the panic that `act` ends with, if it does.
pub fn panic_message<T>(act: impl FnOnce() -> T) -> Option<String> {
    let payload = std::panic::catch_unwind(std::panic::AssertUnwindSafe(act)).err()?;
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    Some(text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default())
}
