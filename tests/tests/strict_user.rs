//! A user's crate with the strictest settings: every form compiles without a warning and without `unsafe`.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, clippy::all, clippy::pedantic)]

use gen_core::{
    BoxGenerator, Generator, GeneratorState, GeneratorStatus, LocalBoxGenerator, PinGenerator, SendError, ThrowExt,
    generator,
};
use std::fmt::{Debug, Display};
use std::iter::FusedIterator;
use std::pin::pin;

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
fn average(#[resume] first: f64) -> impl Generator<f64, Yield = f64, Return = String> {
    let (mut sum, mut count) = (first, 1.0);
    while count < 3.0 {
        sum += yield_!(sum / count);
        count += 1.0;
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
    vec![yield_!(1), yield_!(2) + 1]
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
fn nested(n: u32) -> impl Iterator<Item = u32> {
    #[generator]
    fn inner(n: u32) -> impl Iterator<Item = u32> {
        for i in 0..n {
            yield_!(i * 10);
        }
    }
    fn plain(n: u32) -> u32 {
        n + 1
    }
    yield_from!(inner(n));
    yield_!(plain(n));
}

#[test]
fn every_form_runs() {
    assert_eq!(fibonacci().take(6).collect::<Vec<_>>(), [0, 1, 1, 2, 3, 5]);
    assert_eq!(words("a bc d").collect::<Vec<_>>(), ["a", "bc", "d"]);
    assert_eq!(fused(3).sum::<u8>(), 3);
    assert_eq!(into_iter(&["x".to_owned()]).into_iter().count(), 1);
    assert_eq!(displayed(4).map(|n| n.to_string()).collect::<String>(), "45");
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
    assert_eq!(in_macros.send(5), Ok(GeneratorState::Yielded(1)));
    assert_eq!(in_macros.send(1), Ok(GeneratorState::Yielded(2)));
    assert_eq!(in_macros.send(1), Ok(GeneratorState::Complete(vec![1, 2])));
    assert_eq!(destructured((1, 2), [3, 4, 5], String::new()).sum::<u32>(), 6);
    assert_eq!(generic::<_, _, 2>("ab".chars()).collect::<Vec<_>>(), [['a'; 2], ['b'; 2]]);
    assert_eq!(nested(3).collect::<Vec<_>>(), [0, 10, 20, 4]);
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
