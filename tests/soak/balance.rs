//! What every scenario is held to: whatever it makes, it gives back, once.

use std::fmt::Display;
use std::thread;
use std::time::Instant;

use gen_tests::counting::{self, Live};

use crate::counted;

/// Runs a scenario, and says what it did, or what is wrong. What the scenario returns is `Copy`, so it owns no memory.
///
/// The scenario has a thread of its own: at its end everything that the standard library keeps for a thread is gone,
/// too.
pub(crate) fn balanced<T>(scenario: impl FnOnce() -> T + Send) -> Result<String, String>
where
    T: Copy + Display + Send,
{
    counting::forget_peak();
    let (begin, made, before) = (Instant::now(), counted::made(), Live::now());
    let done = thread::scope(|scope| scope.spawn(scenario).join()).map_err(|_| "it panicked, as is said above")?;
    let after = Live::now();
    let peak = (counting::peak_bytes() - before.bytes) / 1024;
    counted::check_each_dropped_once()?;
    if after != before {
        return Err(format!("{before:?} was live at the beginning, and {after:?} at the end"));
    }
    let made = counted::made() - made;
    let seconds = begin.elapsed().as_secs_f64();
    Ok(format!(
        "{done}; {made} values made, each dropped once; at most {peak} KiB live, none at the end; {seconds:.1} s"
    ))
}
