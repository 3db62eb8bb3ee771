//! `#[try_generator]`: errors as the last item.

use std::fmt;
use std::io;
use std::num::ParseIntError;

use futures::executor::block_on;
use futures::stream::{BoxStream, LocalBoxStream};
use futures::{Stream, StreamExt, stream};
use gen_core::try_generator;
use gen_tests::{Log, Noisy};

#[derive(Debug, PartialEq)]
enum Problem {
    NoNumber,
    Zero,
}

impl From<ParseIntError> for Problem {
    fn from(_: ParseIntError) -> Self {
        Self::NoNumber
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

#[try_generator]
fn numbers(text: &str) -> impl Iterator<Item = Result<u32, Problem>> {
    for word in text.split(' ') {
        let number = word.parse()?;
        if number == 0 {
            return Err(Problem::Zero);
        }
        yield_!(number);
    }
}

#[try_generator]
async fn stream_of_numbers(text: &str) -> impl Stream<Item = Result<u32, Problem>> {
    for word in text.split(' ') {
        let number = std::future::ready(word).await.parse()?;
        if number == 0 {
            return Err(Problem::Zero);
        }
        yield_!(number);
    }
}

const CASES: [(&str, &[Result<u32, Problem>]); 5] = [
    ("1 2", &[Ok(1), Ok(2)]),
    ("1 x 2", &[Ok(1), Err(Problem::NoNumber)]),
    ("1 0 2", &[Ok(1), Err(Problem::Zero)]),
    ("x", &[Err(Problem::NoNumber)]),
    ("3 4 0", &[Ok(3), Ok(4), Err(Problem::Zero)]),
];

#[test]
fn the_error_is_the_last_item_of_an_iterator() {
    for (text, expected) in CASES {
        let mut items = numbers(text);
        assert_eq!(items.by_ref().collect::<Vec<_>>(), expected);
        assert_eq!(items.next(), None);
        assert_eq!(items.size_hint(), (0, Some(0)));
    }
}

#[test]
fn the_error_is_the_last_item_of_internal_iteration() {
    for (text, expected) in CASES {
        let mut items = Vec::new();
        numbers(text).for_each(|item| items.push(item));
        assert_eq!(items, expected);
        let mut rest = numbers(text);
        let first = rest.next();
        assert_eq!(
            rest.fold(Vec::from_iter(first), |mut items, item| {
                items.push(item);
                items
            }),
            expected
        );
    }
}

#[test]
fn the_error_is_the_last_item_of_a_stream() {
    for (text, expected) in CASES {
        let mut items = stream_of_numbers(text);
        assert_eq!(block_on(items.by_ref().collect::<Vec<_>>()), expected);
        assert_eq!(block_on(items.next()), None);
    }
}

#[try_generator]
fn boxed<'a>(lines: &'a [&'a str]) -> Box<dyn Iterator<Item = io::Result<usize>> + 'a> {
    for line in lines {
        yield_!(line.strip_prefix('>').ok_or_else(|| io::Error::other("no prompt"))?.len());
    }
}

#[try_generator]
async fn box_stream(text: &str) -> BoxStream<'_, Result<u32, Problem>> {
    yield_from!(numbers(text));
    yield_from!(stream_of_numbers(text));
}

#[try_generator]
async fn local_box_stream(
    sources: Vec<Result<u32, Problem>>,
) -> LocalBoxStream<'static, Result<u32, Box<dyn std::error::Error>>> {
    #[for_await]
    for item in stream::iter(sources) {
        yield_!(item.map_err(|problem| problem.to_string())?);
    }
}

#[test]
fn boxed_forms_end_with_the_error_too() {
    let items: Vec<_> = boxed(&[">a", ">bc", "x", ">d"]).collect();
    assert!(matches!(&items[..], [Ok(1), Ok(2), Err(error)] if error.to_string() == "no prompt"));
    let items = block_on(local_box_stream(vec![Ok(1), Err(Problem::Zero), Ok(2)]).collect::<Vec<_>>());
    assert!(matches!(&items[..], [Ok(1), Err(error)] if error.to_string() == "Zero"));
}

#[test]
fn a_delegate_of_results_is_yielded_as_it_is() {
    let items = block_on(box_stream("1 x").collect::<Vec<_>>());
    assert_eq!(items, [Ok(1), Err(Problem::NoNumber), Ok(1), Err(Problem::NoNumber)]);
}

#[test]
fn yields_and_question_marks_stand_in_each_other() {
    #[try_generator]
    fn nested(text: &str) -> impl Iterator<Item = Result<u32, Problem>> {
        fn checked((): (), text: &str) -> Result<u32, ParseIntError> {
            text.parse()
        }
        let sum = checked(yield_!(1), text)? + checked(yield_!(checked((), text)?), text)?;
        let more = vec![yield_!(sum), yield_!(checked((), "x")?)];
        drop(more);
    }
    assert_eq!(nested("4").collect::<Vec<_>>(), [Ok(1), Ok(4), Ok(8), Err(Problem::NoNumber)]);
}

#[test]
fn locals_are_dropped_before_the_error_is_yielded() {
    #[try_generator]
    fn guarded(argument: Noisy) -> impl Iterator<Item = Result<(), Problem>> {
        let _local = argument.log().noisy("local");
        yield_!();
        Err(Problem::Zero)?;
    }
    let log = Log::new();
    let mut items = guarded(log.noisy("argument"));
    assert_eq!(items.next(), Some(Ok(())));
    assert_eq!(log.take(), "");
    assert_eq!(items.next(), Some(Err(Problem::Zero)));
    assert_eq!(log.take(), "local argument");
}
