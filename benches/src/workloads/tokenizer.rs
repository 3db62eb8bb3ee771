//! A lexer for JSON: items are an enum, some of which borrow from the text; one yield for each kind of token.

pub(crate) type Input = &'static str;
pub(crate) type Item = Token<'static>;

#[derive(Clone, Copy)]
pub(crate) enum Token<'a> {
    /// One of `{}[]:,`.
    Punctuation(u8),
    /// Without its quotes, escapes as they are.
    Text(&'a str),
    Number(&'a str),
    /// `true`, `false` or `null`.
    Word(&'a str),
    /// A byte that begins no token, or a text without an end.
    Invalid(usize),
}

/// Where the text ends whose first character is at `start`: the place of its closing quote.
fn text_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn end_of_run(bytes: &[u8], start: usize, belongs: impl Fn(u8) -> bool) -> usize {
    bytes[start..].iter().position(|&byte| !belongs(byte)).map_or(bytes.len(), |length| start + length)
}

fn number_end(bytes: &[u8], start: usize) -> usize {
    end_of_run(bytes, start, |byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'))
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    end_of_run(bytes, start, |byte| byte.is_ascii_lowercase())
}

struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    #[inline]
    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        let start = self.at;
        let token = match *bytes.get(start)? {
            byte @ (b'{' | b'}' | b'[' | b']' | b':' | b',') => {
                self.at += 1;
                Token::Punctuation(byte)
            }
            b'"' => {
                let end = text_end(bytes, start + 1);
                self.at = end.map_or(bytes.len(), |end| end + 1);
                end.map_or(Token::Invalid(start), |end| Token::Text(&self.text[start + 1..end]))
            }
            b'-' | b'0'..=b'9' => {
                self.at = number_end(bytes, start);
                Token::Number(&self.text[start..self.at])
            }
            b'a'..=b'z' => {
                self.at = word_end(bytes, start);
                Token::Word(&self.text[start..self.at])
            }
            _ => {
                self.at += 1;
                Token::Invalid(start)
            }
        };
        Some(token)
    }
}

pub(crate) fn hand(text: &str) -> impl Iterator<Item = Token<'_>> {
    Tokens { text, at: 0 }
}

generator_fn! {
    pub(crate) fn generator(text: &str) -> impl Iterator<Item = Token<'_>> {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => at += 1,
                b'{' | b'}' | b'[' | b']' | b':' | b',' => {
                    yield_!(Token::Punctuation(byte));
                    at += 1;
                }
                b'"' => {
                    let end = text_end(bytes, start + 1);
                    yield_!(end.map_or(Token::Invalid(start), |end| Token::Text(&text[start + 1..end])));
                    at = end.map_or(bytes.len(), |end| end + 1);
                }
                b'-' | b'0'..=b'9' => {
                    at = number_end(bytes, start);
                    yield_!(Token::Number(&text[start..at]));
                }
                b'a'..=b'z' => {
                    at = word_end(bytes, start);
                    yield_!(Token::Word(&text[start..at]));
                }
                _ => {
                    yield_!(Token::Invalid(start));
                    at += 1;
                }
            }
        }
    }
}

pub(crate) fn digest(token: Item) -> u64 {
    match token {
        Token::Punctuation(byte) => u64::from(byte),
        Token::Text(text) => 1 << 8 | text.len() as u64,
        Token::Number(text) => 2 << 8 | text.len() as u64,
        Token::Word(text) => 3 << 8 | text.len() as u64,
        Token::Invalid(at) => at as u64,
    }
}

consumers!();
