//! Generators that change places, or move, while they are suspended in a borrow of their own locals.
#![forbid(unsafe_code)]

use std::mem;

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{Generator, GeneratorState, LocalBoxGenerator, generator};

use crate::{Living, Value};

/// Suspends while a loop borrows `letters`.
#[generator]
fn letters(text: &'static str, value: Value) -> impl Iterator<Item = char> + Generator<Yield = char, Return = usize> {
    let letters: [Option<char>; 8] = std::array::from_fn(|at| text.chars().nth(at));
    for letter in letters.iter().flatten() {
        value.check();
        yield_!(*letter);
    }
    text.len()
}

#[generator]
fn letters_boxed(text: &'static str, value: Value) -> LocalBoxGenerator<'static, char> {
    let (first, rest) = text.split_at(1);
    let local = String::from(first);
    for letter in local.chars() {
        value.check();
        yield_!(letter);
    }
    if !rest.is_empty() {
        yield_from!(letters_boxed(rest, value));
    }
}

#[generator]
async fn letters_streamed(text: &'static str, value: Value) -> impl Stream<Item = char> {
    let letters: [Option<char>; 8] = std::array::from_fn(|at| text.chars().nth(at));
    for letter in letters.iter().flatten() {
        value.check();
        yield_!(*letter);
    }
}

#[test]
fn swapped_generators_go_on_where_they_were() {
    let living = Living::new();
    let (mut first, mut second) = (letters("abc", living.value()), letters("xyz", living.value()));
    assert_eq!((first.next(), second.next()), (Some('a'), Some('x')));
    mem::swap(&mut first, &mut second);
    assert_eq!((first.next(), second.next()), (Some('y'), Some('b')));
    let old = mem::replace(&mut first, letters("123", living.value()));
    assert_eq!((first.next(), second.next()), (Some('1'), Some('c')));
    assert_eq!(old.collect::<String>(), "z");
    assert_eq!(second.resume(()), GeneratorState::Complete(3));
    drop((first, second));
    assert_eq!(living.count(), 0);
}

#[test]
fn swapped_boxed_generators_take_their_frames_with_them() {
    let living = Living::new();
    let (mut first, mut second) = (letters_boxed("abc", living.value()), letters_boxed("xyz", living.value()));
    assert_eq!((first.nth(1), second.next()), (Some('b'), Some('x')));
    mem::swap(&mut first, &mut second);
    assert_eq!((first.next(), second.next()), (Some('y'), Some('c')));
    let old = mem::replace(&mut first, letters_boxed("1", living.value()));
    assert_eq!((first.next(), second.next()), (Some('1'), None));
    assert_eq!(old.collect::<String>(), "z");
    drop((first, second));
    assert_eq!(living.count(), 0);
}

#[test]
fn swapped_streams_take_their_links_with_them() {
    let living = Living::new();
    let (mut first, mut second) = (letters_streamed("abc", living.value()), letters_streamed("xyz", living.value()));
    assert_eq!(block_on(async { (first.next().await, second.next().await) }), (Some('a'), Some('x')));
    mem::swap(&mut first, &mut second);
    assert_eq!(block_on(async { (first.next().await, second.next().await) }), (Some('y'), Some('b')));
    drop(mem::replace(&mut first, letters_streamed("1", living.value())));
    assert_eq!(block_on(first.collect::<String>()), "1");
    assert_eq!(block_on(second.collect::<String>()), "c");
    assert_eq!(living.count(), 0);
}

#[test]
fn a_vector_of_suspended_generators_may_be_moved_and_sorted() {
    let living = Living::new();
    let mut generators = Vec::new();
    for text in ["delta", "alpha", "charlie", "bravo"] {
        let mut letters = letters(text, living.value());
        let first = letters.next().unwrap();
        generators.push((first, letters));
    }
    generators.sort_by_key(|&(first, _)| first);
    let words: Vec<String> =
        generators.into_iter().map(|(first, rest)| [first].into_iter().chain(rest).collect()).collect();
    assert_eq!(words, ["alpha", "bravo", "charlie", "delta"]);
    assert_eq!(living.count(), 0);
}

/// A delegate that the outer generator can get at is changed for another between two of its yields.
#[test]
fn a_borrowed_delegate_may_be_replaced_between_delegations() {
    #[generator]
    fn outer(living: Living) -> impl Iterator<Item = char> {
        let mut inner = letters_boxed("ab", living.value());
        yield_!(inner.next().unwrap());
        let mut other = mem::replace(&mut inner, letters_boxed("xy", living.value()));
        yield_from!(&mut inner);
        yield_from!(&mut other);
        assert_eq!((inner.next(), other.next()), (None, None));
    }
    let living = Living::new();
    assert_eq!(outer(living.clone()).collect::<String>(), "axyb");
    let mut half_way = outer(living.clone());
    assert_eq!(half_way.by_ref().take(3).collect::<String>(), "axy");
    drop(half_way);
    assert_eq!(living.count(), 0);
}
