//! Bodies that never end by themselves: as for a function, nothing is said that the user did not cause.
#![deny(warnings, unreachable_code, unused, clippy::all, clippy::pedantic)]
#![allow(dead_code, reason = "most of it is there to be compiled")]

use futures::Stream;
use futures::stream::BoxStream;
use gen_core::{
    AsyncGenerator, BoxGenerator, Generator, LocalBoxGenerator, PinGenerator, gen_, generator, try_gen_, try_generator,
};
use gen_tests::panic_message;

/// What is not written yet, and what begins and never ends, in a form of generator.
macro_rules! bodies {
    ($($name:ident: #[$attribute:ident] [$($asyncness:ident)?] $output:ty;)*) => {$(
        mod $name {
            use super::*;

            #[$attribute]
            pub(super) $($asyncness)? fn planned() -> $output {
                todo!()
            }

            #[$attribute]
            pub(super) $($asyncness)? fn panics(first: u32) -> $output {
                panic!("{first} is wrong")
            }

            #[$attribute]
            pub(super) $($asyncness)? fn loops() -> $output {
                loop {
                    std::hint::spin_loop();
                }
            }

            #[$attribute]
            pub(super) $($asyncness)? fn yields(first: u32) -> $output {
                yield_!(first);
                unimplemented!()
            }
        }
    )*};
}

bodies! {
    iterator: #[generator] [] impl Iterator<Item = u32>;
    generator_of_strings: #[generator] [] impl Generator<Yield = u32, Return = String>;
    generator_of_whatever: #[generator] [] impl Generator<Yield = u32>;
    pinned: #[generator] [] impl PinGenerator<Yield = u32, Return = String>;
    dynamic: #[generator] [] Box<dyn Iterator<Item = u32>>;
    boxed: #[generator] [] BoxGenerator<'static, u32>;
    local_boxed: #[generator] [] LocalBoxGenerator<'static, u32, (), String>;
    stream: #[generator] [async] impl Stream<Item = u32>;
    async_generator: #[generator] [async] impl AsyncGenerator<Yield = u32, Return = String>;
    box_stream: #[generator] [async] BoxStream<'static, u32>;
    try_iterator: #[try_generator] [] impl Iterator<Item = Result<u32, String>>;
    try_stream: #[try_generator] [async] impl Stream<Item = Result<u32, String>>;
}

#[generator]
fn takes_first(#[resume] first: u32) -> impl Generator<u32, Yield = u32, Return = String> {
    panic!("{first} is wrong")
}

#[test]
fn a_body_that_panics_panics() {
    assert_eq!(panic_message(|| iterator::panics(3).next()).unwrap(), "3 is wrong");
    assert_eq!(panic_message(|| takes_first().resume(4)).unwrap(), "4 is wrong");
    assert!(panic_message(|| iterator::planned().next()).unwrap().contains("not yet implemented"));
    assert!(panic_message(|| gen_!({ todo!() }).count()).unwrap().contains("not yet implemented"));
    let in_block = || try_gen_!({ panic!("no") }).collect::<Vec<Result<(), ()>>>();
    assert_eq!(panic_message(in_block).unwrap(), "no");
    let mut after_a_yield = iterator::yields(5);
    assert_eq!(after_a_yield.next(), Some(5));
    assert!(panic_message(|| after_a_yield.next()).is_some());
}

#[test]
fn a_body_that_never_begins_does_nothing() {
    drop((iterator::loops(), generator_of_strings::loops(), generator_of_whatever::loops(), pinned::loops()));
    drop((dynamic::loops(), boxed::loops(), local_boxed::loops(), stream::loops(), async_generator::loops()));
    drop((box_stream::loops(), try_iterator::loops(), try_stream::loops()));
    drop(gen_!({
        loop {
            std::hint::spin_loop();
        }
    }));
    drop(gen_!(async {
        if std::future::ready(true).await {
            todo!()
        }
        unimplemented!()
    }));
}
