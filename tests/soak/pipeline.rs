//! Much data through a pipeline of generators and streams, of which only a few items are live at a time. The last stage
//! sums up all words, and the sum is known beforehand.

use std::fmt;

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{BoxGenerator, generator};
use gen_tests::counting::{self, Live};

use crate::counted::Counted;
use crate::scale::Scale;

/// An item: 64 KiB, and a value that is counted.
struct Buffer {
    words: Vec<u64>,
    _counted: Counted,
}

const WORDS: usize = (64 << 10) / size_of::<u64>();
const BUFFERS_A_MEBIBYTE: u64 = 16;
/// What may be live at a time: two buffers. One goes through, and half of it is copied.
const MOST_BYTES: usize = 2 * (64 << 10);

/// Buffers with the numbers from 0 on.
#[generator]
fn source(buffers: u64) -> impl Iterator<Item = Buffer> {
    let mut numbers = 0..;
    for _ in 0..buffers {
        let words = numbers.by_ref().take(WORDS).collect();
        yield_!(Buffer { words, _counted: Counted::default() });
    }
}

/// Changes the buffers where they are.
#[generator]
fn negated(buffers: impl Iterator<Item = Buffer>) -> impl Iterator<Item = Buffer> {
    for mut buffer in buffers {
        buffer.words.iter_mut().for_each(|word| *word = !*word);
        yield_!(buffer);
    }
}

/// Makes two of each buffer.
#[generator]
fn halved<'a>(buffers: impl Iterator<Item = Buffer> + Send + 'a) -> BoxGenerator<'a, Buffer> {
    for Buffer { mut words, _counted } in buffers {
        let second = words.split_off(WORDS / 2);
        yield_from!([words, second].map(|words| Buffer { words, _counted: Counted::default() }));
    }
}

/// Makes one of each two buffers.
#[generator]
async fn joined(buffers: impl Stream<Item = Buffer>) -> impl Stream<Item = Buffer> {
    let mut first: Option<Buffer> = None;
    #[for_await]
    for buffer in buffers {
        match first.take() {
            None => first = Some(buffer),
            Some(mut first) => {
                first.words.extend(buffer.words);
                yield_!(first);
            }
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Done {
    mebibytes: u64,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} MiB through four generators, in buffers of 64 KiB", self.mebibytes)
    }
}

pub(crate) fn run(scale: &Scale) -> Done {
    let buffers = scale.mebibytes * BUFFERS_A_MEBIBYTE;
    let before = Live::now().bytes;
    let stages = joined(futures::stream::iter(halved(negated(source(buffers)))));
    let sum =
        block_on(stages.fold(0_u64, async |sum, Buffer { words, .. }| {
            words.iter().fold(sum, |sum, &word| sum.wrapping_add(word))
        }));
    assert_eq!(sum, expected(buffers * WORDS as u64), "every word comes through once");
    let peak = counting::peak_bytes() - before;
    assert!(peak <= MOST_BYTES, "{peak} bytes were live at a time");
    Done { mebibytes: scale.mebibytes }
}

/// The sum of `!n`, which is `-1 - n`, for all `n` below `words`, which is even.
fn expected(words: u64) -> u64 {
    (words / 2).wrapping_mul(words + 1).wrapping_neg()
}
