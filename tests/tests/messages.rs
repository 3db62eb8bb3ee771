//! What generators and errors say of themselves.

use std::error::Error;
use std::fmt::Debug;
use std::pin::pin;

use futures::Stream;
use futures::executor::block_on;
use gen_core::{
    AlreadyStarted, AsyncGenerator, AsyncThrowExt, BoxGenerator, Generator, GeneratorState, LocalBoxGenerator,
    PinGenerator, SendError, generator,
};

macro_rules! one_item {
    ($($name:ident -> $output:ty;)*) => {$(
        #[generator]
        fn $name() -> $output {
            yield_!(1);
        }
    )*};
}
one_item! {
    movable -> impl Generator<Yield = u8, Return = ()> + Debug;
    iterator -> impl Iterator<Item = u8> + Debug;
    boxed -> BoxGenerator<'static, u8>;
    local_boxed -> LocalBoxGenerator<'static, u8>;
    pinned -> impl PinGenerator<Yield = u8, Return = ()> + Debug;
}

#[generator]
async fn stream() -> impl Stream<Item = u8> + Debug {
    yield_!(1);
}

/// What a generator shows before it runs, at its yield, and at its end.
fn shown(mut generator: impl Generator<Yield = u8, Return = ()> + Debug) -> [String; 3] {
    let created = format!("{generator:?}");
    assert!(generator.start().is_ok());
    let suspended = format!("{generator:?}");
    generator.close();
    [created, suspended, format!("{generator:?}")]
}

#[test]
fn a_generator_shows_its_status_and_no_more() {
    let of = |name| ["Created", "Suspended", "Finished"].map(|status| format!("{name} {{ status: {status}, .. }}"));
    assert_eq!(shown(movable()), of("Generator"));
    assert_eq!(shown(boxed()), of("BoxGenerator"));
    assert_eq!(shown(local_boxed()), of("LocalBoxGenerator"));
    assert_eq!(shown(pin!(pinned())), of("PinGenerator"));
    assert_eq!(format!("{:?}", iterator()), of("Generator")[0]);
    assert_eq!(format!("{:?}", stream()), of("AsyncGenerator")[0]);
}

#[test]
fn errors_say_what_was_wrong_and_keep_the_value_to_themselves() {
    fn said(error: impl Error) -> [String; 2] {
        [format!("{error:?}"), error.to_string()]
    }
    struct Secret;
    assert_eq!(said(AlreadyStarted), ["AlreadyStarted", "the generator has already been started"]);
    for (error, debug, reason) in [
        (SendError::NotStarted(Secret), "NotStarted(..)", "into a generator before it has been started"),
        (SendError::Pending(Secret), "Pending(..)", "into a generator while a step is under way"),
        (SendError::Finished(Secret), "Finished(..)", "into a finished generator"),
    ] {
        assert_eq!(said(error), [debug.to_owned(), format!("nothing can be sent {reason}")]);
    }
}

#[test]
fn an_error_keeps_its_kind_when_its_value_is_changed() {
    let doubled = |error: SendError<u32>| error.map(|value| value * 2);
    assert_eq!(doubled(SendError::NotStarted(1)), SendError::NotStarted(2));
    assert_eq!(doubled(SendError::Pending(2)), SendError::Pending(4));
    assert_eq!(doubled(SendError::Finished(3)), SendError::Finished(6));
}

#[test]
fn what_is_thrown_while_a_step_is_under_way_comes_back_as_it_was() {
    #[generator]
    async fn stuck() -> impl AsyncGenerator<Result<(), &'static str>, Yield = (), Return = ()> {
        std::future::pending::<()>().await;
        let _ = yield_!();
    }
    let mut stuck = stuck();
    block_on(async {
        let _ = futures::poll!(stuck.start());
        assert_eq!(stuck.throw("thrown").await, Err(SendError::Pending("thrown")));
    });
}

#[test]
fn a_state_is_either_yielded_or_complete() {
    let states = [GeneratorState::Yielded(1), GeneratorState::Complete("end")];
    assert_eq!(states.map(GeneratorState::yielded), [Some(1), None]);
    assert_eq!(states.map(GeneratorState::complete), [None, Some("end")]);
}
