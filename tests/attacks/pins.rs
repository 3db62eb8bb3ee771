//! Pins: what is pinned stays where it is, or is dropped there.
#![forbid(unsafe_code)]

use std::pin::{Pin, pin};

use gen_core::{Generator, GeneratorState, GeneratorStatus, PinGenerator, generator};

use crate::{Living, Value};

/// Suspends while its own local is borrowed.
#[generator]
fn addresses(value: Value, items: u32) -> impl PinGenerator<Yield = usize, Return = Value> {
    let local = [0_u8; 16];
    let borrowed = &local;
    for _ in 0..items {
        value.check();
        yield_!((&raw const *borrowed).addr());
    }
    value
}

#[test]
fn a_pinned_generator_that_is_replaced_is_dropped_in_its_place() {
    let living = Living::new();
    let mut pinned = pin!(addresses(living.value(), 2));
    let GeneratorState::Yielded(first) = pinned.as_mut().resume(()) else { panic!("it has two items") };
    pinned.set(addresses(living.value(), 1));
    assert_eq!(living.count(), 1);
    assert_eq!(pinned.as_ref().status(), GeneratorStatus::Created);
    assert_eq!(pinned.as_mut().resume(()).yielded(), Some(first));
    pinned.as_mut().close();
    assert_eq!(living.count(), 0);
}

#[test]
fn a_pinned_box_may_be_moved_but_its_generator_is_not() {
    let living = Living::new();
    let mut boxes: Vec<Pin<Box<_>>> = (0..100).map(|_| Box::pin(addresses(living.value(), 2))).collect();
    let before: Vec<_> = boxes.iter_mut().map(|pinned| pinned.resume(()).yielded().unwrap()).collect();
    boxes.rotate_left(37);
    let after: Vec<_> = boxes.iter_mut().map(|pinned| pinned.resume(()).yielded().unwrap()).collect();
    assert_eq!(before[37..], after[..63]);
    for mut pinned in boxes {
        let GeneratorState::Complete(value) = pinned.resume(()) else { panic!("it has two items") };
        value.check();
    }
    assert_eq!(living.count(), 0);
}

/// Behind `Pin<&mut P>` stands whatever `P` says, each time.
#[test]
fn a_pin_of_something_that_may_be_moved_is_no_harm() {
    struct Other(u32);
    impl PinGenerator for Other {
        type Yield = u32;
        type Return = u32;
        fn resume(mut self: Pin<&mut Self>, (): ()) -> GeneratorState<u32, u32> {
            self.0 += 1;
            if self.0 < 3 { GeneratorState::Yielded(self.0) } else { GeneratorState::Complete(self.0) }
        }
        fn status(&self) -> GeneratorStatus {
            if self.0 == 0 { GeneratorStatus::Created } else { GeneratorStatus::Suspended }
        }
        fn close(self: Pin<&mut Self>) {}
        fn start(self: Pin<&mut Self>) -> Result<GeneratorState<u32, u32>, gen_core::AlreadyStarted> {
            Ok(self.resume(()))
        }
    }
    #[generator]
    fn outer() -> impl PinGenerator<Yield = u32, Return = u32> {
        let by_value = yield_from!(Other(0));
        by_value + yield_from!(Pin::new(&mut Other(0)))
    }
    let mut outer = pin!(outer());
    let mut items = outer.as_mut().iter();
    assert_eq!(items.by_ref().collect::<Vec<_>>(), [1, 2, 1, 2]);
    assert_eq!(items.into_return(), Some(6));
}
