//! Makes messages equal that differ only in numbers and ids.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Names of functions such as `jk2_init()`, which stay as they are; UUIDs, hexadecimal numbers and object ids such as
/// `@7c5d1b`; and last all other numbers, with what joins them in addresses.
static VARIABLE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?x)
        \b [A-Za-z_] \w* \(\)
        | \b [0-9a-fA-F]{8} (?: - [0-9a-fA-F]{4} ){3} - [0-9a-fA-F]{12} \b
        | \b 0x [0-9a-fA-F]+
        | @ [0-9a-f]{4,} \b
        | \b [0-9a-f]{12,} \b
        | \d+ (?: [.:] \d+ )*";
    Regex::new(pattern).expect("the pattern is valid")
});

/// The message with `#` for each number and id.
pub(crate) fn mask(message: &str) -> Cow<'_, str> {
    VARIABLE.replace_all(message, |found: &Captures<'_>| match &found[0] {
        function if function.ends_with("()") => function.to_owned(),
        id if id.starts_with('@') => "@#".to_owned(),
        _ => "#".to_owned(),
    })
}
