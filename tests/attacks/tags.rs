//! Tags that a trait of the user's answers in the place of those of the runtime.
#![forbid(unsafe_code)]

use std::any::Any;

use gen_core::__private_0_1_0::resolve::{Offer, ViaAsyncGenerator};
use gen_core::{Generator, GeneratorState, LocalBoxAsyncGenerator, generator};

struct Give;

impl ViaAsyncGenerator for Give {}

trait Answers<T> {
    fn tag(&self) -> T;
}

// `T` is the type of the tag, which has no name here: it comes as what the source returns.
impl<K, M, T: 'static, Y, R> Answers<T> for &&&&&&Offer<K, M, LocalBoxAsyncGenerator<'static, Y, R, T>, Y, R> {
    fn tag(&self) -> T {
        let tag: Box<dyn Any> = Box::new(Give.tag());
        *tag.downcast().unwrap()
    }
}

/// As long as the three pointers of a synchronous header.
struct Words([usize; 3]);

const WORDS: [usize; 3] = [0x4141_4141_4141; 3];

impl Default for Words {
    fn default() -> Self {
        Self(WORDS)
    }
}

#[generator]
async fn asynchronous<T: 'static>(tag: T, #[resume] first: Words) -> LocalBoxAsyncGenerator<'static, u32, Words, T> {
    assert_eq!(first.0, WORDS);
    tag
}

#[test]
fn an_asynchronous_generator_in_a_synchronous_one_takes_no_header_for_its_own() {
    #[generator]
    fn movable() -> impl Generator<Words, Yield = u32, Return = ()> {
        yield_from!(asynchronous(Give.tag()));
        yield_!(1);
    }
    #[generator]
    fn boxed() -> gen_core::LocalBoxGenerator<'static, u32, Words> {
        yield_from!(asynchronous(Give.tag()));
        yield_!(1);
    }
    assert_eq!(movable().resume(Words::default()), GeneratorState::Yielded(1));
    assert_eq!(boxed().resume(Words::default()), GeneratorState::Yielded(1));
}
