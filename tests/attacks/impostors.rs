//! Generators that somebody has written by hand, and that lie.
#![forbid(unsafe_code)]

use gen_core::{Generator, GeneratorState, generator};
use gen_tests::panic_message;

/// Lies about where it stands.
struct Liar {
    status: gen_core::GeneratorStatus,
    count: u32,
}

impl Generator for Liar {
    type Yield = u32;
    type Return = ();

    fn resume(&mut self, (): ()) -> GeneratorState<u32, ()> {
        self.count += 1;
        if self.count < 4 { GeneratorState::Yielded(self.count) } else { GeneratorState::Complete(()) }
    }

    fn status(&self) -> gen_core::GeneratorStatus {
        self.status
    }

    fn close(&mut self) {}

    fn start(&mut self) -> Result<GeneratorState<u32, ()>, gen_core::AlreadyStarted> {
        Ok(self.resume(()))
    }
}

#[test]
fn a_generator_that_lies_about_its_status_does_no_harm() {
    use gen_core::GeneratorStatus::{Created, Finished, Suspended};
    #[generator]
    fn outer(status: gen_core::GeneratorStatus) -> impl Iterator<Item = u32> {
        yield_from!(Liar { status, count: 0 });
        yield_!(100);
        yield_!(200);
    }
    let collected = |status| panic_message(move || assert_eq!(outer(status).collect::<Vec<_>>(), [1, 2, 3, 100, 200]));
    // The status is asked for where the delegation begins, and not again.
    assert_eq!(collected(Suspended), None);
    assert_eq!(collected(Created), None);
    assert!(collected(Finished).unwrap().contains("finished generator"));
    assert_eq!(outer(Created).sum::<u32>(), 306);
}
