//! Fragments of a user's `macro_rules!`, as `$e:expr`, mean in a generator what they mean in a function: each body here
//! is that of a function and of every kind of generator, and the values are compared.
#![deny(warnings)]
#![allow(
    clippy::all,
    clippy::pedantic,
    reason = "the fragments are constants, which clippy would simplify, in a function as in a generator"
)]

use std::cell::Cell;
use std::fmt::Debug;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::executor::block_on;
use futures::{Stream, StreamExt};
use gen_core::{Generator, GeneratorState, gen_, gen_expr, generator};

macro_rules! parsed_again {
    ($value:expr) => {
        $value
    };
}

/// The value of a body, the same in a function and in every kind of generator.
macro_rules! value_of_body {
    ($type:ty, { $($body:tt)* }) => {{
        fn plain() -> $type { $($body)* }

        #[generator]
        fn generator() -> impl Generator<Yield = $type, Return = $type> {
            yield_!({ $($body)* });
            parsed_again!(yield_!({ $($body)* }));
            $($body)*
        }

        #[generator]
        async fn stream() -> impl Stream<Item = $type> {
            let value: $type = { $($body)* };
            yield_!(value);
        }

        let block = gen_!({
            let value: $type = { $($body)* };
            yield_!(value);
        });

        let value = plain();
        assert_eq!(generator().iter().collect::<Vec<$type>>(), vec![value.clone(); 2]);
        assert_eq!(returned(generator()), value);
        assert_eq!(last(block_on(stream().collect::<Vec<_>>())), value);
        assert_eq!(last(block), value);
        value
    }};
}

/// The value of an expression, the same wherever an expression can be.
macro_rules! value_of {
    ($type:ty, $($value:tt)*) => {{
        fn plain() -> $type { $($value)* }

        #[generator]
        fn generator() -> impl Generator<Yield = $type, Return = $type> {
            yield_!($($value)*);
            yield_from!(Some($($value)*));
            parsed_again!(yield_!($($value)*));
            for value in vec![$($value)*] {
                yield_!(value);
            }
            let value: $type = parsed_again!($($value)*);
            assert_eq!(value, $($value)*, "it is {:?}", $($value)*);
            let value: $type = $($value)*;
            yield_!(value);
            $($value)*
        }

        let value = plain();
        assert_eq!(generator().iter().collect::<Vec<$type>>(), vec![value.clone(); 5]);
        assert_eq!(returned(generator()), value);
        assert_eq!(last::<$type>(gen_!({ yield_!($($value)*); })), value);
        assert_eq!(last::<$type>(gen_expr!($($value)* for _ in 0..1)), value);
        value
    }};
}

fn last<T>(items: impl IntoIterator<Item = T>) -> T {
    items.into_iter().last().expect("it yields an item")
}

fn returned<Y, T>(mut generator: impl Generator<Yield = Y, Return = T>) -> T {
    loop {
        if let GeneratorState::Complete(value) = generator.resume(()) {
            return value;
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct S {
    n: u32,
}

impl S {
    fn is_even(self) -> bool {
        self.n % 2 == 0
    }
}

#[derive(Debug, PartialEq)]
enum Side {
    Left(u32),
    Right(u32),
}

macro_rules! binary {
    ($e:expr, $f:expr) => {
        [
            value_of!(i64, $e * 2),
            value_of!(i64, 2 * $e),
            value_of!(i64, 100 - $e),
            value_of!(i64, $e - $f),
            value_of!(i64, $e / $f % $e),
            value_of!(i64, $e << $f & $e),
            value_of!(i64, ($e) * ($f)),
            value_of!(i64, $e),
            value_of!(i64, 4 + $e),
        ]
    };
}

#[test]
fn binary_operators() {
    assert_eq!(binary!(1 + 2, 3 - 1), [6, 6, 97, 1, 1, 0, 6, 3, 7]);
    assert_eq!(binary!(6 & 3, 1 | 2), [4, 4, 98, -1, 0, 0, 6, 2, 6]);
    assert_eq!(binary!(7i32 as i64, -3 + 4), [14, 14, 93, 6, 0, 6, 7, 7, 11]);
}

/// Behind a label, `!` is no part of a macro's call.
macro_rules! negation {
    ($e:expr) => {
        [
            value_of!(bool, !($e * 2 == 6)),
            value_of!(bool, { 'label: { break 'label !($e * 2 == 6) } }),
            value_of!(bool, {
                'label: loop {
                    break 'label !($e * 2 == 6);
                }
            }),
        ]
    };
}

#[test]
fn negation() {
    assert_eq!(negation!(1 + 2), [false; 3]);
    assert_eq!(negation!(3 - 1), [true; 3]);
}

macro_rules! unary {
    ($e:expr, $condition:expr, $reference:expr) => {
        (
            value_of!(i64, -$e),
            value_of!(i64, !$e),
            value_of!(bool, !$condition),
            value_of_body!(bool, {
                let not = || return !($condition || $condition);
                not()
            }),
            value_of!(i64, *$reference),
            value_of!(i64, *&$e),
            value_of!(u64, $e as u64),
            value_of!(i64, -$e as i64),
        )
    };
}

#[test]
fn unary_operators() {
    assert_eq!(unary!(1 + 2, true && false, &4i64 as &i64), (-3, -4, true, true, 4, 3, 3, -3));
    assert_eq!(unary!(-1 + 2, 1 == 2, &(2 + 3)), (-1, -2, true, true, 5, 1, 1, -1));
}

macro_rules! logical {
    ($e:expr, $f:expr) => {
        [
            value_of!(bool, $e < $f),
            value_of!(bool, $e == $f),
            value_of!(bool, $e && $f),
            value_of!(bool, $e || !$f),
            value_of!(bool, !$e == $f),
            value_of!(bool, $e & $f ^ $e),
        ]
    };
}

#[test]
fn logical_operators() {
    assert_eq!(logical!(false || true, true && false), [false, false, false, true, true, true]);
    assert_eq!(logical!(true && false, true || false), [true, false, false, false, true, false]);
    assert_eq!(logical!(true, false || false), [false, false, false, true, true, true]);
}

macro_rules! around_blocks {
    ($e:expr) => {
        [
            value_of!(u32, 2 * $e),
            value_of!(u32, 2 + $e * 3),
            value_of!(u32, {
                let value = $e + 1;
                value
            }),
            value_of!(u32, S { n: $e + 2 }.n),
            value_of_body!(u32, {
                let _ = 1;
                $e
            }),
        ]
    };
}

#[test]
fn blocks() {
    assert_eq!(around_blocks!(if true { 1 } else { 2 }), [2, 5, 2, 3, 1]);
    assert_eq!(
        around_blocks!(match 1 {
            n => n + 1,
        }),
        [4, 8, 3, 4, 2]
    );
    assert_eq!(
        around_blocks!(loop {
            break 3;
        }),
        [6, 11, 4, 5, 3]
    );
    assert_eq!(
        around_blocks!(
            match 3 {
                n => n,
            } - 1
        ),
        [4, 8, 3, 4, 2]
    );
    assert_eq!(around_blocks!({ 3 } - 1 * 2), [2, 5, 2, 3, 1]);
}

macro_rules! postfix {
    ($e:expr) => {
        (value_of!(i32, $e.abs()), value_of!(i32, $e.pow(2).abs()), value_of!(usize, [1, 2, $e].len()))
    };
}

macro_rules! literal {
    ($l:literal) => {
        (value_of!(i32, $l.abs()), value_of!(i32, 3 - $l), value_of!(i32, $l), value_of!(bool, matches!(-7, $l..=5)))
    };
}

#[test]
fn methods() {
    assert_eq!(postfix!(1i32 - 3), (2, 4, 3));
    assert_eq!(postfix!(-3i32), (3, 9, 3));
    assert_eq!(
        postfix!(match 1 {
            1 => -4i32,
            _ => 0,
        }),
        (4, 16, 3)
    );
    assert_eq!(postfix!({ -5i32 }), (5, 25, 3));
}

#[test]
fn literals_with_a_sign() {
    assert_eq!(literal!(-7i32), (7, 10, -7, true));
    assert_eq!(literal!(2i32), (2, 1, 2, false));
}

macro_rules! fields {
    ($e:expr, $f:expr, $called:expr, $indexed:expr) => {
        (
            value_of!(u32, $e.n),
            value_of!(u32, $e.n * 2),
            value_of!(i32, $f.0),
            value_of!(u32, $called(5)),
            value_of!(u32, $indexed[1]),
            value_of!(u32, $indexed[..][1]),
        )
    };
}

struct Held {
    f: fn(u32) -> u32,
}

#[test]
fn fields_calls_and_indices() {
    let values = fields!(S { n: 1 }, (-1, 2), Held { f: |n| n + 1 }.f, [1, 2]);
    assert_eq!(values, (1, 2, -1, 6, 2, 2));
    let values = fields!(*&S { n: 2 }, { (3, 4) }, |n: u32| -> u32 { n * 2 }, &[3, 4]);
    assert_eq!(values, (2, 4, 3, 10, 4, 4));
    let values = fields!(&S { n: 2 }, &(3, 4), |n: u32| n * 2, &mut [3, 4]);
    assert_eq!(values, (2, 4, 3, 10, 4, 4));
}

macro_rules! casts {
    ($e:expr, $t:ty) => {
        (
            value_of!(u64, $e as u64),
            value_of!(u64, $e as $t as u64),
            value_of!(bool, $e as $t < 5),
            value_of!(u64, (1 as $t << 3) as u64),
            value_of!(u64, ($e as $t + 1) as u64),
            value_of!(String, format!("{}", $e as $t < 5)),
        )
    };
}

#[test]
fn casts() {
    assert_eq!(casts!(255u8 ^ 1, u8), (254, 254, false, 8, 255, "false".to_owned()));
    assert_eq!(casts!(1u8 + 2, usize), (3, 3, true, 8, 4, "true".to_owned()));
}

macro_rules! ranges {
    ($e:expr, $f:expr, $range:expr) => {
        (
            value_of!(usize, ($e..$f).len()),
            value_of!(u32, ($e..=$f).sum::<u32>()),
            value_of!(u32, $range.map(|n| n * $e).sum::<u32>()),
            value_of!(bool, $range == (1..3)),
            value_of!(usize, [1, 2, 3, 4][$range].len()),
            value_of!(Range<u32>, $range),
        )
    };
}

#[test]
fn ranges() {
    assert_eq!(ranges!(0 + 1, 1 + 2, 1..3), (2, 6, 3, true, 2, 1..3));
    assert_eq!(ranges!(1 & 3, 3 | 1, 1 + 1..1 + 3), (2, 6, 5, false, 2, 2..4));
}

macro_rules! conditions {
    ($e:expr, $s:expr, $list:expr) => {
        (
            value_of_body!(u32, { if $e { 1 } else { 2 } }),
            value_of_body!(u32, { if $e && $s.n == 1 { 1 } else { 2 } }),
            value_of_body!(u32, { if $s == (S { n: 1 }) { 1 } else { 2 } }),
            value_of_body!(u32, { if $s.n == 1 { 1 } else { 2 } }),
            value_of_body!(u32, { if let S { n: 1 } = $s { 1 } else { 2 } }),
            value_of_body!(u32, {
                match $s {
                    S { n } if $e => n,
                    S { n } => n + 10,
                }
            }),
            value_of_body!(u32, {
                let mut n = 0;
                while $e && n < 3 {
                    n += 1;
                }
                n
            }),
            value_of_body!(u32, {
                let mut n = 0;
                for s in $list {
                    n += s.n;
                }
                n
            }),
            value_of_body!(u32, { if !$e { 1 } else { 2 } }),
        )
    };
}

#[test]
fn conditions() {
    let values = conditions!(true || false, S { n: 1 }, [S { n: 1 }; 2]);
    assert_eq!(values, (1, 1, 1, 1, 1, 1, 3, 2, 2));
    let values = conditions!(S { n: 3 }.is_even(), *&S { n: 2 }, S { n: 7 }.into_iter());
    assert_eq!(values, (2, 2, 2, 2, 2, 12, 0, 7, 1));
    let values = conditions!(
        S { n: 2 } == S { n: 2 },
        match 1 {
            n => S { n },
        },
        [S { n: 5 }]
    );
    assert_eq!(values, (1, 1, 1, 1, 1, 1, 3, 5, 2));
}

impl IntoIterator for S {
    type Item = S;
    type IntoIter = std::iter::Once<S>;

    fn into_iter(self) -> Self::IntoIter {
        std::iter::once(self)
    }
}

macro_rules! for_await {
    ($stream:expr, $other:expr) => {{
        #[generator]
        async fn streamed() -> impl Stream<Item = u32> {
            #[for_await]
            for n in $stream {
                yield_!(n * $other);
            }
            yield_from!($stream);
        }
        block_on(streamed().collect::<Vec<_>>())
    }};
}

#[derive(Clone, Copy)]
struct Count {
    n: u32,
}

impl Stream for Count {
    type Item = u32;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u32>> {
        self.n -= 1;
        Poll::Ready((self.n > 0).then_some(self.n))
    }
}

#[test]
fn what_is_looped_over() {
    assert_eq!(for_await!(Count { n: 3 }, 1 + 2), [6, 3, 2, 1]);
    assert_eq!(
        for_await!(
            match 3 {
                n => Count { n },
            },
            1 | 2
        ),
        [6, 3, 2, 1]
    );
    assert_eq!(for_await!({ Count { n: 2 } }, 4 - 2), [2, 1]);
}

macro_rules! squares {
    ($item:expr, $x:pat, $list:expr, $condition:expr) => {
        gen_expr!($item * 2 for $x in $list if $condition && true for _ in $list).collect::<Vec<u32>>()
    };
}

#[test]
fn generator_expressions() {
    assert_eq!(squares!(1 + 2, 1 | _, 0..2, true || false), [6; 4]);
    assert_eq!(squares!(S { n: 1 }.n, _, S { n: 1 }, S { n: 1 } == S { n: 1 }), [2]);
}

macro_rules! closures {
    ($e:expr, $f:expr) => {
        (
            value_of!(u32, (|x: u32| x * $e)(2)),
            value_of!(u32, $f(3)),
            value_of!(u32, $f(3) * 2),
            value_of!(u32, Some(2).map($f).map_or($e, |x| x - $e)),
            value_of!(bool, {
                let f = $f;
                f(1) == 2 * $e
            }),
        )
    };
}

#[test]
fn closures() {
    assert_eq!(closures!(1 + 1, |x: u32| x + 1), (4, 4, 8, 1, false));
    assert_eq!(closures!(4 - 2, |x: u32| -> u32 { x + 1 }), (4, 4, 8, 1, false));
}

macro_rules! assigned {
    ($p:ident, $place:expr, $e:expr) => {
        value_of_body!(u32, {
            let mut n = 1;
            let $p = &mut n;
            $place = $e;
            $place *= $e;
            *&mut $place += 1;
            n
        })
    };
}

#[test]
fn places() {
    assert_eq!(assigned!(p, *p, 1 + 2), 10);
    assert_eq!(assigned!(p, (*p), if true { 2 } else { 3 }), 5);
}

macro_rules! jumps {
    ($e:expr, $option:expr, $jump:expr) => {
        (
            value_of_body!(u32, {
                loop {
                    break $e;
                }
            }),
            value_of_body!(u32, {
                'a: {
                    if $e > 1 {
                        break 'a $e * 2;
                    }
                    1
                }
            }),
            value_of_body!(Option<u32>, { (|| Some($option? * 2))() }),
            value_of_body!(u32, {
                let f = || -> u32 {
                    return $e;
                };
                f()
            }),
            value_of_body!(u32, {
                let f = || -> u32 {
                    if $e > 0 {
                        $jump
                    }
                    4
                };
                f()
            }),
            value_of_body!(u32, {
                let Some(n) = $option else { panic!() };
                n
            }),
        )
    };
}

#[test]
fn jumps() {
    assert_eq!(jumps!(1 + 2, Some(1 + 1), return 1 + 1), (3, 6, Some(4), 3, 2, 2));
    assert_eq!(jumps!(2 * 1, *&Some(3), return 4 / 2), (2, 4, Some(6), 2, 2, 3));
    assert_eq!(jumps!(2 * 1, if false { None } else { Some(3) }.or(None), return 1 & 3), (2, 4, Some(6), 2, 1, 3));
}

macro_rules! asked_for {
    ($e:expr, $future:expr, $option:expr) => {{
        #[generator]
        async fn streamed() -> impl Stream<Item = u32> {
            yield_!($future.await * $e);
            let Some(n) = $option else { return };
            yield_!(n - $e);
        }
        #[generator]
        fn ended() -> impl Generator<Yield = u32, Return = Option<u32>> {
            yield_!($option? - $e);
            return $option.map(|n| n * $e);
        }
        let mut ended = ended();
        assert_eq!(ended.resume(()), GeneratorState::Yielded(7));
        assert_eq!(ended.resume(()), GeneratorState::Complete(Some(30)));
        block_on(streamed().collect::<Vec<_>>())
    }};
}

#[test]
fn awaited_and_tried() {
    assert_eq!(asked_for!(1 + 2, async { 2 }, Some(4u32 + 6)), [6, 7]);
    assert_eq!(asked_for!(4 - 1, { std::future::ready(2) }, if true { Some(10) } else { None }.or(None)), [6, 7]);
}

macro_rules! patterns {
    ($p:pat, $inner:pat, $l:literal) => {
        (
            value_of!(bool, matches!(Some(2), Some($p))),
            value_of!(bool, matches!(&2, &$p)),
            value_of!(
                u32,
                match &2 {
                    &$p => 1,
                    _ => 2,
                }
            ),
            value_of!(
                u32,
                match Some(2) {
                    Some($p) | None => 1,
                    _ => 2,
                }
            ),
            value_of!(
                u32,
                match 2 {
                    x @ $p => x,
                    _ => 7,
                }
            ),
            value_of!(
                u32,
                match (2, 3) {
                    ($p, _) if 1 < 2 => 1,
                    $inner => 2,
                    _ => 3,
                }
            ),
            value_of!(bool, if let &$p = &2 { true } else { false }),
            value_of!(
                u32,
                match -4 {
                    $l..=3 => 1,
                    $l.. => 3,
                    _ => 2,
                }
            ),
        )
    };
}

#[test]
#[allow(unreachable_patterns, reason = "patterns overlap with some fragments")]
fn patterns() {
    let values = patterns!(1 | 2, (3 | 4, 5), -4);
    assert_eq!(values, (true, true, 1, 1, 2, 1, true, 1));
    let values = patterns!(3..=4, (1 | 2, 3) | (7, 7), -5);
    assert_eq!(values, (false, false, 2, 2, 7, 2, false, 1));
    let values = patterns!(1..=2, _, 1);
    assert_eq!(values, (true, true, 1, 1, 2, 1, true, 2));
}

macro_rules! irrefutable {
    ($p:pat, $q:pat, $n:ident) => {{
        #[generator]
        fn parameter(side: Side, $q: &u32) -> impl Iterator<Item = u32> {
            yield_!($n);
            let $q = &3;
            yield_!($n);
            let f = |$p: Side| $n;
            yield_!(f(Side::Left(4)));
            let f = |_, $p, (): ()| $n;
            yield_!(f(1, Side::Right(5), ()));
            for $p in [Side::Left(6), Side::Right(7)] {
                yield_!($n);
            }
            let ($p,) = (side,);
            yield_!($n);
        }
        parameter(Side::Right(8), &2).collect::<Vec<_>>()
    }};
}

#[test]
fn patterns_that_always_match() {
    assert_eq!(irrefutable!(Side::Left(n) | Side::Right(n), &n, n), [2, 3, 4, 5, 6, 7, 8]);
}

macro_rules! borrowed {
    ($p:pat, $n:ident) => {
        value_of_body!(u32, {
            let &$p = &3;
            $n += 1;
            $n
        })
    };
}

#[test]
fn mutable_patterns() {
    assert_eq!(borrowed!(mut n, n), 4);
}

trait Shown: Debug {}

impl Shown for u32 {}

macro_rules! types {
    ($object:ty, $list:ty, $item:ty, $value:expr) => {{
        #[generator]
        fn listed<'a>(first: &'a $object, _: &$object) -> impl Iterator<Item = &'a $object> {
            yield_!(first);
            let second: &'a $object = first;
            yield_!(second);
        }

        #[generator]
        fn items(list: $list) -> impl Iterator<Item = $item> {
            yield_!(<$list>::from(list.clone())[0]);
            yield_!(list[0]);
            let made: Box<$object> = Box::new($value);
            assert_eq!(format!("{made:?}"), format!("{:?}", $value));
            assert_eq!(std::mem::size_of::<&$object>(), 2 * std::mem::size_of::<usize>());
            yield_!($value * 2);
        }
        let shown = listed(&1, &2).map(|value| format!("{value:?}")).collect::<Vec<_>>();
        (shown, items(vec![$value]).collect::<Vec<_>>())
    }};
}

macro_rules! returned {
    ($form:ty, $e:expr) => {{
        #[generator]
        fn form() -> $form {
            yield_!($e * 2);
        }
        form().collect::<Vec<_>>()
    }};
}

#[test]
fn types() {
    let values = types!(dyn Shown + Send, Vec<u32>, u32, 1 + 2);
    assert_eq!(values, (vec!["1".to_owned(); 2], vec![3, 3, 6]));
    assert_eq!(returned!(impl Iterator<Item = u32> + Send, 1 + 2), [6]);
    assert_eq!(returned!(Box<dyn Iterator<Item = u32> + Send>, 1 + 2), [6]);
}

struct Array<const N: usize>;

impl<const N: usize> Array<N> {
    fn size(&self) -> usize {
        let Self = self;
        N
    }
}

macro_rules! constants {
    ($e:expr) => {
        (
            value_of!(usize, Array::<{ $e * 1 }>.size()),
            value_of!(usize, [0; $e].len()),
            value_of_body!(usize, { const { $e * 2 } }),
        )
    };
}

#[test]
fn constants() {
    assert_eq!(constants!(1 + 2), (3, 3, 6));
    assert_eq!(constants!(2), (2, 2, 4));
}

macro_rules! others {
    ($s:stmt, $i:item, $b:block, $path:path, $m:meta, $v:vis, $lt:lifetime, $tt:tt, $name:ident, $e:expr) => {
        value_of_body!(u32, {
            $i
            #[$m]
            $v fn local() -> u32 {
                let value = $e * 2;
                value
            }
            $s
            let mut n: u32 = $path($name);
            n += local();
            $lt: loop {
                if n > 3 {
                    break $lt;
                }
                n += 1;
            }
            if n > 0 $b
            n * $tt + LOCAL
        })
    };
}

#[test]
fn other_fragments() {
    let value = others!(
        let x: u32 = 2, const LOCAL: u32 = 1 + 1;, { assert_eq!(1, 1); }, u32::from, inline(always),
        pub(crate), 'outer, (1 + 1), x, 1 + 2
    );
    assert_eq!(value, 18);
    let value = others!(let x = 2u32 + 2, use consts::LOCAL;, {}, u32::from, must_use, , 'a, 2, x, 3);
    assert_eq!(value, 21);
}

mod consts {
    pub(super) const LOCAL: u32 = 1;
}

macro_rules! inner {
    ($e:expr, $f:expr) => {
        value_of!(u32, $e * $f)
    };
}

macro_rules! nested {
    ($e:expr) => {
        inner!($e - 1, $e * 2 - 1)
    };
}

#[test]
fn nested_fragments() {
    assert_eq!(nested!(1 + 2), 10);
}

macro_rules! squared {
    ($e:expr) => {
        $e * $e
    };
}

macro_rules! squares_of {
    ($($e:expr),*) => {
        [$(value_of!(u32, squared!($e * 1) + squared!($e))),*]
    };
}

macro_rules! shown {
    ($e:expr) => {
        value_of!(String, format!("{} {} {}", stringify!($e), stringify!($e * 2), $e * 2))
    };
}

macro_rules! kind {
    ($l:literal) => {
        "literal"
    };
    ($t:tt) => {
        "one token"
    };
    ($($t:tt)*) => {
        "more tokens"
    };
}

macro_rules! tokens {
    ($($t:tt)*) => {
        $($t)*
    };
}

macro_rules! forwarded {
    ($e:expr) => {
        (value_of!(&'static str, kind!($e)), value_of!(u32, tokens!($e * 2)), value_of!(bool, !kind!($e).is_empty()))
    };
}

#[test]
fn arguments_of_other_macros() {
    assert_eq!(squares_of!(1 + 2, 4 - 1), [18, 18]);
    assert_eq!(shown!(1 + 2), "1 + 2 1 + 2 * 2 6");
    assert_eq!(forwarded!(1 + 2), ("one token", 6, true));
    assert_eq!(forwarded!(3), ("literal", 6, true));
}

struct Dropped<'a>(&'a Cell<u32>);

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

macro_rules! temporaries {
    ($e:expr, $drops:ident) => {{
        #[generator]
        fn held($drops: &Cell<u32>) -> impl Iterator<Item = u32> {
            let extended = &$e;
            yield_!($drops.get());
            let _ = $e;
            yield_!($drops.get());
            match $e {
                _ => yield_!($drops.get()),
            }
            yield_!($drops.get());
            let _ = extended;
            $e;
            yield_!($drops.get());
        }
        fn plain($drops: &Cell<u32>) -> Vec<u32> {
            let mut seen = Vec::new();
            let extended = &$e;
            seen.push($drops.get());
            let _ = $e;
            seen.push($drops.get());
            match $e {
                _ => seen.push($drops.get()),
            }
            seen.push($drops.get());
            let _ = extended;
            $e;
            seen.push($drops.get());
            seen
        }
        let (one, other) = (Cell::new(0), Cell::new(0));
        let seen = plain(&one);
        assert_eq!(held(&other).collect::<Vec<_>>(), seen);
        assert_eq!(one, other);
        seen
    }};
}

#[test]
#[allow(unused_must_use, reason = "a temporary is all that is wanted")]
fn temporaries() {
    assert_eq!(temporaries!(Dropped(d), d), [0, 1, 1, 2, 3]);
    assert_eq!(temporaries!(&Dropped(d), d), [0, 0, 0, 1, 2]);
    assert_eq!(temporaries!(Dropped(d).0.get() + 1, d), [1, 2, 2, 3, 4]);
}
