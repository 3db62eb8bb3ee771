//! Checks that are skipped for want of something. `tests/tools.sh` does the same for scripts.

use std::env;
use std::fs::File;
use std::io::Write as _;

/// Says that a check is skipped. Where `SKIPS` names a file, as in `.ci/run`, the skip is written down there, too, to
/// be counted.
///
/// # Panics
///
/// Panics if that file cannot be written.
pub fn skip(what: &str, why: &str) {
    println!("skipped: {what}: {why}");
    if let Some(path) = env::var_os("SKIPS") {
        let mut file = File::options().create(true).append(true).open(path).expect("the file of skips can be opened");
        writeln!(file, "{what}: {why}").expect("the file of skips can be written");
    }
}
