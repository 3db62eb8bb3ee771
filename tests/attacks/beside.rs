//! Generators with an iterator beside their body, which is a part of the value that safe code can move.
#![forbid(unsafe_code)]

use std::cell::RefCell;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::thread;

use gen_core::{Generator, GeneratorState, generator};

use crate::{Living, Value};

/// Gives values, and holds one itself; it panics where as many items are left as `panics_at` says.
struct Source {
    living: Living,
    held: Value,
    left: usize,
    panics_at: Option<usize>,
}

impl Source {
    fn new(living: &Living, items: usize) -> Self {
        Self { living: living.clone(), held: living.value(), left: items, panics_at: None }
    }
}

impl Iterator for Source {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        self.held.check();
        assert_ne!(self.panics_at, Some(self.left), "the source panics");
        self.left = self.left.checked_sub(1)?;
        Some(self.living.value())
    }
}

#[generator]
fn passed_on(items: impl Iterator<Item = Value>) -> impl Iterator<Item = Value> {
    for item in items {
        item.check();
        yield_!(item);
    }
}

#[generator]
fn until(
    items: impl Iterator<Item = Value>,
    mut most: usize,
) -> impl Iterator<Item = Value> + Generator<Yield = Value> {
    for item in items {
        if most == 0 {
            return;
        }
        most -= 1;
        yield_!(item);
    }
}

#[generator]
fn alternately(
    mut left: impl Iterator<Item = Value>,
    mut right: impl Iterator<Item = Value>,
) -> impl Iterator<Item = Value> {
    for value in left.by_ref() {
        yield_!(value);
        let Some(value) = right.next() else { return };
        yield_!(value);
    }
}

#[test]
fn a_pipeline_may_be_carried_anywhere_between_two_steps() {
    let living = Living::new();
    let mut pipeline = passed_on(passed_on(passed_on(Source::new(&living, 6))));
    pipeline.next().expect("it is the first").check();
    let mut boxed = Box::new(pipeline);
    boxed.next().expect("it is the second").check();
    let mut in_vec = Vec::with_capacity(1);
    in_vec.push(*boxed);
    in_vec[0].next().expect("it is the third").check();
    in_vec.reserve(1000);
    in_vec[0].next().expect("it is the fourth").check();
    let mut one = in_vec.remove(0);
    let mut other = passed_on(passed_on(passed_on(Source::new(&living, 1))));
    mem::swap(&mut one, &mut other);
    one.next().expect("it is the only one").check();
    assert!(one.next().is_none());
    let shared: Rc<RefCell<dyn Iterator<Item = Value>>> = Rc::new(RefCell::new(other));
    shared.borrow_mut().next().expect("it is the fifth").check();
    assert!(shared.borrow_mut().next().is_some());
    assert!(shared.borrow_mut().next().is_none());
    drop((one, shared));
    assert_eq!(living.count(), 0);
}

#[test]
fn a_pipeline_behind_a_trait_object_may_leave_its_box() {
    #[generator]
    fn boxed(items: impl Iterator<Item = Value> + 'static) -> Box<dyn Iterator<Item = Value>> {
        for item in items {
            yield_!(item);
        }
    }

    let living = Living::new();
    let mut pipeline = boxed(passed_on(Source::new(&living, 3)));
    pipeline.next().expect("it is the first").check();
    let shared = Rc::from(pipeline);
    let mut pipeline: Rc<dyn Iterator<Item = Value>> = shared;
    Rc::get_mut(&mut pipeline).expect("it is the only one").next().expect("it is the second").check();
    drop(pipeline);
    assert_eq!(living.count(), 0);
}

#[test]
fn a_pipeline_loses_nothing_wherever_it_is_dropped_or_panics() {
    for (items, panics_at) in (0..4).flat_map(|items| (0..=items).map(move |at| (items, at))) {
        for panics_at in [None, Some(panics_at)] {
            for steps in 0..=items {
                let living = Living::new();
                let source = Source { panics_at, ..Source::new(&living, items) };
                let mut pipeline = alternately(passed_on(passed_on(source)), passed_on(Source::new(&living, items)));
                for _ in 0..steps {
                    let step = catch_unwind(AssertUnwindSafe(|| pipeline.next()));
                    if step.is_err() {
                        assert!(pipeline.next().is_none(), "a panic has finished it");
                        assert_eq!(living.count(), 0, "a panic drops what lies beside the bodies");
                    }
                }
                drop(pipeline);
                assert_eq!(living.count(), 0);
            }
        }
    }
}

#[test]
fn a_fold_over_a_pipeline_that_panics_drops_everything_once() {
    for panics_at in 0..3 {
        let living = Living::new();
        let source = Source { panics_at: Some(panics_at), ..Source::new(&living, 3) };
        let fold = catch_unwind(AssertUnwindSafe(|| passed_on(passed_on(source)).for_each(drop)));
        assert!(fold.is_err());
        assert_eq!(living.count(), 0);
    }
    let living = Living::new();
    let consume = |value: Value| panic!("{}", mem::size_of_val(&value));
    let fold = catch_unwind(AssertUnwindSafe(|| passed_on(passed_on(Source::new(&living, 3))).for_each(consume)));
    assert!(fold.is_err());
    assert_eq!(living.count(), 0);
}

#[test]
fn what_is_left_beside_a_body_that_returns_is_dropped_then() {
    let living = Living::new();
    let mut taken = until(passed_on(Source::new(&living, 5)), 2);
    assert_eq!(taken.by_ref().count(), 2);
    assert_eq!(living.count(), 0);
    let mut closed = until(passed_on(Source::new(&living, 5)), 2);
    closed.next().expect("it is the first").check();
    closed.close();
    assert_eq!(living.count(), 0);
    closed.close();
    assert!(closed.next().is_none());
}

#[test]
fn a_delegate_has_its_own_beside_it_in_the_exchange_of_another() {
    #[generator]
    fn outer(items: impl Iterator<Item = Value>, living: &Living) -> impl Iterator<Item = Value> {
        for item in items {
            yield_!(item);
            yield_from!(until(passed_on(Source::new(living, 3)), 2));
        }
    }

    let living = Living::new();
    for steps in 0..=6 {
        let mut pipeline = outer(passed_on(Source::new(&living, 2)), &living);
        for _ in 0..steps {
            pipeline.next().expect("there are six").check();
        }
        drop(pipeline);
        assert_eq!(living.count(), 0);
    }
    assert_eq!(outer(passed_on(Source::new(&living, 2)), &living).count(), 6);
    assert_eq!(living.count(), 0);
}

#[test]
fn a_source_may_run_other_pipelines_and_catch_their_panics() {
    #[generator]
    fn inner(numbers: impl Iterator<Item = usize>) -> impl Iterator<Item = usize> {
        for number in numbers {
            assert_ne!(number, 2, "the inner one panics");
            yield_!(number);
        }
    }

    #[generator]
    fn outer(numbers: impl Iterator<Item = usize>) -> impl Iterator<Item = usize> {
        for number in numbers {
            let caught = catch_unwind(|| inner(0..=number).sum::<usize>());
            yield_!(caught.unwrap_or(usize::MAX));
        }
    }

    assert_eq!(outer(inner(0..2)).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(outer(0..3).collect::<Vec<_>>(), [0, 1, usize::MAX]);
}

#[test]
fn a_pipeline_may_be_resumed_by_another_thread_at_each_step() {
    #[generator]
    fn doubled(
        numbers: impl Iterator<Item = Box<u64>> + Send,
    ) -> impl Generator<Yield = Box<u64>, Return = u64> + Send {
        let mut sum = 0;
        for mut number in numbers {
            *number *= 2;
            sum += *number;
            yield_!(number);
        }
        sum
    }

    let mut generator = doubled((0..4).map(Box::new));
    loop {
        let step = thread::spawn(move || (generator.resume(()), generator)).join().expect("nothing panics");
        match step {
            (GeneratorState::Complete(sum), _) => break assert_eq!(sum, 12),
            (GeneratorState::Yielded(_), suspended) => generator = suspended,
        }
    }
}

#[test]
fn an_iterator_that_has_ended_is_not_asked_again() {
    struct Once(Option<u32>, Rc<RefCell<u32>>);
    impl Iterator for Once {
        type Item = u32;

        fn next(&mut self) -> Option<u32> {
            *self.1.borrow_mut() += 1;
            self.0.take()
        }
    }

    #[generator]
    fn looped(items: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        for item in items {
            yield_!(item);
        }
        yield_!(0);
    }

    let asked = Rc::default();
    assert_eq!(looped(Once(Some(1), Rc::clone(&asked))).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(*asked.borrow(), 2);
}
