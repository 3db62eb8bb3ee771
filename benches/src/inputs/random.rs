//! A linear congruential generator.

pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new() -> Self {
        Self(1)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u8) -> u8 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0.to_be_bytes()[0] % end
    }

    pub(crate) fn letter(&mut self) -> char {
        char::from(b'a' + self.below(26))
    }

    /// Letters, fewer than `end`.
    pub(crate) fn word(&mut self, end: u8) -> String {
        (0..self.below(end)).map(|_| self.letter()).collect()
    }
}
