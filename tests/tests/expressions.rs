//! Generators as expressions: `gen_!` and `gen_expr!`.

use std::cell::Cell;

use futures::StreamExt;
use futures::executor::block_on;
use gen_core::{Generator, GeneratorState, gen_, gen_expr};

fn sum_of(numbers: impl Iterator<Item = u32>) -> u32 {
    numbers.sum()
}

#[test]
fn a_generator_expression_is_an_argument() {
    assert_eq!(sum_of(gen_expr!(x * x for x in 1..=10 if x % 2 == 0)), 220);
}

#[test]
fn loops_nest_and_filters_follow_each_other() {
    let pairs = gen_expr!((x, y) for x in 0..4 if x != 1 if x != 2 for y in 0..x if y % 2 == 0);
    assert_eq!(pairs.collect::<Vec<_>>(), [(3, 0), (3, 2)]);
}

#[test]
fn a_range_without_an_end_is_parenthesized() {
    let multiples = gen_expr!(n for n in (1..) if n % 3 == 0);
    assert_eq!(multiples.take(3).collect::<Vec<_>>(), [3, 6, 9]);
    let pairs = gen_expr!((x, y) for x in 0..2 for y in (1..) if x == 0);
    assert_eq!(pairs.take(2).collect::<Vec<_>>(), [(0, 1), (0, 2)]);
}

#[test]
fn parentheses_stay_around_struct_literals() {
    struct S {
        n: u32,
    }
    let filtered = gen_expr!(x for x in [1, 2] if (S { n: x }.n > 1) if x == (S { n: 2 }.n));
    assert_eq!(filtered.collect::<Vec<_>>(), [2]);
    let ranges =
        gen_expr!(S { n: x + y }.n for x in (S { n: 1 }.n..2) for y in (S { n: x }.n..4) for _ in (S { n: y }.n..=y));
    assert_eq!(ranges.collect::<Vec<_>>(), [2, 3, 4]);
}

#[test]
fn patterns_bind_and_if_let_filters() {
    let ages = [("ann", Some(3)), ("bob", None), ("eve", Some(5))];
    let known = gen_expr!((name.len(), age) for (name, age) in &ages if let Some(age) = age);
    assert_eq!(known.collect::<Vec<_>>(), [(3, &3), (3, &5)]);
}

#[test]
fn the_first_iterable_is_evaluated_at_once_and_the_rest_lazily() {
    let log = Cell::new("");
    let step = |name| log.set(name);
    let mut items =
        gen_expr!({ step("item"); x + y } for x in { step("first"); [1, 2] } for y in { step("second"); [10] });
    assert_eq!(log.get(), "first");
    assert_eq!(items.next(), Some(11));
    assert_eq!(log.get(), "item");
    log.set("");
    drop(items);
    assert_eq!(log.get(), "");
}

#[test]
fn what_is_used_is_borrowed() {
    let words = vec!["a b".to_owned(), "c".to_owned()];
    let mut count = 0;
    let mut parts = gen_!({
        for word in &words {
            for part in word.split(' ') {
                count += 1;
                yield_!(part);
            }
        }
    });
    assert_eq!(parts.next(), Some("a"));
    assert_eq!(parts.by_ref().collect::<Vec<_>>(), ["b", "c"]);
    drop(parts);
    assert_eq!((count, words.len()), (3, 2));
}

#[test]
fn move_captures_by_value() {
    fn multiples(n: u32) -> impl Iterator<Item = u32> + Send {
        gen_expr!(move n * x for x in 0..3)
    }
    fn lengths(words: Vec<String>) -> impl Iterator<Item = usize> {
        gen_!(move {
            for word in words {
                yield_!(word.len());
            }
        })
    }
    assert_eq!(multiples(7).collect::<Vec<_>>(), [0, 7, 14]);
    assert_eq!(lengths(vec!["four".to_owned()]).collect::<Vec<_>>(), [4]);
}

#[test]
fn a_block_is_a_generator_with_a_return_value() {
    let mut generator = gen_!({
        yield_!("12".parse::<u32>()?);
        yield_!("x".parse::<u32>()?);
        Ok::<_, std::num::ParseIntError>(())
    });
    assert_eq!(generator.resume(()), GeneratorState::Yielded(12));
    assert!(matches!(generator.resume(()), GeneratorState::Complete(Err(_))));
}

#[test]
fn a_block_delegates_and_yields_in_other_macros() {
    let inner = gen_expr!(x for x in [1, 2]);
    let items = gen_!({
        yield_from!(inner);
        assert_eq!(yield_!(3), ());
        let _ = vec![yield_!(4), yield_!(5)];
    });
    assert_eq!(items.collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
}

#[test]
fn an_async_block_is_a_stream() {
    block_on(async {
        let offset = 10;
        let mut items = gen_!(async {
            for n in 0..2 {
                yield_!(std::future::ready(n + offset).await);
            }
        });
        assert_eq!(items.next().await, Some(10));
        assert_eq!(items.next().await, Some(11));
        assert_eq!(items.next().await, None);
        let moved = gen_!(async move {
            #[for_await]
            for n in futures::stream::iter([1, 2]) {
                yield_!(n * offset);
            }
        });
        assert_eq!(moved.collect::<Vec<_>>().await, [10, 20]);
    });
}

#[test]
fn a_generator_expression_holds_an_iterator_that_is_copy() {
    #[derive(Clone, Copy)]
    struct Three(u32);
    #[expect(clippy::copy_iterator, reason = "this is what the test is about")]
    impl Iterator for Three {
        type Item = u32;
        fn next(&mut self) -> Option<u32> {
            self.0 += 1;
            (self.0 <= 3).then_some(self.0)
        }
    }
    fn doubled() -> impl Iterator<Item = u32> {
        gen_expr!(2 * x for x in Three(0))
    }
    assert_eq!(doubled().collect::<Vec<_>>(), [2, 4, 6]);
}

#[test]
fn a_block_that_never_ends_is_an_iterator() {
    let mut next = 0;
    let numbers = gen_!({
        loop {
            yield_!(next);
            next += 1;
        }
    });
    assert_eq!(numbers.take(3).collect::<Vec<_>>(), [0, 1, 2]);
    let stream = gen_!(async {
        loop {
            yield_!(std::future::ready(7).await);
        }
    });
    assert_eq!(block_on(stream.take(2).collect::<Vec<_>>()), [7, 7]);
}

#[test]
fn what_a_block_returns_is_kept_by_iter() {
    let mut numbers = gen_!({
        yield_!(1);
        yield_!(2);
        "done"
    });
    let mut items = numbers.iter();
    assert_eq!(items.by_ref().sum::<u32>(), 3);
    assert_eq!(items.into_return(), Some("done"));
}

#[test]
fn a_block_without_a_yield_yields_units() {
    assert_eq!(gen_!({}).collect::<Vec<()>>(), []);
    let (mut runs, mut yielded) = (0, 0);
    let empty = gen_!({
        runs += 1;
        assert_ne!(runs, 2, "{}", line!());
        let inner = vec![gen_!({ yield_!(1) }).count(), gen_expr!(x for x in [1, 2]).count()];
        assert_eq!(inner, [1, 2]);
    });
    for () in empty {
        yielded += 1;
    }
    assert_eq!(yielded, 0);
    assert_eq!(runs, 1);
    let empty = gen_!(async {
        assert_eq!(std::future::ready(1).await, 1);
    });
    assert_eq!(block_on(empty.collect::<Vec<()>>()), []);
}

#[test]
fn a_yield_that_hides_in_a_macro_is_none_that_is_not_there() {
    macro_rules! emit {
        ($value:expr) => {
            yield_!($value)
        };
    }
    assert_eq!(gen_!({ emit!(3) }).collect::<Vec<_>>(), [3]);
    assert_eq!(gen_!({ assert_eq!(emit!(4), ()) }).collect::<Vec<_>>(), [4]);
    assert_eq!(
        gen_!({
            let _ = vec![yield_!(5)];
        })
        .collect::<Vec<_>>(),
        [5]
    );
    assert_eq!(gen_!({ yield_from!([6]) }).collect::<Vec<_>>(), [6]);
}
