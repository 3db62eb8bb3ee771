//! Recursion: the same at every depth, on a small stack.

use gen_core::{BoxGenerator, Generator, GeneratorState, GeneratorStatus, LocalBoxGenerator, generator};
use gen_tests::Log;
use gen_tests::recursive::{List, walk_uneven};

/// Miri takes a thousand times as long for a step.
const DEPTH: usize = if cfg!(miri) { 1_000 } else { 1_000_000 };

#[generator]
fn walk(list: &List, node: usize) -> LocalBoxGenerator<'_, usize> {
    yield_!(node);
    if let Some(next) = list.next[node] {
        yield_from!(walk(list, next));
    }
    yield_!(node);
}

#[generator]
fn walk_send(list: &List, node: usize) -> BoxGenerator<'_, usize, (), usize> {
    yield_!(node);
    match list.next[node] {
        Some(next) => yield_from!(walk_send(list, next)) + 1,
        None => 1,
    }
}

fn on_a_small_stack(act: impl FnOnce() + Send + 'static) {
    on_a_stack_of(64 * 1024, act);
}

fn on_a_stack_of(bytes: usize, act: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(bytes).spawn(act).unwrap().join().unwrap();
}

#[test]
fn a_million_levels_by_for() {
    on_a_small_stack(|| {
        let list = List::new(DEPTH);
        let (mut count, mut sum) = (0, 0);
        for node in walk(&list, 0) {
            count += 1;
            sum += node;
        }
        assert_eq!((count, sum), (2 * DEPTH, DEPTH * (DEPTH - 1)));
    });
}

#[test]
fn a_million_levels_by_fold() {
    on_a_small_stack(|| {
        let list = List::new(DEPTH);
        let (count, sum) = walk(&list, 0).fold((0, 0), |(count, sum), node| (count + 1, sum + node));
        assert_eq!((count, sum), (2 * DEPTH, DEPTH * (DEPTH - 1)));
    });
}

#[test]
fn a_million_levels_dropped_half_way() {
    on_a_small_stack(|| {
        let list = List::new(DEPTH);
        let mut walk = walk(&list, 0);
        assert_eq!(walk.nth(DEPTH - 1), Some(DEPTH - 1));
        drop(walk);
    });
}

#[test]
fn a_million_levels_abandoned_in_the_middle_of_a_fold() {
    on_a_small_stack(|| {
        let list = List::new(DEPTH);
        let message = gen_tests::panic_message(|| {
            walk(&list, 0).for_each(|node| assert!(node < DEPTH - 1, "the last node"));
        });
        assert_eq!(message.as_deref(), Some("the last node"));
    });
}

#[test]
fn a_million_return_values() {
    on_a_small_stack(|| {
        let list = List::new(DEPTH);
        let mut walk = walk_send(&list, 0);
        let mut items = walk.iter();
        assert_eq!(items.by_ref().count(), DEPTH);
        assert_eq!(items.into_return(), Some(DEPTH));
    });
}

#[test]
fn a_started_child_is_handed_over_with_its_frames() {
    #[generator]
    fn outer(started: LocalBoxGenerator<'_, usize>) -> LocalBoxGenerator<'_, usize> {
        yield_from!(started);
        yield_!(100);
    }
    let list = List::new(5);
    let mut started = walk(&list, 0);
    let first: Vec<_> = started.by_ref().take(3).collect();
    let rest: Vec<_> = outer(started).collect();
    assert_eq!(first, [0, 1, 2]);
    assert_eq!(rest, [3, 4, 4, 3, 2, 1, 0, 100]);
}

/// A tree of the shape that `seed` says, whose nodes are walked by children of several sizes, some of them started
/// before they are delegated to.
#[generator]
fn uneven(seed: u64, depth: u32) -> LocalBoxGenerator<'static, u64> {
    for turn in 0..seed % 4 {
        let next = seed / 4 + turn * 7;
        yield_!(next);
        if depth == 0 {
            continue;
        }
        let mut child = if turn == 1 { wide(next, depth - 1) } else { uneven(next, depth - 1) };
        if next % 3 == 0 {
            for item in child.by_ref().take((next % 5) as usize) {
                yield_!(item);
            }
        }
        if child.status() != GeneratorStatus::Finished {
            yield_from!(child);
        }
    }
}

#[generator]
fn wide(seed: u64, depth: u32) -> LocalBoxGenerator<'static, u64> {
    let locals = [seed; 200];
    yield_from!(uneven(seed, depth));
    yield_!(locals.iter().sum());
}

#[test]
fn frames_of_several_sizes_come_and_go() {
    for seed in 0..if cfg!(miri) { 50 } else { 2_000 } {
        let mut expected = Vec::new();
        walk_uneven(seed, 6, &mut expected);
        assert_eq!(uneven(seed, 6).collect::<Vec<_>>(), expected, "by fold, of {seed}");
        let mut walk = uneven(seed, 6);
        assert!((&mut walk).take(expected.len() / 2).eq(expected.drain(..expected.len() / 2)), "by next, of {seed}");
        assert_eq!(walk.collect::<Vec<_>>(), expected, "by fold, of the rest of {seed}");
    }
}

#[test]
fn an_aligned_local_is_aligned_at_every_depth() {
    #[repr(align(256))]
    struct Aligned(usize);

    #[generator]
    fn nested(depth: usize) -> LocalBoxGenerator<'static, usize> {
        let local = Aligned(depth);
        yield_!((&raw const local).addr() % 256);
        if depth > 0 {
            yield_from!(nested(depth - 1));
        }
        yield_!(local.0);
    }
    let expected: Vec<usize> = [0; 50].into_iter().chain(0..50).collect();
    assert_eq!(nested(49).collect::<Vec<_>>(), expected);
    let mut suspended = nested(49);
    assert!(suspended.by_ref().take(75).eq(expected.into_iter().take(75)));
}

#[test]
fn a_child_in_a_plain_generator_drives_itself() {
    #[generator]
    fn plain(list: &List) -> impl Generator<Yield = usize, Return = usize> + Iterator<Item = usize> {
        yield_!(100);
        yield_from!(walk_send(list, 0))
    }
    let list = List::new(4);
    assert_eq!(plain(&list).collect::<Vec<_>>(), [100, 0, 1, 2, 3]);
    let mut generator = plain(&list);
    for expected in [100, 0, 1, 2, 3] {
        assert_eq!(generator.resume(()), GeneratorState::Yielded(expected));
    }
    assert_eq!(generator.resume(()), GeneratorState::Complete(4));
}

#[test]
fn a_plain_generator_between_boxed_ones_shares_the_frame_stack() {
    #[generator]
    fn boxed(log: Log, depth: u32) -> LocalBoxGenerator<'static, u32, u32, u32> {
        let _local = log.noisy("boxed");
        let mut sum = yield_!(depth);
        if depth > 0 {
            sum += yield_from!(plain(log.clone(), depth - 1));
        }
        sum
    }
    #[generator]
    fn plain(log: Log, depth: u32) -> impl Generator<u32, Yield = u32, Return = u32> {
        let _local = log.noisy("plain");
        yield_from!(boxed(log.clone(), depth)) * 10
    }
    let log = Log::new();
    let mut generator = plain(log.clone(), 2);
    assert_eq!(generator.start(), Ok(GeneratorState::Yielded(2)));
    assert_eq!(generator.send(1), Ok(GeneratorState::Yielded(1)));
    assert_eq!(generator.send(2), Ok(GeneratorState::Yielded(0)));
    assert_eq!(generator.send(3), Ok(GeneratorState::Complete(3210)));
    assert_eq!(log.take(), "boxed plain boxed plain boxed plain");

    let mut generator = boxed(log.clone(), 2);
    assert_eq!(generator.start(), Ok(GeneratorState::Yielded(2)));
    assert_eq!(generator.send(1), Ok(GeneratorState::Yielded(1)));
    assert_eq!(log.take(), "");
    drop(generator);
    assert_eq!(log.take(), "boxed plain boxed");
}

#[generator]
fn halves(n: u32) -> impl Generator<Yield = u32, Return = usize> {
    yield_!(n);
    if n == 0 { 0 } else { yield_from!(halves_send(n / 2)) + 1 }
}

#[generator]
fn halves_send(n: u32) -> impl Generator<Yield = u32, Return = usize> + Send {
    yield_!(n);
    if n == 0 { 0 } else { yield_from!(halves_send(n / 2)) + 1 }
}

#[test]
fn an_opaque_generator_may_recurse() {
    let mut generator = halves(20);
    let mut iter = generator.iter();
    assert_eq!(iter.by_ref().collect::<Vec<_>>(), [20, 10, 5, 2, 1, 0]);
    assert_eq!(iter.into_return(), Some(5));
}

#[generator]
fn even(n: u32) -> impl Iterator<Item = u32> {
    yield_!(n);
    if n < 6 {
        yield_from!(odd(n + 1));
    }
}

#[generator]
fn odd(n: u32) -> impl Iterator<Item = u32> {
    for item in even(n + 1) {
        yield_!(item);
    }
}

#[test]
fn two_opaque_generators_may_recurse() {
    assert_eq!(even(0).collect::<Vec<_>>(), [0, 2, 4, 6]);
    assert_eq!(even(0).sum::<u32>(), 12);
}

/// What a body uses between two yields does not lie in its frame, but on the native stack: once, however deep it is.
#[test]
#[expect(clippy::large_stack_arrays, reason = "it is to lie on the stack")]
fn bodies_that_need_much_of_the_native_stack_do_not_lie_there_together() {
    const BUFFER: usize = 512 * 1024;

    #[generator]
    fn visit(depth: u32) -> BoxGenerator<'static, u32> {
        std::hint::black_box(&mut [0_u8; BUFFER]);
        if depth > 0 {
            yield_from!(visit(depth - 1));
        }
        yield_!(depth);
    }

    on_a_stack_of(BUFFER * 5 / 2, || assert_eq!(visit(20).sum::<u32>(), 210));
    on_a_stack_of(BUFFER * 5 / 2, || assert!(visit(20).eq(0..=20)));
}
