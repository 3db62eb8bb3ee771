//! Generators that loop over an iterator that is their parameter: wherever the macro lets the iterator lie, it is
//! asked, and it and all else is dropped, as in a plain function, and as in a pinned generator, in which it lies in the
//! body.
//!
//! Each case is a body. `compare` runs it to its end in every way that there is, and stops it in every way at every
//! item.

#![allow(
    clippy::double_parens,
    clippy::explicit_counter_loop,
    clippy::needless_pass_by_value,
    clippy::never_loop,
    clippy::semicolon_if_nothing_returned,
    clippy::while_let_on_iterator,
    unused_parens,
    reason = "the cases are what the lints warn of"
)]

use std::fmt::Debug;
use std::mem;

use gen_core::{Generator, GeneratorState, GeneratorStatus, PinGenerator, gen_, generator, try_generator};
use gen_tests_fuzz_runtime::{Guard, Items, Owned, Plan, catch, events, log, pass, same, write};

/// What `yield_!` is in a plain function: the temporaries of the value end before it is handed over.
macro_rules! yield_ {
    ($value:expr) => {{
        let value = $value;
        write_item(Some(value));
    }};
}

/// What `yield_from!` is in a plain function.
macro_rules! yield_from {
    ($items:expr) => {
        for item in $items {
            yield_!(item);
        }
    };
}

/// A test that compares a body in all forms.
macro_rules! pipeline {
    ($name:ident($($parameters:tt)*) $body:tt of ($($argument:expr),*)) => {
        pipeline! { $name[]($($parameters)*) $body of ($($argument),*) }
    };
    ($name:ident[$($generics:tt)*]($($parameters:tt)*) $body:tt of ($($argument:expr),*)) => {
        #[test]
        fn $name() {
            fn plain<$($generics)*>($($parameters)*) $body
            #[generator]
            fn movable<$($generics)*>($($parameters)*) -> impl Iterator<Item = i64> $body
            #[generator]
            fn closable<$($generics)*>($($parameters)*) -> impl Generator<Yield = i64, Return = ()> $body
            #[generator]
            fn pinned<$($generics)*>($($parameters)*) -> impl PinGenerator<Yield = i64, Return = ()> $body
            compare(
                || plain($($argument),*),
                || movable($($argument),*),
                || closable($($argument),*),
                || Owned::new(pinned($($argument),*)),
            );
        }
    };
}

fn compare<M: Iterator<Item = i64>, C: Generator<Yield = i64, Return = ()>, P: PinGenerator<Yield = i64>>(
    plain: impl Fn(),
    movable: impl Fn() -> M,
    closable: impl Fn() -> C,
    pinned: impl Fn() -> Owned<P>,
) {
    let expected = events(|| {
        catch(|| {
            plain();
            write_item(None::<i64>);
        });
    });
    assert_all_the_same(&expected, &movable);
    assert_all_the_same(&expected, &pinned);
    let items = expected.iter().filter(|event| event.starts_with("yield")).count();
    for count in 0..items + 3 {
        for how in [Stop::Drop, Stop::DropMoved, Stop::Forget] {
            let expected = events(|| stop(pinned(), count, how));
            assert_eq!(events(|| stop(movable(), count, how)), expected, "{how:?} after {count}");
        }
        let expected = events(|| leave_for_each(pinned(), count));
        assert_eq!(events(|| leave_for_each(movable(), count)), expected, "a consumer panics at {count}");
        let expected = events(|| {
            let mut items = pinned();
            (0..count).for_each(|_| step(&mut items));
            catch(|| drop(items));
        });
        assert_eq!(events(|| close(closable(), count)), expected, "closed after {count}");
    }
}

/// Runs what `make` makes to its end, in each way.
fn assert_all_the_same<T: Debug, I: Iterator<Item = T>>(expected: &[String], make: &impl Fn() -> I) {
    assert_eq!(events(|| one_by_one(make())), expected, "next");
    assert_eq!(events(|| one_by_one(move_away(make()))), expected, "moved first");
    assert_eq!(events(|| moving(make())), expected, "moved at each item");
    assert_eq!(events(|| catch(|| in_for(make()))), expected, "for");
    assert_eq!(events(|| catch(|| in_for_each(make()))), expected, "for_each");
    assert_eq!(events(|| catch(|| in_both(make()))), expected, "next, then for_each");
}

fn write_item(item: Option<impl Debug>) {
    write(item.map_or_else(|| "end".to_owned(), |item| format!("yield {item:?}")));
}

/// What has ended, and also what has panicked, has dropped all that it had, and has no more items.
fn one_by_one<T: Debug>(mut items: impl Iterator<Item = T>) {
    assert_eq!(items.size_hint(), (0, None));
    catch(|| {
        while let Some(item) = items.next() {
            write_item(Some(item));
        }
        write_item(None::<T>);
    });
    for _ in 0..3 {
        assert!(items.next().is_none());
        assert_eq!(items.size_hint(), (0, Some(0)));
    }
}

fn move_away<I>(items: I) -> I {
    let mut others = Vec::with_capacity(3);
    others.push(*Box::new(items));
    others.remove(0)
}

fn moving<T: Debug>(items: impl Iterator<Item = T>) {
    let mut place = Some(items);
    catch(|| {
        loop {
            let mut items = move_away(place.take().unwrap());
            let item = items.next();
            place = Some(items);
            let Some(item) = item else { break };
            write_item(Some(item));
        }
        write_item(None::<T>);
    });
}

fn in_for<T: Debug>(items: impl Iterator<Item = T>) {
    for item in items {
        write_item(Some(item));
    }
    write_item(None::<T>);
}

fn in_for_each<T: Debug>(items: impl Iterator<Item = T>) {
    items.for_each(|item| write_item(Some(item)));
    write_item(None::<T>);
}

fn in_both<T: Debug>(mut items: impl Iterator<Item = T>) {
    let first = items.next();
    let is_there = first.is_some();
    write_item(first);
    if is_there {
        in_for_each(items);
    }
}

#[derive(Clone, Copy, Debug)]
enum Stop {
    Drop,
    DropMoved,
    Forget,
}

/// Asks for `count` items, and then stops.
fn stop<T: Debug>(mut items: impl Iterator<Item = T>, count: usize, how: Stop) {
    (0..count).for_each(|_| step(&mut items));
    catch(|| match how {
        Stop::Drop => drop(items),
        Stop::DropMoved => drop(move_away(items)),
        Stop::Forget => mem::forget(items),
    });
}

fn step<T: Debug>(items: &mut impl Iterator<Item = T>) {
    write(format!("{:?}", items.size_hint()));
    catch(|| write_item(items.next()));
}

fn leave_for_each<T: Debug>(items: impl Iterator<Item = T>, count: usize) {
    catch(|| {
        items.enumerate().for_each(|(index, item)| {
            write_item(Some(item));
            assert!(index != count, "consumer");
        });
    });
}

/// As [`stop`], but by `close`.
fn close(mut generator: impl Generator<Yield = i64, Return = ()>, count: usize) {
    for _ in 0..count {
        let finished = generator.status() == GeneratorStatus::Finished;
        write(format!("{:?}", (0, finished.then_some(0))));
        let mut next = || match generator.resume(()) {
            GeneratorState::Yielded(item) => Some(item),
            GeneratorState::Complete(()) => None,
        };
        catch(|| write_item(if finished { None } else { next() }));
    }
    catch(|| generator.close());
    assert_eq!(generator.status(), GeneratorStatus::Finished);
    generator.close();
}

const PLAN: Plan = Plan { length: 3, panics_at: None, panics_in_drop: false, again: 0 };

fn numbers(name: &'static str) -> Items<i64> {
    Items::numbers(name, PLAN)
}

fn guards(name: &'static str) -> Items<Guard> {
    Items::guards(name, PLAN)
}

/// Goes on after its end.
fn not_fused(name: &'static str) -> Items<i64> {
    Items::numbers(name, Plan { again: 2, ..PLAN })
}

fn panics_at(at: usize) -> Items<i64> {
    Items::numbers("panicking", Plan { panics_at: Some(at), ..PLAN })
}

fn panics_in_drop() -> Items<i64> {
    Items::numbers("panicking", Plan { panics_in_drop: true, ..PLAN })
}

fn guard(name: &'static str) -> Guard {
    Guard::new(name)
}

// Where the loop stands.

pipeline! {
    nothing_but_the_loop(items: impl Iterator<Item = i64>) {
        for item in items {
            yield_!(item);
        }
    } of (numbers("items"))
}

pipeline! {
    after_literals_and_before_more(items: impl Iterator<Item = i64>) {
        let mut sum = 0;
        let (name, more) = ("sum", [1, 2]);
        for item in items {
            yield_!(item);
            sum += item;
        }
        log(sum);
        yield_!(sum + more[0]);
        log(i64::try_from(name.len()).unwrap());
    } of (numbers("items"))
}

pipeline! {
    after_a_statement_that_can_be_seen(items: impl Iterator<Item = i64>) {
        log(1);
        yield_!(10);
        for item in items {
            yield_!(item);
        }
    } of (numbers("items"))
}

pipeline! {
    as_the_tail(first: Guard, items: impl Iterator<Item = i64>, last: Guard) {
        let _local = guard("local");
        if first.around(1) == 1 {
            for item in items {
                yield_!(last.around(item))
            }
        }
    } of (guard("first"), numbers("items"), guard("last"))
}

pipeline! {
    in_a_branch_that_is_taken(items: impl Iterator<Item = i64>, last: Guard, taken: bool) {
        if taken {
            for item in items {
                yield_!(item);
            }
        }
        log(1);
        yield_!(last.around(10));
    } of (numbers("items"), guard("last"), true)
}

pipeline! {
    in_a_branch_that_is_not_taken(items: impl Iterator<Item = i64>, last: Guard, taken: bool) {
        if taken {
            for item in items {
                yield_!(item);
            }
        }
        log(1);
        yield_!(last.around(10));
    } of (numbers("items"), guard("last"), false)
}

pipeline! {
    in_another_loop_that_is_left(items: impl Iterator<Item = i64>) {
        let _local = guard("local");
        loop {
            for item in items {
                yield_!(item);
            }
            break;
        }
        yield_!(10);
    } of (numbers("items"))
}

pipeline! {
    in_a_block_whose_locals_it_outlives_not(first: Guard, items: impl Iterator<Item = i64>) {
        {
            let _local = first.around(1);
            let _inner = guard("inner");
            for item in items {
                yield_!(item);
            }
            log(1);
        }
        yield_!(10);
    } of (guard("first"), numbers("items"))
}

// What else is dropped.

pipeline! {
    between_parameters_with_destructors(
        first: Guard, items: impl Iterator<Item = i64>, middle: Guard, others: impl Iterator<Item = i64>, _last: Guard
    ) {
        for item in items {
            yield_!(first.around(item));
        }
        yield_!(middle.around(10));
        for item in others {
            yield_!(item);
        }
    } of (guard("first"), numbers("items"), guard("middle"), numbers("others"), guard("last"))
}

pipeline! {
    parameters_that_the_body_does_not_name(_first: Guard, items: impl Iterator<Item = i64>, _: Guard) {
        for item in items {
            yield_!(item);
        }
    } of (guard("first"), numbers("items"), guard("last"))
}

pipeline! {
    locals_with_destructors_across_the_loop(items: impl Iterator<Item = i64>) {
        let before = guard("before");
        for item in items {
            let _inner = guard("inner");
            yield_!(before.around(item));
            let _later = guard("later");
            yield_!(guard("temporary").around(item));
        }
        let _after = guard("after");
        yield_!(10);
    } of (numbers("items"))
}

pipeline! {
    a_parameter_dropped_in_the_loop(first: Guard, items: impl Iterator<Item = i64>, last: Guard) {
        let mut last = Some(last);
        for item in items {
            yield_!(item);
            drop(last.take());
        }
        drop(first);
        yield_!(10);
    } of (guard("first"), numbers("items"), guard("last"))
}

pipeline! {
    items_with_destructors(items: impl Iterator<Item = Guard>) {
        for item in items {
            yield_!(item.around(1));
            log(1);
        }
        log(2);
    } of (guards("items"))
}

pipeline! {
    an_item_outlives_the_iterator(items: impl Iterator<Item = Guard>, last: Guard) {
        let mut kept = None;
        for item in items {
            yield_!(1);
            kept = Some(item);
        }
        log(2);
        yield_!(kept.map_or(0, |kept| last.around(kept.around(3))));
    } of (guards("items"), guard("last"))
}

// How the loop is left.

pipeline! {
    break_and_code_after(items: impl Iterator<Item = Guard>, last: Guard) {
        let mut count = 0;
        for item in items {
            if count == 2 {
                break;
            }
            yield_!(item.around(count));
            count += 1;
        }
        log(1);
        yield_!(last.around(10));
    } of (guards("items"), guard("last"))
}

pipeline! {
    labels_of_nested_loops(mut items: impl Iterator<Item = i64>, others: impl Iterator<Item = Guard>) {
        let _local = guard("local");
        'outer: for other in others {
            for item in items.by_ref() {
                if item == 1 {
                    continue 'outer;
                }
                yield_!(other.around(item));
                if item == 2 {
                    break 'outer;
                }
            }
        }
        yield_!(10);
    } of (numbers("items"), guards("others"))
}

pipeline! {
    one_loop_in_another(items: impl Iterator<Item = i64>, others: impl Iterator<Item = i64>) {
        let mut others = Some(others);
        for item in items {
            yield_!(item);
            if let Some(others) = others.take() {
                for other in others {
                    yield_!(10 * item + other);
                }
                log(1);
            }
        }
    } of (numbers("items"), numbers("others"))
}

pipeline! {
    return_in_the_loop(first: Guard, items: impl Iterator<Item = Guard>, last: Guard) {
        let _local = guard("local");
        for item in items {
            yield_!(item.around(1));
            if first.around(1) == last.around(1) {
                return;
            }
        }
        log(1);
    } of (guard("first"), guards("items"), guard("last"))
}

pipeline! {
    panic_in_the_loop(first: Guard, items: impl Iterator<Item = Guard>, last: Guard) {
        let local = guard("local");
        for item in items {
            yield_!(item.around(1));
            assert!(first.around(1) != last.around(1), "body");
        }
        yield_!(local.around(1));
    } of (guard("first"), guards("items"), guard("last"))
}

pipeline! {
    panic_behind_the_loop(_first: Guard, items: impl Iterator<Item = i64>, last: Guard) {
        let _local = guard("local");
        for item in items {
            yield_!(item);
        }
        assert!(last.around(1) == 2, "body");
    } of (guard("first"), numbers("items"), guard("last"))
}

// What is no plain loop over the parameter.

pipeline! {
    named_twice(mut items: impl Iterator<Item = i64>) {
        for item in items.by_ref().take(1) {
            yield_!(item);
        }
        log(1);
        for item in items {
            yield_!(item);
        }
        log(2);
    } of (numbers("items"))
}

pipeline! {
    read_before_the_loop(items: impl Iterator<Item = i64>) {
        let (least, _) = items.size_hint();
        log(i64::try_from(least).unwrap());
        for item in items {
            yield_!(item);
        }
    } of (numbers("items"))
}

pipeline! {
    read_after_the_loop(mut items: impl Iterator<Item = i64>, last: Guard) {
        for item in &mut items {
            yield_!(item);
        }
        log(1);
        yield_!(last.around(items.next().unwrap_or(20)));
        yield_!(items.next().unwrap_or(30));
    } of (not_fused("items"), guard("last"))
}

pipeline! {
    while_let(mut items: impl Iterator<Item = Guard>, last: Guard) {
        while let Some(item) = items.next() {
            yield_!(item.around(1));
        }
        yield_!(last.around(2));
    } of (guards("items"), guard("last"))
}

pipeline! {
    peekable_under_the_same_name(items: impl Iterator<Item = Guard>, last: Guard) {
        let mut items = items.peekable();
        while let Some(item) = items.next() {
            yield_!(item.around(i64::from(items.peek().is_some())));
        }
        yield_!(last.around(2));
    } of (guards("items"), guard("last"))
}

pipeline! {
    enumerate_and_other_adapters(items: impl Iterator<Item = Guard>, others: impl Iterator<Item = i64>, last: Guard) {
        for (index, item) in items.enumerate().skip(1) {
            yield_!(item.around(i64::try_from(index).unwrap()));
        }
        for other in others.fuse().map(|other| last.around(other)) {
            yield_!(other);
        }
    } of (guards("items"), not_fused("others"), guard("last"))
}

pipeline! {
    zip_and_chain(
        items: impl Iterator<Item = i64>, others: impl Iterator<Item = i64>, more: impl Iterator<Item = i64>
    ) {
        for (item, other) in items.zip(others.chain(more)) {
            yield_!(item + other);
        }
        log(1);
    } of (numbers("items"), numbers("others"), numbers("more"))
}

pipeline! {
    in_the_arguments_of_a_macro_and_a_function(
        items: impl Iterator<Item = i64>, others: impl Iterator<Item = i64>, last: Guard
    ) {
        for item in same!(items) {
            yield_!(item);
        }
        log(1);
        for other in pass((others)) {
            yield_!(last.around(other));
        }
        log(2);
    } of (numbers("items"), numbers("others"), guard("last"))
}

macro_rules! each {
    ($item:ident in $items:ident $body:block) => {
        for $item in $items $body
    };
}

pipeline! {
    in_a_loop_that_a_macro_writes(items: impl Iterator<Item = i64>, last: Guard) {
        let local = guard("local");
        each!(item in items {
            yield_!(local.around(item));
        });
        yield_!(last.around(10));
    } of (numbers("items"), guard("last"))
}

pipeline! {
    named_in_a_macro_before_the_loop(items: impl Iterator<Item = i64> + Debug) {
        log(i64::try_from(format!("{items:?}").len()).unwrap());
        for item in items {
            yield_!(item);
        }
    } of (numbers("items"))
}

pipeline! {
    a_block_that_evaluates_to_it(items: impl Iterator<Item = i64>) {
        for item in {
            let _local = guard("local");
            yield_!(10);
            items
        } {
            yield_!(item);
        }
        log(1);
    } of (numbers("items"))
}

pipeline! {
    moved_into_a_closure(mut items: impl Iterator<Item = i64>, last: Guard) {
        let mut ask = move || items.next();
        while let Some(item) = ask() {
            yield_!(last.around(item));
        }
        yield_!(10);
    } of (not_fused("items"), guard("last"))
}

pipeline! {
    shadowed_in_a_block(items: impl Iterator<Item = i64>) {
        {
            let items = [7, 8];
            for item in items {
                yield_!(item);
            }
        }
        log(1);
        for item in items {
            yield_!(item);
        }
    } of (numbers("items"))
}

pipeline! {
    shadowed_by_a_pattern_and_never_looped_over(items: impl Iterator<Item = i64>, more: Option<Items<i64>>) {
        let _local = (guard("local"), &items);
        if let Some(items) = more {
            for item in items {
                yield_!(item);
            }
        }
        log(1);
    } of (numbers("items"), Some(numbers("more")))
}

pipeline! {
    shadowed_by_something_that_looks_the_same(items: impl Iterator<Item = i64>) {
        let items = [guard("one"), guard("two")].into_iter().zip(items);
        for (item, number) in items {
            yield_!(item.around(number));
        }
        log(1);
    } of (numbers("items"))
}

pipeline! {
    a_function_and_a_field_of_its_name(items: impl Iterator<Item = i64>) {
        struct Of {
            items: i64,
        }
        fn items_of(items: Of) -> i64 {
            items.items
        }
        for item in items {
            yield_!(items_of(Of { items: item }));
        }
    } of (numbers("items"))
}

pipeline! {
    delegated_to(items: impl Iterator<Item = i64>, others: impl Iterator<Item = i64>, last: Guard) {
        yield_from!(items);
        log(1);
        yield_from!(others.take(2));
        yield_!(last.around(10));
    } of (numbers("items"), not_fused("others"), guard("last"))
}

pipeline! {
    not_used(_items: impl Iterator<Item = i64>, last: Guard) {
        yield_!(last.around(1));
        let _local = guard("local");
        yield_!(2);
    } of (numbers("items"), guard("last"))
}

pipeline! {
    dropped_by_hand(items: impl Iterator<Item = i64>, others: impl Iterator<Item = i64>, last: Guard) {
        yield_!(1);
        drop(items);
        yield_!(last.around(2));
        mem::forget(others);
        yield_!(3);
    } of (numbers("items"), numbers("others"), guard("last"))
}

pipeline! {
    assigned_anew(mut items: Items<i64>, last: Guard) {
        yield_!(items.next().unwrap_or(10));
        items = numbers("new");
        yield_!(last.around(20));
        for item in items {
            yield_!(item);
        }
    } of (numbers("items"), guard("last"))
}

#[generator]
fn doubled(items: impl Iterator<Item = i64>, last: Guard) -> impl Iterator<Item = i64> {
    for item in items {
        yield_!(last.around(2 * item));
    }
    log(100);
}

pipeline! {
    moved_into_another_generator(items: impl Iterator<Item = i64>, last: Guard) {
        let local = guard("local");
        for item in doubled(items, last) {
            yield_!(local.around(item));
        }
        yield_!(10);
    } of (numbers("items"), guard("last"))
}

pipeline! {
    generators_as_iterators(first: Guard, items: impl Iterator<Item = i64>) {
        for item in items {
            yield_!(first.around(item));
        }
        log(1);
    } of (guard("first"), doubled(doubled(not_fused("items"), guard("inner")), guard("outer")))
}

// How the parameter is written.

pipeline! {
    by_a_type_parameter[T: Iterator<Item = i64>](first: Guard, items: T) {
        for item in items {
            yield_!(first.around(item));
        }
        log(1);
    } of (guard("first"), numbers("items"))
}

pipeline! {
    by_a_trait_object(first: Guard, items: Box<dyn Iterator<Item = i64>>) {
        for item in items {
            yield_!(first.around(item));
        }
        log(1);
    } of (guard("first"), Box::new(numbers("items")))
}

pipeline! {
    by_reference(items: &mut impl Iterator<Item = i64>, last: Guard) {
        for item in &mut *items {
            yield_!(item);
        }
        for item in items {
            yield_!(last.around(item));
        }
    } of (Box::leak(Box::new(not_fused("items"))), guard("last"))
}

pipeline! {
    in_a_pattern((items, last): (impl Iterator<Item = i64>, Guard), mut others: impl Iterator<Item = i64>) {
        for item in items {
            yield_!(last.around(item));
        }
        for other in others.by_ref() {
            yield_!(other);
        }
    } of ((numbers("items"), guard("last")), numbers("others"))
}

/// Says when it is made an iterator.
struct Iterable(&'static str);

impl IntoIterator for Iterable {
    type Item = i64;
    type IntoIter = Items<i64>;

    fn into_iter(self) -> Items<i64> {
        write("into_iter");
        numbers(self.0)
    }
}

pipeline! {
    made_an_iterator_by_the_loop(items: impl IntoIterator<Item = i64>, last: Guard) {
        log(1);
        for item in items {
            yield_!(last.around(item));
        }
        log(2);
    } of (Iterable("items"), guard("last"))
}

pipeline! {
    made_an_iterator_by_the_first_statement(items: impl IntoIterator<Item = i64>) {
        for item in items {
            yield_!(item);
        }
    } of (Iterable("items"))
}

// What the iterator does.

pipeline! {
    not_asked_again_after_its_end(items: impl Iterator<Item = i64>) {
        for item in items {
            yield_!(item);
        }
        log(1);
        yield_!(10);
    } of (not_fused("items"))
}

pipeline! {
    asked_again_only_by_the_body(mut items: impl Iterator<Item = i64>) {
        for _ in 0..2 {
            for item in items.by_ref() {
                yield_!(item);
            }
            log(1);
        }
        while let Some(item) = items.next() {
            yield_!(item);
        }
    } of (not_fused("items"))
}

pipeline! {
    panics_when_it_is_first_asked(first: Guard, items: impl Iterator<Item = i64>, _last: Guard) {
        let local = guard("local");
        for item in items {
            yield_!(first.around(local.around(item)));
        }
    } of (guard("first"), panics_at(0), guard("last"))
}

pipeline! {
    panics_when_it_is_asked_later(first: Guard, items: impl Iterator<Item = i64>, _last: Guard) {
        for item in items {
            let _inner = guard("inner");
            yield_!(first.around(item));
        }
    } of (guard("first"), panics_at(2), guard("last"))
}

pipeline! {
    panics_instead_of_ending(items: impl Iterator<Item = i64>) {
        for item in items {
            yield_!(item);
        }
    } of (panics_at(3))
}

pipeline! {
    panics_when_it_is_dropped(first: Guard, items: impl Iterator<Item = i64>, _last: Guard) {
        let local = guard("local");
        for item in items {
            yield_!(first.around(local.around(item)));
        }
        log(1);
    } of (guard("first"), panics_in_drop(), guard("last"))
}

pipeline! {
    panics_when_it_is_dropped_and_nothing_else_has_a_destructor(items: impl Iterator<Item = i64>) {
        for item in items {
            yield_!(item);
            if item == 1 {
                break;
            }
        }
        log(1);
        yield_!(10);
    } of (panics_in_drop())
}

pipeline! {
    panics_when_it_is_dropped_as_an_argument(first: Guard, items: impl Iterator<Item = i64>, last: Guard) {
        yield_!(last.around(1));
        if first.around(1) == 2 {
            for item in items {
                yield_!(item);
            }
        }
    } of (guard("first"), panics_in_drop(), guard("last"))
}

// Anonymous generators, which capture the iterator.

#[test]
fn captured_by_an_anonymous_generator() {
    fn plain(first: &Guard, items: Items<i64>) {
        for item in items {
            yield_!(first.around(item));
        }
        log(1);
    }
    let first = &guard("first");
    let make = || {
        let items = numbers("items");
        gen_!(move {
            for item in items {
                yield_!(first.around(item));
            }
            log(1);
        })
    };
    let expected = events(|| {
        plain(first, numbers("items"));
        write_item(None::<i64>);
    });
    assert_all_the_same(&expected, &make);
    assert_eq!(events(|| stop(make(), 0, Stop::Drop)), ["drop items"]);
    assert_eq!(events(|| stop(make(), 1, Stop::Drop)).last().unwrap(), "drop items");
}

// Methods.

struct Owner<I> {
    guard: Guard,
    items: I,
}

impl<I: Iterator<Item = i64>> Owner<I> {
    fn plain(self, last: Guard) {
        for item in self.items {
            yield_!(self.guard.around(last.around(item)));
        }
        log(1);
    }

    #[generator]
    fn movable(self, last: Guard) -> impl Iterator<Item = i64> {
        for item in self.items {
            yield_!(self.guard.around(last.around(item)));
        }
        log(1);
    }

    #[generator]
    fn closable(self, last: Guard) -> impl Generator<Yield = i64, Return = ()> {
        for item in self.items {
            yield_!(self.guard.around(last.around(item)));
        }
        log(1);
    }

    #[generator]
    fn pinned(self, last: Guard) -> impl PinGenerator<Yield = i64, Return = ()> {
        for item in self.items {
            yield_!(self.guard.around(last.around(item)));
        }
        log(1);
    }
}

#[test]
fn a_field_of_self() {
    let owner = || Owner { guard: guard("field"), items: numbers("items") };
    compare(
        || owner().plain(guard("last")),
        || owner().movable(guard("last")),
        || owner().closable(guard("last")),
        || Owned::new(owner().pinned(guard("last"))),
    );
}

// Generators that end with an error.

/// Compares a body with a plain function that has another: what it yields are `Ok`s.
macro_rules! try_pipeline {
    ($name:ident($($parameters:tt)*) $body:tt as $plain:tt of ($($argument:expr),*)) => {
        #[test]
        fn $name() {
            fn plain($($parameters)*) $plain
            #[try_generator]
            fn movable($($parameters)*) -> impl Iterator<Item = Result<i64, i64>> $body
            let expected = events(|| catch(|| {
                plain($($argument),*);
                write_item(None::<i64>);
            }));
            assert_all_the_same(&expected, &|| movable($($argument),*));
        }
    };
}

try_pipeline! {
    errors_of_items(first: Guard, items: impl Iterator<Item = i64>, last: Guard) {
        let _local = guard("local");
        for item in items {
            yield_!(first.around(last.around(item)));
            if item == 1 {
                Err(item)?;
            }
        }
        log(1);
    } as {
        let error = 'body: {
            let _first = first;
            let _last = last;
            let _local = guard("local");
            for item in items {
                yield_!(Ok::<_, i64>(item));
                if item == 1 {
                    break 'body Err::<i64, _>(item);
                }
            }
            log(1);
            return;
        };
        yield_!(error);
    } of (guard("first"), numbers("items"), guard("last"))
}

try_pipeline! {
    errors_to_the_end(items: impl Iterator<Item = i64>) {
        for item in items {
            yield_!(item);
        }
        log(1);
        return Err(7);
    } as {
        for item in items {
            yield_!(Ok::<_, i64>(item));
        }
        log(1);
        yield_!(Err::<i64, _>(7));
    } of (not_fused("items"))
}

#[test]
fn errors_half_way() {
    #[try_generator]
    fn checked(first: Guard, items: impl Iterator<Item = i64>, last: Guard) -> impl Iterator<Item = Result<i64, i64>> {
        for item in items {
            let item = if item < 2 { Ok(first.around(item)) } else { Err(last.around(item)) };
            yield_!(item?);
        }
    }
    let make = || checked(guard("first"), numbers("items"), guard("last"));
    let stopped = |count, how| events(|| stop(make(), count, how)).join(", ");
    let (none, some) = ("(0, None)", "(0, Some(0))");
    let two = format!("{none}, ask items, yield Ok(0), {none}, ask items, yield Ok(1)");
    assert_eq!(stopped(0, Stop::Drop), "drop last, drop items, drop first");
    assert_eq!(stopped(2, Stop::DropMoved), format!("{two}, drop items, drop last, drop first"));
    assert_eq!(stopped(2, Stop::Forget), two);
    let error = "ask items, drop items, drop last, drop first, yield Err(2)";
    assert_eq!(stopped(4, Stop::Drop), format!("{two}, {none}, {error}, {some}, end"));
}
