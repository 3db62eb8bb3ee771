//! Generators with 1 MiB of locals that live, and are borrowed, across yields. Between the resumptions they are moved,
//! within memory and to other threads. Beside each there is a copy of what its local should hold, and their checksums
//! are compared.
#![expect(clippy::large_stack_arrays, reason = "large locals are what is tested")]

use std::fmt;
use std::thread;

use fastrand::Rng;
use gen_core::{BoxGenerator, Generator, GeneratorState, PinGenerator, generator};

use crate::counted::Counted;
use crate::scale::Scale;

const WORDS: usize = (1 << 20) / size_of::<u64>();
/// A body lies on the stack until it is boxed, and a debug build copies it there.
const STACK_BYTES: usize = 64 << 20;
/// How many generators there are of each form.
const GENERATORS: u64 = 4;

type Words = [u64; WORDS];

/// What a generator is to write into its local.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Write {
    index: usize,
    word: u64,
}

macro_rules! large {
    ($($name:ident -> $output:ty;)*) => {$(
        /// Yields the checksum of its local, then writes what it is sent.
        #[generator]
        fn $name(seed: u64, _argument: Counted) -> $output {
            let _before = Counted::default();
            let mut local: Words = [0; WORDS];
            fill(&mut local, seed);
            let borrowed = &mut local;
            let _behind = Counted::default();
            loop {
                let Write { index, word } = yield_!(checksum(borrowed));
                borrowed[index] = word;
            }
        }
    )*};
}

large! {
    movable -> impl Generator<Write, Yield = u64, Return = ()> + Send;
    boxed -> BoxGenerator<'static, u64, Write>;
    pinned -> impl PinGenerator<Write, Yield = u64, Return = ()> + Send;
}

fn fill(words: &mut [u64], seed: u64) {
    let mut rng = Rng::with_seed(seed);
    words.fill_with(|| rng.u64(..));
}

/// Of the words and their order.
fn checksum(words: &[u64]) -> u64 {
    words.iter().fold(0, |sum: u64, word| sum.rotate_left(5) ^ word)
}

/// A generator, and what its local should hold.
struct Watched<G> {
    generator: G,
    copy: Vec<u64>,
    rng: Rng,
}

impl<G: Generator<Write, Yield = u64, Return = ()>> Watched<G> {
    fn new(seed: u64, make: impl FnOnce(u64, Counted) -> G) -> Self {
        let mut copy = vec![0; WORDS];
        fill(&mut copy, seed);
        let mut generator = make(seed, Counted::default());
        assert_eq!(generator.start(), Ok(GeneratorState::Yielded(checksum(&copy))));
        Self { generator, copy, rng: Rng::with_seed(seed) }
    }

    fn resume(&mut self) {
        let write = Write { index: self.rng.usize(..WORDS), word: self.rng.u64(..) };
        self.copy[write.index] = write.word;
        assert_eq!(self.generator.send(write), Ok(GeneratorState::Yielded(checksum(&self.copy))));
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Done {
    moves: u64,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let generators = 3 * GENERATORS;
        write!(f, "{generators} generators with 1 MiB of locals, moved to other threads {} times", self.moves)
    }
}

pub(crate) fn run(scale: &Scale) -> Done {
    let moves = on_a_large_stack(|| {
        move_about(scale, movable)
            + move_about(scale, boxed)
            + move_about(scale, |seed, argument| Box::pin(pinned(seed, argument)))
    });
    Done { moves }
}

/// Moves generators of one form about. How many times one was moved to another thread.
fn move_about<G>(scale: &Scale, make: fn(u64, Counted) -> G) -> u64
where
    G: Generator<Write, Yield = u64, Return = ()> + Send,
{
    let mut rng = Rng::with_seed(scale.seed);
    let mut all: Vec<_> = (0..GENERATORS).map(|n| Watched::new(scale.seed + n, make)).collect();
    for _ in 0..scale.rounds {
        rng.shuffle(&mut all);
        all = on_a_large_stack(|| {
            let mut here = all;
            here.iter_mut().for_each(Watched::resume);
            here
        });
    }
    u64::from(scale.rounds) * GENERATORS
}

fn on_a_large_stack<T: Send>(act: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, act);
        thread.expect("a thread starts").join().expect("a thread ends well")
    })
}
