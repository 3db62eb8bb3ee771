//! Words of various lengths between spaces.

use super::TEXT;
use super::random::Random;

pub(crate) fn text() -> &'static str {
    let mut random = Random::new();
    let mut text = String::new();
    while text.len() < TEXT {
        text += &random.word(14);
        text.push(' ');
    }
    text.leak()
}
