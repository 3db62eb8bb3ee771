//! Streams: this crate's beside hand-written ones, and beside other crates that write them with a `yield`. All are consumed by
//! `block_on`, in the same loop.

use crate::case::Case;

macro_rules! consume {
    ($name:ident, $make:expr) => {
        #[inline(never)]
        fn $name(ends: &[u64]) -> u64 {
            futures::executor::block_on(async {
                let mut state = 0;
                for &end in ends {
                    let mut items = std::pin::pin!($make(end));
                    while let Some(item) = futures::StreamExt::next(&mut items).await {
                        state = crate::loops::step(state, item);
                    }
                }
                state
            })
        }
    };
}

mod boxed_try;
mod counting;
mod delegation;
mod pipeline;
mod send;

/// An `async gen` block of nightly's as a `Stream`.
#[cfg(gen_blocks)]
struct Streamed<G>(G);

#[cfg(gen_blocks)]
impl<G: std::async_iter::AsyncIterator> futures::Stream for Streamed<G> {
    type Item = G::Item;

    #[inline(always)]
    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<G::Item>> {
        // SAFETY: the block is structurally pinned.
        unsafe { self.map_unchecked_mut(|this| &mut this.0) }.poll_next(context)
    }
}

type Make = fn(&'static str) -> Case;

fn items(ends: &[u64]) -> u64 {
    ends.iter().sum()
}

const CASES: [(&str, Make); 9] = [
    ("stream-plain", |name| Case::of_streams(name, vec![1_000_000], items, counting::plain::CONTENDERS)),
    ("stream-ready", |name| Case::of_streams(name, vec![1_000_000], items, counting::with_ready::CONTENDERS)),
    ("stream-wake-up", |name| Case::of_streams(name, vec![200_000], items, counting::with_wake_up::CONTENDERS)),
    ("stream-call", |name| Case::of_streams(name, vec![1_000_000], items, counting::with_call::CONTENDERS)),
    ("stream-create", |name| {
        Case::of_streams(name, (0..30_000).map(|n| n % 3).collect(), items, counting::plain::CONTENDERS)
    }),
    ("stream-pipeline", |name| Case::of_streams(name, vec![300_000], items, pipeline::CONTENDERS)),
    ("stream-delegation", |name| Case::of_streams(name, vec![1_000_000], items, delegation::CONTENDERS)),
    ("stream-send", |name| Case::of_streams(name, vec![1_000_000], items, send::CONTENDERS)),
    ("stream-boxed-try", |name| Case::of_streams(name, vec![300_000], items, boxed_try::CONTENDERS)),
];

/// The names of the cases of streams, in the order of the table.
pub fn stream_names() -> impl Iterator<Item = &'static str> {
    CASES.iter().map(|(name, _)| *name)
}

/// Makes the case of streams of that name.
#[must_use]
pub fn stream_case(name: &str) -> Option<Case> {
    let (name, make) = CASES.iter().find(|(known, _)| *known == name)?;
    Some(make(name))
}
