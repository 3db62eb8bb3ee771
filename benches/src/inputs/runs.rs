//! Bytes of which the same often follow one another.

use super::TEXT;
use super::random::Random;

pub(crate) fn bytes() -> &'static [u8] {
    let mut random = Random::new();
    let mut bytes = Vec::new();
    while bytes.len() < TEXT {
        let byte = random.below(8);
        bytes.extend((0..=random.below(8)).map(|_| byte));
    }
    bytes.leak()
}
