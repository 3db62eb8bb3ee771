//! A user's crate with the strictest settings: every form compiles without a warning and without `unsafe`.
#![forbid(unsafe_code)]
#![deny(
    warnings,
    let_underscore_drop,
    missing_debug_implementations,
    missing_docs,
    redundant_lifetimes,
    rust_2018_idioms,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unreachable_pub,
    unused,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    clippy::all,
    clippy::nursery,
    clippy::pedantic,
    clippy::allow_attributes,
    clippy::clone_on_ref_ptr,
    clippy::else_if_without_else,
    clippy::exhaustive_structs,
    clippy::get_unwrap,
    clippy::if_then_some_else_none,
    clippy::infinite_loop,
    clippy::let_underscore_must_use,
    clippy::let_underscore_untyped,
    clippy::mem_forget,
    clippy::panic,
    clippy::redundant_type_annotations,
    clippy::rest_pat_in_fully_bound_structs,
    clippy::self_named_module_files,
    clippy::shadow_reuse,
    clippy::shadow_same,
    clippy::shadow_unrelated,
    clippy::str_to_string,
    clippy::undocumented_unsafe_blocks,
    clippy::unneeded_field_pattern,
    clippy::unreachable,
    clippy::unseparated_literal_suffix,
    clippy::use_debug,
    clippy::verbose_file_reads,
    clippy::wildcard_enum_match_arm
)]

use futures::executor::block_on;
use futures::stream::{BoxStream, FusedStream, LocalBoxStream};
use futures::{Stream, StreamExt};
use gen_core::{
    AsyncGenerator, BoxAsyncGenerator, BoxGenerator, Generator, GeneratorState, GeneratorStatus,
    LocalBoxAsyncGenerator, LocalBoxGenerator, PinGenerator, SendError, ThrowExt, gen_, gen_expr, generator, try_gen_,
    try_generator,
};
use std::cell::RefCell;
use std::fmt::{Debug, Display};
use std::future::poll_fn;
use std::iter::FusedIterator;
use std::num::ParseIntError;
use std::pin::{Pin, pin};
use std::sync::Mutex;
use std::task::{Context, Poll};

/// A doc comment.
#[generator]
pub fn fibonacci() -> impl Iterator<Item = u64> {
    let (mut a, mut b) = (0, 1);
    loop {
        yield_!(a);
        (a, b) = (b, a + b);
    }
}

#[generator]
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    while let Some((word, tail)) = rest.split_once(' ') {
        yield_!(word);
        rest = tail;
    }
    yield_!(rest);
}

#[generator]
fn fused(n: u8) -> impl FusedIterator<Item = u8> + Send + 'static {
    for i in 0..n {
        yield_!(i);
    }
}

#[generator]
fn into_iter<'a>(items: &'a [String]) -> impl IntoIterator<Item = &'a String> + use<'a> {
    for item in items {
        yield_!(item);
    }
}

#[generator]
fn displayed(n: u32) -> impl Iterator<Item = impl Display> {
    yield_!(n);
    yield_!(n + 1);
}

#[generator]
fn displayed_boxed(n: u32) -> Box<dyn Iterator<Item = impl Display>> {
    yield_!(n);
    yield_!(n + 1);
}

#[generator]
fn average(#[resume] first: f64) -> impl Generator<f64, Yield = f64, Return = String> {
    let mut sum = first;
    for count in 1..3 {
        sum += yield_!(sum / f64::from(count));
    }
    format!("{sum}")
}

#[generator]
fn inferred_return() -> impl Generator<Yield = u32> {
    yield_!(1);
    "inferred"
}

#[generator]
fn both(n: u32) -> impl Generator<Yield = u32, Return = u32> + Iterator<Item = u32> {
    for i in 0..n {
        yield_!(i);
    }
    n
}

#[generator]
fn boxed_iterator<'a>(text: &'a str) -> Box<dyn Iterator<Item = char> + 'a> {
    for c in text.chars() {
        yield_!(c);
    }
}

#[generator]
fn boxed_generator(n: u32) -> Box<dyn Generator<u32, Yield = u32, Return = u32> + Send> {
    let mut sum = 0;
    for i in 0..n {
        sum += yield_!(i);
    }
    sum
}

#[generator]
fn recursive(n: u32) -> BoxGenerator<'static, u32> {
    if n > 0 {
        yield_from!(recursive(n - 1));
        yield_!(n);
    }
}

#[generator]
fn local_recursive<T: Debug>(items: &[T]) -> LocalBoxGenerator<'_, String, (), usize> {
    let [first, rest @ ..] = items else { return 0 };
    yield_!(format!("{first:?}"));
    yield_from!(local_recursive(rest)) + 1
}

#[generator]
fn pinned(n: u32) -> impl PinGenerator<Yield = u32, Return = u32> {
    for i in 0..n {
        yield_!(i);
    }
    n
}

#[generator]
fn thrown() -> impl Generator<Result<u32, String>, Yield = u32, Return = Result<u32, String>> {
    let mut sum = 0;
    yield_from!([7, 8])?;
    while sum < 100 {
        sum += yield_!(sum)?;
    }
    Ok(sum)
}

#[generator]
fn in_macros(n: u32) -> impl Generator<u32, Yield = u32, Return = Vec<u32>> {
    println!("{}", yield_!(n));
    assert_eq!(yield_!(n + 1), 5);
    assert_eq!(yield_from!(delegate()), 3);
    vec![yield_!(1), yield_!(2) + 1]
}

#[generator]
fn delegate() -> impl Generator<u32, Yield = u32, Return = u32> {
    1 + yield_!(9)
}

struct Counter<const N: usize> {
    items: [u32; N],
}

trait Items {
    #[generator]
    fn twice(&self) -> impl Iterator<Item = u32> {
        for i in 0..2 {
            yield_!(i + self.offset());
        }
    }

    fn offset(&self) -> u32;

    fn all(&self) -> impl Iterator<Item = &u32>;
}

impl<const N: usize> Items for Counter<N> {
    fn offset(&self) -> u32 {
        10
    }

    #[generator]
    fn all(&self) -> impl Iterator<Item = &u32> {
        for item in &self.items {
            yield_!(item);
        }
    }
}

impl<const N: usize> Counter<N> {
    #[generator]
    fn by_ref(&self, factor: impl Fn(u32) -> u32, label: &str) -> impl Iterator<Item = (u32, usize)> {
        for &item in &self.items {
            yield_!((factor(item), label.len()));
        }
    }

    #[generator]
    fn by_mut(&mut self) -> impl Iterator<Item = u32> {
        for item in &mut self.items {
            *item += 1;
            yield_!(*item);
        }
    }

    #[generator]
    fn by_value(self) -> impl Iterator<Item = u32> {
        for item in self.items {
            yield_!(item);
        }
    }

    #[generator]
    fn by_mut_value(mut self) -> impl Iterator<Item = u32> {
        self.items[0] = 9;
        for item in self.items {
            yield_!(item);
        }
    }

    #[generator]
    fn by_box(self: Box<Self>) -> impl Iterator<Item = u32> {
        for item in self.items {
            yield_!(item);
        }
    }

    #[generator]
    fn associated(start: u32) -> impl Iterator<Item = u32> {
        for i in 0..u32::try_from(N).unwrap_or(0) {
            yield_!(start + i);
        }
    }
}

#[generator]
fn destructured((a, b): (u32, u32), [first, ..]: [u32; 3], _: String) -> impl Iterator<Item = u32> {
    yield_!(a);
    yield_!(b);
    yield_!(first);
}

#[generator]
fn generic<I, T, const N: usize>(items: I) -> impl Iterator<Item = [T; N]>
where
    I: IntoIterator<Item = T>,
    T: Copy,
{
    for item in items {
        yield_!([item; N]);
    }
}

#[generator]
fn guarded(cell: &RefCell<u32>, mutex: &Mutex<u32>) -> impl Iterator<Item = u32> {
    let (mut counter, step) = (cell.borrow_mut(), mutex.lock().unwrap());
    while *counter < 3 {
        *counter += *step;
        yield_!(*counter);
    }
}

#[generator]
fn nested(n: u32) -> impl Iterator<Item = u32> {
    #[generator]
    fn inner(n: u32) -> impl Iterator<Item = u32> {
        for i in 0..n {
            yield_!(i * 10);
        }
    }
    const fn plain(n: u32) -> u32 {
        n + 1
    }
    yield_from!(inner(n));
    yield_!(plain(n));
}

#[generator]
async fn stream(n: u8) -> impl Stream<Item = u8> + Send + 'static {
    for i in 0..n {
        yield_!(i);
        std::future::ready(()).await;
    }
}

#[generator]
async fn fused_stream<T: Clone>(item: &T) -> impl FusedStream<Item = T> {
    yield_!(item.clone());
}

#[generator]
async fn box_stream<'a>(words: &'a [&'a str]) -> BoxStream<'a, usize> {
    for word in words {
        yield_!(word.len());
    }
}

#[generator]
async fn local_box_stream<S: Stream<Item = u8> + 'static>(source: S) -> LocalBoxStream<'static, u8> {
    let doubled: Vec<_> = source.map(|n| n * 2).collect().await;
    yield_from!(doubled);
}

#[generator]
async fn pinned_stream(n: u8) -> Pin<Box<dyn Stream<Item = u8> + Send>> {
    #[for_await]
    for item in stream(n) {
        if item == 1 {
            continue;
        }
        yield_!(item);
    }
    yield_from!(stream(1));
}

#[generator]
async fn conversation(#[resume] first: u8) -> impl AsyncGenerator<u8, Yield = u8, Return = u8> {
    let second = yield_!(first);
    first + second
}

#[generator]
async fn recursive_async(n: u8) -> BoxAsyncGenerator<'static, u8> {
    if n > 0 {
        yield_from!(recursive_async(n - 1));
        std::future::ready(()).await;
        yield_!(n);
    }
}

#[generator]
async fn local_recursive_async<T: Debug>(items: &[T]) -> LocalBoxAsyncGenerator<'_, String, (), usize> {
    let [first, rest @ ..] = items else { return 0 };
    yield_!(format!("{first:?}"));
    yield_from!(local_recursive_async(rest)) + 1
}

#[generator]
async fn dynamic_async(n: u8) -> Pin<Box<dyn AsyncGenerator<u8, Yield = u8, Return = u8> + Send>> {
    let sent = yield_!(n);
    if n == 0 { sent } else { sent + yield_from!(dynamic_async(n - 1)) }
}

#[try_generator]
fn parsed(text: &str) -> impl Iterator<Item = Result<u8, ParseIntError>> {
    for word in text.split(' ') {
        yield_!(word.parse()?);
    }
}

#[try_generator]
async fn parsed_stream(text: &str) -> BoxStream<'_, Result<u8, ParseIntError>> {
    for word in text.split(' ') {
        yield_!(word.parse()?);
    }
}

/// A stream that a struct literal makes.
struct Repeated {
    n: u8,
}

impl Stream for Repeated {
    type Item = u8;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u8>> {
        self.n = self.n.saturating_sub(1);
        Poll::Ready((self.n > 0).then_some(self.n))
    }
}

/// A loop of one line has braces.
#[generator]
async fn one_line(log: &RefCell<Vec<u8>>) -> impl Stream<Item = u8> {
    #[for_await]
    for n in (Repeated { n: 3 }) {
        yield_!(n);
    }
    #[for_await]
    for n in (Repeated { n: 3 }) {
        log.borrow_mut().push(n);
    }
    #[for_await]
    for _ in stream(3) {
        break;
    }
}

#[test]
fn every_asynchronous_form_runs() {
    let log = RefCell::new(Vec::new());
    assert_eq!(block_on(one_line(&log).collect::<Vec<_>>()), [2, 1]);
    assert_eq!(log.take(), [2, 1]);
    block_on(async {
        assert_eq!(stream(3).collect::<Vec<_>>().await, [0, 1, 2]);
        assert_eq!(fused_stream(&"x").collect::<Vec<_>>().await, ["x"]);
        assert_eq!(box_stream(&["a", "bc"]).collect::<Vec<_>>().await, [1, 2]);
        assert_eq!(local_box_stream(stream(3)).collect::<Vec<_>>().await, [0, 2, 4]);
        assert_eq!(pinned_stream(3).collect::<Vec<_>>().await, [0, 2, 0]);
        assert_eq!(parsed_stream("1 2 x 3").filter(|item| std::future::ready(item.is_ok())).count().await, 2);
        let mut conversation = conversation();
        let first = poll_fn(|context| Pin::new(&mut conversation).poll_resume(context, &mut Some(1))).await;
        assert_eq!(first, GeneratorState::Yielded(1));
        assert_eq!(conversation.send(2).await, Ok(GeneratorState::Complete(3)));
        assert_eq!(recursive_async(3).collect::<Vec<_>>().await, [1, 2, 3]);
        assert_eq!(local_recursive_async(&["x"]).collect::<Vec<_>>().await, ["\"x\""]);
        let mut dynamic = dynamic_async(1);
        assert_eq!(dynamic.start().await, Ok(GeneratorState::Yielded(1)));
        assert_eq!(dynamic.send(2).await, Ok(GeneratorState::Yielded(0)));
        assert_eq!(dynamic.send(3).await, Ok(GeneratorState::Complete(5)));
    });
}

#[test]
fn every_expression_runs() {
    let limit = 3;
    assert_eq!(gen_expr!(x * x for x in 0..limit if x != 1).sum::<u32>(), 4);
    assert_eq!(gen_expr!(move x * limit for x in 0..limit for _ in 0..x).count(), 3);
    let mut last = 0;
    let items = gen_!({
        for n in 0..limit {
            last = n;
            yield_!(n);
        }
    });
    assert_eq!(items.count(), 3);
    assert_eq!(last, 2);
    assert_eq!(block_on(gen_!(async move { yield_!(limit) }).collect::<Vec<_>>()), [3]);
    assert_eq!(parsed("1 2 x 3").count(), 3);
    assert_eq!(gen_!({}).count(), 0);
    let endless = gen_!({
        loop {
            yield_!(limit);
        }
    });
    assert_eq!(endless.take(2).count(), 2);
    let all = try_gen_!({
        yield_!("4".parse::<u8>()?);
        yield_from!(parsed("1 2"));
        yield_from!(parsed("x"));
    });
    assert_eq!(all.map(|item: Result<u8, ParseIntError>| item.is_ok()).collect::<Vec<_>>(), [true, true, true, false]);
    let of_stream = try_gen_!(async {
        yield_from!(parsed_stream("1 2"));
        yield_from!(parsed("x"));
        yield_!(3);
    });
    assert!(
        block_on(of_stream.map(|item: Result<u8, ParseIntError>| item.is_ok()).collect::<Vec<_>>()).ends_with(&[false])
    );
}

#[test]
fn every_form_runs() {
    assert_eq!(fibonacci().take(6).collect::<Vec<_>>(), [0, 1, 1, 2, 3, 5]);
    assert_eq!(words("a bc d").collect::<Vec<_>>(), ["a", "bc", "d"]);
    assert_eq!(fused(3).sum::<u8>(), 3);
    assert_eq!(into_iter(&["x".to_owned()]).into_iter().count(), 1);
    assert_eq!(displayed(4).map(|n| n.to_string()).collect::<String>(), "45");
    assert_eq!(displayed_boxed(4).map(|n| n.to_string()).collect::<String>(), "45");
    let mut average = average();
    assert_eq!(average.resume(4.0), GeneratorState::Yielded(4.0));
    assert_eq!(average.send(6.0), Ok(GeneratorState::Yielded(5.0)));
    assert_eq!(average.send(2.0), Ok(GeneratorState::Complete("12".to_owned())));
    assert_eq!(average.send(2.0), Err(SendError::Finished(2.0)));
    let mut inferred = inferred_return();
    assert_eq!(inferred.resume(()).yielded(), Some(1));
    assert!(inferred.resume(()).complete().is_some());
    let mut both = both(3);
    assert_eq!(both.next(), Some(0));
    assert_eq!(both.resume(()), GeneratorState::Yielded(1));
    assert_eq!(both.last(), Some(2));
    assert_eq!(boxed_iterator("abc").collect::<String>(), "abc");
    let mut boxed = boxed_generator(2);
    assert_eq!(boxed.start(), Ok(GeneratorState::Yielded(0)));
    assert_eq!(boxed.send(5), Ok(GeneratorState::Yielded(1)));
    assert_eq!(boxed.send(6), Ok(GeneratorState::Complete(11)));
    assert_eq!(recursive(4).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let mut debug = local_recursive(&[1, 2]);
    assert_eq!(debug.by_ref().collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(debug.status(), GeneratorStatus::Finished);
    let mut pinned = pin!(pinned(3));
    assert_eq!(pinned.as_mut().iter().sum::<u32>(), 3);
    let mut thrown = thrown();
    assert_eq!(thrown.start(), Ok(GeneratorState::Yielded(7)));
    assert_eq!(thrown.send(Ok(0)), Ok(GeneratorState::Yielded(8)));
    assert_eq!(thrown.send(Ok(0)), Ok(GeneratorState::Yielded(0)));
    assert_eq!(thrown.throw("no".to_owned()), Ok(GeneratorState::Complete(Err("no".to_owned()))));
    let mut in_macros = in_macros(1);
    assert_eq!(in_macros.start(), Ok(GeneratorState::Yielded(1)));
    assert_eq!(in_macros.send(0), Ok(GeneratorState::Yielded(2)));
    assert_eq!(in_macros.send(5), Ok(GeneratorState::Yielded(9)));
    assert_eq!(in_macros.send(2), Ok(GeneratorState::Yielded(1)));
    assert_eq!(in_macros.send(1), Ok(GeneratorState::Yielded(2)));
    assert_eq!(in_macros.send(1), Ok(GeneratorState::Complete(vec![1, 2])));
    assert_eq!(destructured((1, 2), [3, 4, 5], String::new()).sum::<u32>(), 6);
    assert_eq!(generic::<_, _, 2>("ab".chars()).collect::<Vec<_>>(), [['a'; 2], ['b'; 2]]);
    assert_eq!(nested(3).collect::<Vec<_>>(), [0, 10, 20, 4]);
    assert_eq!(guarded(&RefCell::new(0), &Mutex::new(1)).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn every_receiver_runs() {
    let mut counter = Counter { items: [1, 2] };
    assert_eq!(counter.by_ref(|n| n * 2, "xyz").collect::<Vec<_>>(), [(2, 3), (4, 3)]);
    assert_eq!(counter.by_mut().sum::<u32>(), 5);
    assert_eq!(counter.twice().collect::<Vec<_>>(), [10, 11]);
    assert_eq!(counter.all().sum::<u32>(), 5);
    assert_eq!(counter.by_value().sum::<u32>(), 5);
    assert_eq!(Counter { items: [1, 2] }.by_mut_value().sum::<u32>(), 11);
    assert_eq!(Box::new(Counter { items: [1, 2] }).by_box().sum::<u32>(), 3);
    assert_eq!(Counter::<3>::associated(5).collect::<Vec<_>>(), [5, 6, 7]);
}

/// The fragments get parentheses, which no lint may call unused.
macro_rules! of_fragments {
    ($name:ident, $n:ident, $sum:expr, $range:expr, $condition:expr, $pair:expr, $twice:expr, $p:pat, $l:literal) => {
        #[generator]
        fn $name($n: u32) -> impl Generator<Yield = u32, Return = u32> {
            yield_!($sum);
            yield_!($sum * 2);
            let sum = $sum;
            yield_!(sum + $range.sum::<u32>());
            for item in $range {
                yield_!(item.max($sum));
            }
            while $condition {
                yield_!($n);
                break;
            }
            match $pair.left {
                $p if $condition => yield_!($pair.right),
                _ => yield_!(u32::from(i32::abs($l) > 1)),
            }
            if $condition && !$condition {
                return $sum;
            }
            let twice = $twice;
            yield_from!(gen_expr!(twice($sum) for $p in $range if $condition));
            yield_from!(gen_!(move {
                let product = ($sum) * $sum;
                yield_!(product);
            }));
            $sum
        }
    };
}

#[derive(Clone, Copy)]
struct Pair {
    left: u32,
    right: u32,
}

of_fragments!(of_fragments, n, n + 1, 0..n, n == 2 || n == 5, Pair { left: n, right: 8 }, |x| x * 2, 0..=2 | 3.., -1);

#[test]
fn fragments_mean_what_they_mean_in_a_function() {
    let mut fragments = of_fragments(2);
    assert_eq!(fragments.iter().collect::<Vec<_>>(), [3, 6, 4, 3, 3, 2, 8, 6, 6, 9]);
}
