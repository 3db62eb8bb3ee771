struct Squares {
    root: u64,
    end: u64,
}

impl Iterator for Squares {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        if self.root >= self.end {
            return None;
        }
        let root = self.root;
        self.root += 1;
        Some(root * root)
    }
}

fn squares(end: u64) -> impl Iterator<Item = u64> {
    Squares { root: 0, end }
}

struct Fibonacci {
    current: u32,
    next: u32,
    most: u32,
}

impl Iterator for Fibonacci {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let current = self.current;
        if current > self.most {
            return None;
        }
        (self.current, self.next) = (self.next, current + self.next);
        Some(current)
    }
}

fn fibonacci(most: u32) -> impl Iterator<Item = u32> {
    Fibonacci { current: 0, next: 1, most }
}

struct Words {
    rest: &'static str,
}

impl Iterator for Words {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        if self.rest.is_empty() {
            return None;
        }
        let (word, rest) = self.rest.split_once(' ').unwrap_or((self.rest, ""));
        self.rest = rest.trim_start();
        Some(word)
    }
}

fn words(text: &'static str) -> impl Iterator<Item = &'static str> {
    Words { rest: text.trim_start() }
}

struct Capitals {
    letters: std::str::CharIndices<'static>,
}

impl Iterator for Capitals {
    type Item = (usize, char);

    fn next(&mut self) -> Option<(usize, char)> {
        loop {
            let (place, letter) = self.letters.next()?;
            if letter.is_uppercase() {
                return Some((place, letter));
            }
        }
    }
}

fn capitals(text: &'static str) -> impl Iterator<Item = (usize, char)> {
    Capitals { letters: text.char_indices() }
}

struct Even {
    numbers: std::vec::IntoIter<i64>,
}

impl Iterator for Even {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        loop {
            let number = self.numbers.next()?;
            if number % 2 == 0 {
                return Some(number);
            }
        }
    }
}

fn even(numbers: Vec<i64>) -> impl Iterator<Item = i64> {
    Even { numbers: numbers.into_iter() }
}

struct Numbered {
    lines: std::iter::Enumerate<std::vec::IntoIter<String>>,
    width: usize,
}

impl Iterator for Numbered {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let (number, line) = self.lines.next()?;
        let (number, width) = (number + 1, self.width);
        Some(format!("{number:width$} {line}"))
    }
}

fn numbered(lines: Vec<String>) -> impl Iterator<Item = String> {
    let width = lines.len().to_string().len();
    Numbered { lines: lines.into_iter().enumerate(), width }
}

struct Grid {
    x: u16,
    y: u16,
    width: u16,
    height: u16,
}

impl Iterator for Grid {
    type Item = (u16, u16);

    fn next(&mut self) -> Option<(u16, u16)> {
        if self.y >= self.height {
            return None;
        }
        let point = (self.x, self.y);
        if self.x == self.width {
            self.x = 0;
            self.y += 1;
        } else {
            self.x += 1;
        }
        Some(point)
    }
}

fn grid(width: u16, height: u16) -> impl Iterator<Item = (u16, u16)> {
    Grid { x: 0, y: 0, width, height }
}

enum Part {
    Begin,
    Body,
    Escaped(u8),
    Done,
}

struct Framed {
    body: std::vec::IntoIter<u8>,
    part: Part,
}

impl Iterator for Framed {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        match self.part {
            Part::Begin => {
                self.part = Part::Body;
                Some(0x7e)
            }
            Part::Escaped(byte) => {
                self.part = Part::Body;
                Some(byte ^ 0x20)
            }
            Part::Body => match self.body.next() {
                None => {
                    self.part = Part::Done;
                    Some(0x7e)
                }
                Some(byte @ (0x7d | 0x7e)) => {
                    self.part = Part::Escaped(byte);
                    Some(0x7d)
                }
                byte => byte,
            },
            Part::Done => None,
        }
    }
}

fn framed(body: Vec<u8>) -> impl Iterator<Item = u8> {
    Framed { body: body.into_iter(), part: Part::Begin }
}

struct Differences {
    values: std::vec::IntoIter<f64>,
    previous: Option<f64>,
}

impl Iterator for Differences {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        loop {
            let value = self.values.next()?;
            if let Some(previous) = self.previous.replace(value) {
                return Some(value - previous);
            }
        }
    }
}

fn differences(values: Vec<f64>) -> impl Iterator<Item = f64> {
    Differences { values: values.into_iter(), previous: None }
}

struct Walk {
    stack: Vec<u128>,
    at_leaf: bool,
}

impl Iterator for Walk {
    type Item = Option<u128>;

    fn next(&mut self) -> Option<Option<u128>> {
        if std::mem::take(&mut self.at_leaf) {
            return Some(None);
        }
        let node = self.stack.pop()?;
        if node > 1 {
            self.stack.push(node / 2);
            self.stack.push(node / 3);
        } else {
            self.at_leaf = true;
        }
        Some(Some(node))
    }
}

fn walk(root: u128) -> impl Iterator<Item = Option<u128>> {
    Walk { stack: vec![root], at_leaf: false }
}
