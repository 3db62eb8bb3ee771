//! `#[try_generator]`: errors as the last item.

use std::fmt;
use std::io;
use std::num::ParseIntError;

use futures::executor::block_on;
use futures::stream::{BoxStream, LocalBoxStream};
use futures::{Stream, StreamExt, stream};
use gen_core::{AsyncGenerator, Generator, LocalBoxGenerator, PinGenerator, gen_, generator, try_gen_, try_generator};
use gen_tests::{Log, Noisy, panic_message};

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
fn the_first_error_of_a_delegate_is_the_last_item() {
    let items = block_on(box_stream("1 2").collect::<Vec<_>>());
    assert_eq!(items, [Ok(1), Ok(2), Ok(1), Ok(2)]);
    let mut stream = box_stream("1 x 2");
    let items = block_on(stream.by_ref().collect::<Vec<_>>());
    assert_eq!(items, [Ok(1), Err(Problem::NoNumber)]);
    assert_eq!(block_on(stream.next()), None);
}

/// Ends with an error, having yielded one.
#[generator]
fn generator_of_results(text: &str) -> impl Generator<Yield = Result<u32, ParseIntError>, Return = usize> {
    for word in text.split(' ') {
        yield_!(word.parse());
    }
    text.len()
}

#[generator]
fn boxed_generator_of_results(text: &str) -> LocalBoxGenerator<'_, Result<u32, ParseIntError>, (), usize> {
    yield_from!(generator_of_results(text))
}

#[generator]
fn pinned_generator_of_results(text: &str) -> impl PinGenerator<Yield = Result<u32, ParseIntError>, Return = usize> {
    yield_from!(generator_of_results(text))
}

#[generator]
async fn async_generator_of_results(
    text: &str,
) -> impl AsyncGenerator<Yield = Result<u32, ParseIntError>, Return = usize> {
    yield_from!(generator_of_results(text))
}

/// What a generator yields that delegates to a source of the numbers in `text`, and then yields 100; and all that once
/// more.
fn expected(text: &str) -> Vec<Result<u32, Problem>> {
    let mut items = Vec::new();
    for _ in 0..2 {
        for word in text.split(' ') {
            items.push(word.parse().map_err(Problem::from));
        }
        items.push(Ok(100));
    }
    let end = items.iter().position(Result::is_err).map_or(items.len(), |error| error + 1);
    items.truncate(end);
    items
}

/// The items one by one, and all at once.
fn items_of<I>(make: impl Fn() -> I) -> Vec<Result<u32, Problem>>
where
    I: Iterator<Item = Result<u32, Problem>>,
{
    let mut one_by_one = Vec::new();
    let mut items = make();
    for item in items.by_ref() {
        one_by_one.push(item);
    }
    assert!(items.next().is_none());
    let mut at_once = Vec::new();
    make().for_each(|item| at_once.push(item));
    assert_eq!(one_by_one, at_once);
    at_once
}

macro_rules! sources_convert_their_errors {
    ($($test:ident: $items:ident [$($asyncness:ident)?] -> $trait:ident, |$text:ident| $source:expr;)*) => {$(
        #[test]
        fn $test() {
            #[try_generator]
            $($asyncness)? fn twice($text: &str) -> impl $trait<Item = Result<u32, Problem>> {
                let _ = yield_from!($source);
                yield_!(100);
                let _ = vec![yield_from!($source)];
                yield_!(100);
            }
            for text in ["1", "1 2 3", "x", "1 2 x 3"] {
                assert_eq!($items(|| twice(text)), expected(text), "{text}");
            }
        }
    )*};
}

fn items_of_stream<S>(make: impl Fn() -> S) -> Vec<Result<u32, Problem>>
where
    S: Stream<Item = Result<u32, Problem>> + Unpin,
{
    let mut stream = make();
    let items = block_on(stream.by_ref().collect());
    assert_eq!(block_on(stream.next()), None);
    items
}

fn parsed(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> + use<'_> {
    text.split(' ').map(str::parse)
}

sources_convert_their_errors! {
    an_iterator: items_of [] -> Iterator, |text| parsed(text);
    a_generator: items_of [] -> Iterator, |text| generator_of_results(text);
    a_boxed_generator: items_of [] -> Iterator, |text| boxed_generator_of_results(text);
    a_pinned_generator: items_of [] -> Iterator, |text| pinned_generator_of_results(text);
    an_iterator_in_a_stream: items_of_stream [async] -> Stream, |text| parsed(text);
    a_generator_in_a_stream: items_of_stream [async] -> Stream, |text| generator_of_results(text);
    a_boxed_generator_in_a_stream: items_of_stream [async] -> Stream, |text| boxed_generator_of_results(text);
    a_pinned_generator_in_a_stream: items_of_stream [async] -> Stream, |text| pinned_generator_of_results(text);
    a_stream_in_a_stream: items_of_stream [async] -> Stream, |text| stream::iter(parsed(text));
    an_async_generator_in_a_stream: items_of_stream [async] -> Stream, |text| async_generator_of_results(text);
}

#[test]
fn a_generator_that_is_delegated_to_returns_its_value() {
    #[try_generator]
    fn lengths(texts: [&str; 2]) -> impl Iterator<Item = Result<usize, Problem>> {
        for text in texts {
            let mut parts = gen_!({
                for part in text.split(',') {
                    yield_!(part.parse::<usize>());
                }
                text.len()
            });
            let length: usize = yield_from!(&mut parts);
            yield_!(length);
        }
    }
    assert_eq!(lengths(["1,2", "3"]).collect::<Vec<_>>(), [Ok(1), Ok(2), Ok(3), Ok(3), Ok(1)]);
    assert_eq!(lengths(["1,x", "3"]).collect::<Vec<_>>(), [Ok(1), Err(Problem::NoNumber)]);
}

#[test]
fn a_generator_that_is_delegated_to_goes_on_where_it_stands() {
    #[try_generator]
    fn rest<G>(source: G) -> impl Iterator<Item = Result<u32, Problem>>
    where
        G: Generator<Yield = Result<u32, ParseIntError>>,
    {
        let _ = yield_from!(source);
        yield_!(7);
    }
    let mut source = generator_of_results("1 2 3");
    assert_eq!(rest(&mut source).next(), Some(Ok(1)));
    assert_eq!(rest(&mut source).collect::<Vec<_>>(), [Ok(2), Ok(3), Ok(7)]);
    assert_eq!(
        panic_message(|| rest(&mut source).next()).as_deref(),
        Some("`yield_from!` was given a finished generator")
    );
}

#[test]
fn a_delegation_hides_in_a_macro() {
    #[try_generator]
    fn hidden(text: &str) -> impl Iterator<Item = Result<u32, Problem>> {
        assert_eq!(yield_from!(numbers(text)), ());
        yield_!(7);
    }
    assert_eq!(hidden("1 2").collect::<Vec<_>>(), [Ok(1), Ok(2), Ok(7)]);
    assert_eq!(hidden("1 x").collect::<Vec<_>>(), [Ok(1), Err(Problem::NoNumber)]);
}

#[test]
fn the_source_is_dropped_before_its_error_is_yielded() {
    #[try_generator]
    fn guarded(log: Log) -> impl Iterator<Item = Result<(), Problem>> {
        let _local = log.noisy("local");
        let noisy = log.noisy("source");
        yield_from!([Ok(()), Err(Problem::Zero)].into_iter().inspect(move |_| noisy.log().write("item")));
    }
    let log = Log::new();
    let mut items = guarded(log.clone());
    assert_eq!(items.next(), Some(Ok(())));
    assert_eq!(log.take(), "item");
    assert_eq!(items.next(), Some(Err(Problem::Zero)));
    assert_eq!(log.take(), "item source local");
    assert_eq!(items.next(), None);
}

#[test]
fn a_block_ends_with_its_error() {
    for (text, expected) in CASES {
        let numbers = || {
            try_gen_!({
                for word in text.split(' ') {
                    let number = word.parse()?;
                    if number == 0 {
                        return Err(Problem::Zero);
                    }
                    yield_!(number);
                }
            })
        };
        assert_eq!(items_of(numbers), expected);
        let numbers = || {
            try_gen_!(async move {
                for word in text.split(' ') {
                    let number = std::future::ready(word).await.parse()?;
                    if number == 0 {
                        return Err(Problem::Zero);
                    }
                    yield_!(number);
                }
            })
        };
        assert_eq!(items_of_stream(numbers), expected);
    }
}

#[test]
fn who_uses_the_items_of_a_block_says_of_what_type_the_errors_are() {
    fn sum(numbers: impl Iterator<Item = Result<u32, Problem>>) -> Result<u32, Problem> {
        numbers.sum()
    }
    let text = String::from("1 2 x");
    assert_eq!(
        sum(try_gen_!({
            yield_from!(parsed(&text));
        })),
        Err(Problem::NoNumber)
    );
    let numbers = try_gen_!(move {
        yield_from!(parsed(&text));
    });
    assert_eq!(numbers.collect::<Result<Vec<_>, Problem>>(), Err(Problem::NoNumber));
    let annotated = try_gen_!({
        yield_!("1".parse::<u32>()?);
        return Err::<(), Problem>(Problem::Zero);
    });
    let mut text = String::new();
    for item in annotated {
        match item {
            Ok(number) => text.push_str(&number.to_string()),
            Err(problem) => text.push_str(&problem.to_string()),
        }
    }
    assert_eq!(text, "1Zero");
}

#[test]
fn a_block_without_a_yield_yields_nothing_but_its_error() {
    let items = try_gen_!({ Err(Problem::Zero)? });
    assert_eq!(items.collect::<Vec<Result<(), Problem>>>(), [Err(Problem::Zero)]);
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

#[test]
fn an_error_of_a_block_that_is_delegated_to_is_not_lost() {
    #[try_generator]
    fn tries() -> impl Iterator<Item = Result<u32, String>> {
        yield_from!(try_gen_!({
            yield_!(1);
            return Err::<(), _>("over".to_owned());
        }));
        yield_!(2);
    }
    #[generator]
    fn passes_on() -> impl Iterator<Item = Result<u32, String>> {
        yield_from!(try_gen_!({
            yield_!(1);
            return Err::<(), _>("over".to_owned());
        }));
        yield_!(Ok(2));
    }
    #[generator]
    async fn streams() -> impl Stream<Item = Result<u32, String>> {
        yield_from!(try_gen_!(async {
            yield_!(1);
            return Err::<(), _>("over".to_owned());
        }));
        yield_!(Ok(2));
    }
    let over = || Err("over".to_owned());
    assert_eq!(tries().collect::<Vec<_>>(), [Ok(1), over()]);
    assert_eq!(passes_on().collect::<Vec<_>>(), [Ok(1), over(), Ok(2)]);
    assert_eq!(block_on(streams().collect::<Vec<_>>()), [Ok(1), over(), Ok(2)]);
}
