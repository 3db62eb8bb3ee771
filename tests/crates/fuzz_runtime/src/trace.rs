//! The events of a run, in order.

use std::borrow::Cow;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static EVENTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Writes an event down.
pub fn write(event: impl Into<String>) {
    EVENTS.with_borrow_mut(|events| events.push(event.into()));
}

/// Runs `act`, and prints what happened as a line with `name` in front.
pub fn trace(name: &str, act: fn()) {
    println!("{name}\t{}", events(act).join(";"));
}

/// What happens while `act` runs.
pub fn events(act: impl FnOnce()) -> Vec<String> {
    act();
    EVENTS.take()
}

/// Writes down a number that the program has come to.
pub fn log(number: i64) {
    write(format!("log {number}"));
}

/// Writes down what the program got from an iterator.
pub fn log_item(item: Option<i64>) {
    write(item.map_or_else(|| "no item".to_owned(), |item| format!("item {item}")));
}

/// Writes down when it is dropped.
#[derive(Debug)]
pub struct Guard(Cow<'static, str>);

impl Guard {
    /// A guard that will write `name`.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
        Self(name.into())
    }

    /// `number`, which is evaluated while the guard is borrowed.
    #[must_use]
    pub fn around(&self, number: i64) -> i64 {
        number
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        write(format!("drop {}", self.0));
    }
}

/// Writes down how `act` panics, if it does.
pub fn catch(act: impl FnOnce()) {
    if let Err(payload) = catch_unwind(AssertUnwindSafe(act)) {
        let text = payload.downcast_ref::<&str>().copied();
        write(format!("panic {}", text.unwrap_or("with a message that is not plain")));
    }
}
