//! Records of five fields, every fourth field in quotes.

use super::TEXT;
use super::random::Random;

pub(crate) fn text() -> &'static [u8] {
    let mut random = Random::new();
    let mut text = String::new();
    while text.len() < TEXT {
        for end in [',', ',', ',', ',', '\n'] {
            text += &field(&mut random);
            text.push(end);
        }
    }
    text.leak().as_bytes()
}

fn field(random: &mut Random) -> String {
    if random.below(4) == 0 {
        format!("\"{}, \"\"{}\"\"\n\"", random.word(10), random.word(10))
    } else {
        random.word(20)
    }
}
