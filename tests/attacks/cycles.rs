//! Generators that own themselves.
#![forbid(unsafe_code)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gen_core::{LocalBoxGenerator, generator};
use gen_tests::panic_message;

use crate::Living;

type Shared = Rc<RefCell<Option<Box<dyn Iterator<Item = u32>>>>>;

#[generator]
fn owns_itself(shared: Shared, living: Living) -> Box<dyn Iterator<Item = u32>> {
    let value = living.value();
    yield_!(1);
    let borrowed_by_the_driver = shared.try_borrow_mut().is_err();
    yield_!(u32::from(borrowed_by_the_driver));
    value.check();
}

#[test]
fn a_generator_cannot_resume_or_drop_itself_while_it_runs() {
    let living = Living::new();
    let shared = Shared::default();
    *shared.borrow_mut() = Some(owns_itself(shared.clone(), living.clone()));
    let next = || shared.borrow_mut().as_mut().and_then(Iterator::next);
    assert_eq!((next(), next()), (Some(1), Some(1)));
    assert_eq!((living.count(), Rc::strong_count(&shared)), (1, 2));
    assert_eq!((next(), next()), (None, None));
    assert_eq!((living.count(), Rc::strong_count(&shared)), (0, 1));
}

#[test]
fn a_suspended_generator_that_owns_itself_can_be_taken_out_and_dropped() {
    let living = Living::new();
    let shared = Shared::default();
    *shared.borrow_mut() = Some(owns_itself(shared.clone(), living.clone()));
    assert_eq!(shared.borrow_mut().as_mut().and_then(Iterator::next), Some(1));
    let taken = shared.take();
    drop(taken);
    assert_eq!((living.count(), Rc::strong_count(&shared)), (0, 1));
}

/// Puts another generator, or nothing, where it lies itself; for that its driver must have taken it out.
#[test]
fn a_running_generator_finds_its_own_place_empty() {
    #[generator]
    fn replaces_itself(
        place: Rc<Cell<Option<LocalBoxGenerator<'static, u32>>>>,
        n: u32,
    ) -> LocalBoxGenerator<'static, u32> {
        yield_!(n);
        assert!(place.take().is_none());
        place.set(Some(replaces_itself(place.clone(), n + 10)));
        yield_!(n + 1);
    }
    let place = Rc::new(Cell::new(None));
    place.set(Some(replaces_itself(place.clone(), 0)));
    let mut first = place.take().unwrap();
    assert_eq!((first.next(), first.next()), (Some(0), Some(1)));
    let mut second = place.take().unwrap();
    assert_eq!((second.next(), second.next()), (Some(10), Some(11)));
    place.set(Some(first));
    let _ = place.take();
    assert!(place.take().is_none());
}

/// A destructor that drops what owns the generator that it runs in.
#[test]
fn a_destructor_in_a_body_may_let_go_of_its_generator() {
    struct LetGo(Shared);
    impl Drop for LetGo {
        fn drop(&mut self) {
            assert!(self.0.try_borrow_mut().is_err() || self.0.take().is_none());
        }
    }
    #[generator]
    fn lets_go(shared: Shared) -> Box<dyn Iterator<Item = u32>> {
        let _local = LetGo(shared);
        yield_!(1);
        panic!("in the body");
    }
    let shared = Shared::default();
    *shared.borrow_mut() = Some(lets_go(shared.clone()));
    assert_eq!(shared.borrow_mut().as_mut().and_then(Iterator::next), Some(1));
    let message = panic_message(|| shared.borrow_mut().as_mut().and_then(Iterator::next));
    assert_eq!(message.as_deref(), Some("in the body"));
    assert_eq!(shared.borrow_mut().as_mut().and_then(Iterator::next), None);
    let generator = shared.take();
    drop(generator);
    assert_eq!(Rc::strong_count(&shared), 1);
}
