//! Conversions of the standard library that carry a value to another place, with a generator in it that has started and
//! borrows its own locals. What lies behind a trait object moves, too: `Rc::from` copies it out of its box.
#![forbid(unsafe_code)]

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::iter::FusedIterator;
use std::mem::{self, ManuallyDrop};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Waker};

use futures::stream::LocalBoxStream;
use futures::{Stream, StreamExt};
use gen_core::{AsyncGenerator, Generator, GeneratorState, LocalBoxGenerator, PinGenerator, generator};

use crate::{Living, Value};

const TEXT: &str = "conversions";

/// Generators that suspend while a loop borrows `letters`, a local.
macro_rules! letters {
    ($($name:ident -> $output:ty;)*) => {
        $(
            #[generator]
            fn $name(value: Value) -> $output {
                letters!(value)
            }
        )*
    };
    (async $($name:ident -> $output:ty;)*) => {
        $(
            #[generator]
            async fn $name(value: Value) -> $output {
                letters!(value)
            }
        )*
    };
    ($value:ident) => {{
        let letters: [Option<char>; 16] = std::array::from_fn(|at| TEXT.chars().nth(at));
        for letter in letters.iter().flatten() {
            $value.check();
            yield_!(*letter);
        }
    }};
}

letters! {
    iterator -> impl Iterator<Item = char>;
    movable -> impl Generator<Yield = char, Return = ()>;
    pinned -> impl PinGenerator<Yield = char, Return = ()>;
    dyn_iterator -> Box<dyn Iterator<Item = char>>;
    dyn_fused -> Box<dyn FusedIterator<Item = char>>;
    dyn_generator -> Box<dyn Generator<Yield = char, Return = ()>>;
    dyn_unpin -> Box<dyn Iterator<Item = char> + Unpin>;
    boxed -> LocalBoxGenerator<'static, char>;
}

letters! {
    async
    stream -> impl Stream<Item = char>;
    async_generator -> impl AsyncGenerator<Yield = char, Return = ()>;
    boxed_stream -> LocalBoxStream<'static, char>;
    dyn_stream -> Pin<Box<dyn Stream<Item = char>>>;
}

fn resume(generator: &mut (impl Generator<Yield = char, Return = ()> + ?Sized)) -> Option<char> {
    generator.resume(()).yielded()
}

fn poll(stream: &mut (impl Stream<Item = char> + Unpin + ?Sized)) -> Option<char> {
    match stream.poll_next_unpin(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(item) => item,
        Poll::Pending => panic!("it awaits nothing"),
    }
}

fn poll_resume(generator: &mut (impl AsyncGenerator<Yield = char, Return = ()> + Unpin)) -> Option<char> {
    match Pin::new(generator).poll_resume(&mut Context::from_waker(Waker::noop()), &mut Some(())) {
        Poll::Ready(GeneratorState::Yielded(letter)) => Some(letter),
        Poll::Ready(GeneratorState::Complete(())) => None,
        Poll::Pending => panic!("it awaits nothing"),
    }
}

/// Takes the place of what has been freed.
fn overwrite_freed_memory() {
    for words in 1..64 {
        drop(vec![usize::MAX; words]);
    }
}

/// Carries a generator with `convert` after its first item, and asks the rest of where it is then; or drops it there.
fn assert_goes_on<P, Q>(
    make: impl Fn(Value) -> P,
    first: impl Fn(&mut P) -> Option<char>,
    convert: impl Fn(P) -> Q,
    next: impl Fn(&mut Q) -> Option<char>,
) {
    let living = Living::new();
    for items in 0..=TEXT.len() {
        let mut generator = make(living.value());
        let mut letters = Vec::from_iter(first(&mut generator));
        let mut carried = convert(generator);
        overwrite_freed_memory();
        letters.extend((0..items).map_while(|_| next(&mut carried)));
        drop(carried);
        assert!(letters.iter().copied().eq(TEXT.chars().take(items + 1)), "{letters:?}");
        assert_eq!(living.count(), 0);
    }
}

/// The conversions that give the value back.
fn conversions<G: Unpin + 'static>() -> Vec<fn(G) -> G> {
    vec![
        |generator| *Box::new(generator),
        |generator| Rc::try_unwrap(Rc::new(generator)).ok().unwrap(),
        |generator| Arc::into_inner(Arc::new(generator)).unwrap(),
        |generator| Rc::into_inner(Rc::from(Box::new(generator))).unwrap(),
        |generator| Arc::into_inner(Arc::from(Box::new(generator))).unwrap(),
        |generator| *(Box::new(generator) as Box<dyn Any>).downcast().unwrap(),
        |generator| {
            Rc::into_inner(Rc::<dyn Any>::from(Box::new(generator) as Box<dyn Any>).downcast().unwrap()).unwrap()
        },
        |generator| *Pin::into_inner(Box::into_pin(Box::new(generator))),
        |generator| Rc::into_inner(Pin::into_inner(Rc::pin(generator))).unwrap(),
        |generator| Pin::into_inner(Pin::new(&mut Some(generator))).take().unwrap(),
        |generator| (Box::new(|| generator) as Box<dyn FnOnce() -> G>)(),
        |generator| vec![generator].into_boxed_slice().into_iter().next().unwrap(),
        |generator| Vec::from(Box::new([generator]) as Box<[G]>).pop().unwrap(),
        |generator| Rc::get_mut(&mut Rc::<[_]>::from(vec![Some(generator)])).unwrap()[0].take().unwrap(),
        |generator| {
            let slice: Box<[_]> = Box::new([None, Some(generator)]);
            Arc::get_mut(&mut Arc::<[_]>::from(slice)).unwrap()[1].take().unwrap()
        },
        |generator| [generator].map(Some).map(|moved| moved).into_iter().flatten().next().unwrap(),
        |generator| <[G; 1]>::try_from(vec![generator]).ok().unwrap().into_iter().next().unwrap(),
        |generator| {
            let mut many = vec![None, None, Some(generator), None];
            many.rotate_left(1);
            many.swap(0, 1);
            many.sort_by_key(Option::is_some);
            many.reserve(100);
            many.retain(Option::is_some);
            many.shrink_to_fit();
            many.split_off(0).drain(..).next().flatten().unwrap()
        },
        |generator| {
            let mut queue = VecDeque::from([Some(generator), None]);
            queue.rotate_left(1);
            queue.push_front(None);
            queue.make_contiguous().reverse();
            queue.into_iter().flatten().next().unwrap()
        },
        |generator| mem::take(&mut Some(generator)).unwrap(),
        |generator| Cell::new(Some(generator)).replace(None).unwrap(),
        |generator| RefCell::new(Some(generator)).take().unwrap(),
        |generator| Mutex::new(generator).into_inner().unwrap(),
        |generator| ManuallyDrop::into_inner(ManuallyDrop::new(generator)),
        |generator| {
            let (sender, receiver) = mpsc::channel();
            sender.send(generator).unwrap();
            receiver.recv().unwrap()
        },
    ]
}

/// All of them, each after the first item, and all together after that.
fn assert_can_be_carried<G: Unpin + 'static>(make: fn(Value) -> G, next: fn(&mut G) -> Option<char>) {
    for conversion in conversions() {
        assert_goes_on(make, next, conversion, next);
    }
    let all = |generator| conversions().into_iter().fold(generator, |generator, conversion| conversion(generator));
    assert_goes_on(make, next, all, next);
}

#[test]
fn a_movable_generator_may_be_carried_anywhere() {
    assert_can_be_carried(iterator, Iterator::next);
    assert_can_be_carried(movable, resume);
    assert_can_be_carried(boxed, Iterator::next);
}

#[test]
fn a_movable_stream_may_be_carried_anywhere() {
    assert_can_be_carried(stream, poll);
    assert_can_be_carried(async_generator, poll_resume);
}

/// A pin of a box is movable; what it points to is not.
#[test]
fn a_box_may_be_carried_anywhere() {
    assert_can_be_carried(dyn_iterator, Iterator::next);
    assert_can_be_carried(dyn_fused, Iterator::next);
    assert_can_be_carried(dyn_generator, resume);
    assert_can_be_carried(|value| Pin::into_inner(Box::into_pin(dyn_unpin(value))), Iterator::next);
    assert_can_be_carried(boxed_stream, poll);
    assert_can_be_carried(dyn_stream, poll);
    assert_can_be_carried(|value| Box::pin(pinned(value)), resume);
}

/// The value leaves its box, though nothing knows its size.
fn assert_may_leave_its_box<T: ?Sized>(make: fn(Value) -> Box<T>, next: fn(&mut T) -> Option<char>) {
    let first = |boxed: &mut Box<T>| next(boxed);
    assert_goes_on(make, first, Rc::from, |rc: &mut Rc<T>| next(Rc::get_mut(rc).unwrap()));
    assert_goes_on(make, first, Arc::from, |arc: &mut Arc<T>| next(Arc::get_mut(arc).unwrap()));
}

#[test]
fn what_lies_behind_a_trait_object_may_leave_its_box() {
    assert_may_leave_its_box(dyn_iterator, Iterator::next);
    assert_may_leave_its_box(dyn_fused, Iterator::next);
    assert_may_leave_its_box(dyn_generator, resume);
    assert_may_leave_its_box(dyn_unpin, Iterator::next);
}

/// Trait objects of the caller's own making.
#[test]
fn what_a_caller_has_put_behind_a_trait_object_may_leave_its_box() {
    assert_may_leave_its_box::<dyn Iterator<Item = char>>(|value| Box::new(iterator(value)), Iterator::next);
    assert_may_leave_its_box::<dyn Iterator<Item = char>>(|value| Box::new(boxed(value)), Iterator::next);
    assert_may_leave_its_box::<dyn Stream<Item = char> + Unpin>(|value| Box::new(stream(value)), poll);
    assert_may_leave_its_box::<dyn Stream<Item = char> + Unpin>(|value| Box::new(dyn_stream(value)), poll);
    assert_may_leave_its_box::<RefCell<dyn Iterator<Item = char>>>(
        |value| Box::new(RefCell::new(iterator(value))),
        |cell| cell.get_mut().next(),
    );
    let unpin = |value| Pin::into_inner(Box::pin(stream(value)) as Pin<Box<dyn Stream<Item = char> + Unpin>>);
    assert_may_leave_its_box(unpin, poll);
}

/// A slice is copied as a whole.
#[test]
fn what_lies_in_a_slice_may_leave_its_box() {
    assert_may_leave_its_box::<[_]>(|value| Box::new([iterator(value)]), |slice| slice[0].next());
    assert_may_leave_its_box::<[_]>(|value| Box::new([boxed(value)]), |slice| slice[0].next());
    assert_may_leave_its_box::<[_]>(|value| Box::new([stream(value)]), |slice| poll(&mut slice[0]));
    assert_may_leave_its_box(|value| vec![iterator(value)].into_boxed_slice(), |slice| slice[0].next());
}

/// What is to be pinned may be carried anywhere before that.
#[test]
fn a_generator_that_is_to_be_pinned_may_be_carried_before() {
    let make = |value| Box::pin(*Box::new([pinned(value)].map(Some)[0].take().unwrap()));
    assert_goes_on(make, resume, |pinned| [pinned], |pinned| resume(&mut pinned[0]));
    let living = Living::new();
    let unstarted: Rc<dyn PinGenerator<Yield = char, Return = ()>> =
        Rc::from(Box::new(pinned(living.value())) as Box<_>);
    drop(unstarted);
    assert_eq!(living.count(), 0);
}

/// A trait of that name whose trait objects know the size of what they are made of.
#[test]
fn another_trait_named_iterator_may_move_the_generator_out_of_its_box() {
    mod own {
        pub(super) trait Iterator {
            type Item;
            fn next(&mut self) -> Option<Self::Item>;
            fn carried(self: Box<Self>) -> Box<dyn Iterator<Item = Self::Item>>;
        }
        impl<I: std::iter::Iterator + 'static> Iterator for I {
            type Item = I::Item;
            fn next(&mut self) -> Option<I::Item> {
                std::iter::Iterator::next(self)
            }
            fn carried(self: Box<Self>) -> Box<dyn Iterator<Item = I::Item>> {
                let mut place = [Some(*self), None];
                place.swap(0, 1);
                let [first, second] = place;
                Box::new(first.or(second).unwrap())
            }
        }
    }
    #[generator]
    fn of_another_trait(value: Value) -> Box<dyn own::Iterator<Item = char>> {
        letters!(value);
    }
    type Letters = Box<dyn own::Iterator<Item = char>>;
    let next = |boxed: &mut Letters| own::Iterator::next(&mut **boxed);
    assert_goes_on(of_another_trait, next, own::Iterator::carried, next);
    assert_may_leave_its_box(of_another_trait, own::Iterator::next);
}
