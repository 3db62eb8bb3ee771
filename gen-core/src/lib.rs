#![doc = include_str!("../README.md")]
#![no_std]
#![allow(clippy::inline_always, reason = "LLVM dissolves a generator only where the whole way to its body is inlined")]
#![cfg_attr(
    not(all(feature = "alloc", feature = "stream")),
    allow(dead_code, unreachable_pub, reason = "some forms are missing")
)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "stream")]
mod asynchronous;
#[cfg(feature = "alloc")]
mod boxed;
mod delegation;
mod end;
mod error;
mod exchange;
mod generator;
mod iter;
mod kind;
mod owner;
mod panics;
mod pin;
mod private;
mod state;
mod synchronous;

#[cfg(feature = "stream")]
pub use crate::asynchronous::generator::{AsyncGenerator, AsyncThrowExt};
#[cfg(feature = "stream")]
pub use crate::asynchronous::pin::{PinAsyncGenerator, PinStream};
#[cfg(all(feature = "alloc", feature = "stream"))]
pub use crate::boxed::asynchronous::{BoxAsyncGenerator, LocalBoxAsyncGenerator};
#[cfg(feature = "alloc")]
pub use crate::boxed::{BoxGenerator, LocalBoxGenerator};
pub use crate::error::{AlreadyStarted, SendError};
pub use crate::generator::{Generator, ThrowExt};
pub use crate::iter::Iter;
pub use crate::pin::PinGenerator;
pub use crate::state::{GeneratorState, GeneratorStatus};

/// Turns a function with `yield_!` in it into a generator.
///
/// The return type says what is made; it may be any of these, with more bounds behind `+`:
///
/// | return type | the body evaluates to |
/// |---|---|
/// | `impl Iterator<Item = Y>`, `impl FusedIterator<Item = Y>`, `impl IntoIterator<Item = Y>` | `()` |
/// | `impl Generator<R, Yield = Y, Return = T>`; `R` is `()` and `T` inferred where left out | `T` |
/// | `impl PinGenerator<R, Yield = Y, Return = T>` | `T` |
/// | `Box<dyn Iterator<Item = Y>>`, `Box<dyn Generator<R, Yield = Y, Return = T>>` | `()`, `T` |
/// | [`BoxGenerator<'a, Y, R, T>`](BoxGenerator), [`LocalBoxGenerator<'a, Y, R, T>`](LocalBoxGenerator) | `T` |
/// | on an `async fn`: `impl Stream<Item = Y>`, `impl FusedStream<Item = Y>` | `()` |
/// | on an `async fn`: `impl AsyncGenerator<R, Yield = Y, Return = T>` | `T` |
/// | on an `async fn`: `impl PinStream<Item = Y>`, `impl PinAsyncGenerator<R, Yield = Y, Return = T>` | `()`, `T` |
/// | on an `async fn`: `BoxStream<'a, Y>`, `LocalBoxStream<'a, Y>`, `Pin<Box<dyn Stream<Item = Y>>>` | `()` |
/// | on an `async fn`: `BoxAsyncGenerator<'a, Y, R, T>`, `LocalBoxAsyncGenerator<'a, Y, R, T>` | `T` |
/// | on an `async fn`: `Pin<Box<dyn AsyncGenerator<R, Yield = Y, Return = T>>>` | `T` |
///
/// The trait or type is recognised by the last segment of its path. In the body, [`yield_!`](crate::yield_) suspends
/// and [`yield_from!`](crate::yield_from) delegates.
///
/// # Rules
///
/// - Calling the function runs nothing of the body. All arguments, used or not, move into the generator, and live until
///   its body ends.
/// - Locals and arguments are dropped where, and in the order in which, a function that ran the same statements would.
///   The temporaries of a yielded value end before the generator suspends.
/// - After the last item, `next()` returns `None` for ever.
/// - A panic of the body finishes the generator.
/// - A generator is `Send` and `Sync` if what lives across its yields is.
///
/// # Parameters
///
/// A parameter with `#[resume]` is not part of the signature: it receives the argument of the first
/// [`resume`](Generator::resume).
///
/// ```
/// use gen_core::{Generator, GeneratorState, generator};
///
/// #[generator]
/// fn sums(start: u32, #[resume] first: u32) -> impl Generator<u32, Yield = u32> {
///     let mut sum = start + first;
///     loop {
///         sum += yield_!(sum);
///     }
/// }
///
/// let mut sums = sums(100);
/// assert_eq!(sums.resume(1).yielded(), Some(101));
/// assert_eq!(sums.resume(2).yielded(), Some(103));
/// ```
///
/// # Asynchronous generators
///
/// On an `async fn` the attribute makes a stream, or an [`AsyncGenerator`]; the function itself is not `async` then: it
/// returns what is written behind `->`, at once. The body can `.await`, is polled with the executor's own context, and
/// `yield_from!` takes streams and asynchronous generators, too. `#[for_await]` on a `for` loop loops over a stream:
///
/// ```
/// use futures::{Stream, StreamExt};
/// use gen_core::generator;
///
/// #[generator]
/// async fn until_zero(numbers: impl Stream<Item = u32>) -> impl Stream<Item = u32> {
///     #[for_await]
///     for number in numbers {
///         if number == 0 {
///             break;
///         }
///         yield_!(number);
///     }
/// }
///
/// let numbers = futures::stream::iter([3, 2, 1, 0, 9]);
/// assert_eq!(futures::executor::block_on(until_zero(numbers).collect::<Vec<_>>()), [3, 2, 1]);
/// ```
///
/// # Arguments of the attribute
///
/// `#[generator(unsafe(crate = path))]` says where this crate is, for one that re-exports it. It is `unsafe` because
/// nothing checks that the path leads to this crate, and the generator is sound only if it does.
///
/// # Explanation
///
/// The attribute turns
///
/// ```
/// # use gen_core::generator;
/// #[generator]
/// fn numbers(n: u32) -> impl Iterator<Item = u32> {
///     for i in 0..n {
///         yield_!(i);
///     }
/// }
/// # assert_eq!(numbers(3).sum::<u32>(), 3);
/// ```
///
/// into the function with a body of one macro:
///
/// ```text
/// #[inline]
/// fn numbers(n: u32) -> impl Iterator<Item = u32> {
///     ::gen_core::__generator_body! {
///         generator() [n] fn numbers(n: u32) -> impl Iterator<Item = u32> {
///             for i in 0..n {
///                 yield_!(i);
///             }
///         }
///     }
/// }
/// ```
///
/// When all attributes of the function have been expanded, that macro makes this of it, with names that no other code
/// can see. (`__private` stands for a hidden module, whose name ends with the version of the crate.)
///
/// ```text
/// #[inline]
/// fn numbers(n: u32) -> impl Iterator<Item = u32> {
///     let __types: [(::gen_core::__private::Synchronous, u32, (), ()); 0] = [];
///     let (__co, __promised) = ::gen_core::__private::begin(
///         unsafe { ::gen_core::__private::promise(::gen_core::__private::FirstResume::Dropped) },
///         __types
///     );
///     {
///         ::gen_core::__private::movable::<::gen_core::__private::Discard, _, _, _, _>(
///             __promised,
///             #[allow(clippy::await_holding_lock, clippy::await_holding_refcell_ref)]
///             #[allow(clippy::semicolon_if_nothing_returned)]
///             #[cfg_attr(not(debug_assertions), inline(always))]
///             async move {
///                 let _ = &n;
///                 if false { return; }
///                 let __return: () = '_yield_must_stand_directly_in_the_generator_body: {
///                     {
///                         const _: () = ();
///                         for i in 0..n {
///                             {
///                                 let __value: u32 = i;
///                                 if false { break '_yield_must_stand_directly_in_the_generator_body }
///                                 ::gen_core::__private::yield_(&__co, __value).await
///                             };
///                         }
///                     }
///                 };
///                 __return
///             }
///         )
///     }
/// }
/// ```
///
/// (Where the body holds other macros, `yield_!` and `yield_from!` are also brought to them, as `macro_rules!`.) That
/// does what this does, written by hand:
///
/// ```
/// struct Numbers {
///     i: u32,
///     n: u32,
/// }
///
/// impl Iterator for Numbers {
///     type Item = u32;
///
///     fn next(&mut self) -> Option<u32> {
///         let i = self.i;
///         (i < self.n).then(|| {
///             self.i += 1;
///             i
///         })
///     }
/// }
/// # assert_eq!(Numbers { i: 0, n: 3 }.sum::<u32>(), 3);
/// ```
#[cfg(feature = "macros")]
pub use gen_macros::generator;

/// Turns a function with `yield_!` in it into a generator that errors end.
///
/// The return type is that of an iterator or a stream of `Result`s: `impl Iterator<Item = Result<Y, E>>`, `Box<dyn
/// Iterator<..>>`, or on an `async fn` `impl Stream<Item = Result<Y, E>>`, `BoxStream<..>`, `LocalBoxStream<..>`,
/// `Pin<Box<dyn Stream<..>>>`. The body is like a `try` block: `yield_!(value)` yields `Ok(value)`; `?`, which converts
/// with `From`, and `return Err(error)` end it with `Err(error)` as the last item; its end is `()`, and `return Ok(())`
/// ends it early. `yield_from!(source)` takes a source of `Result`s, passes its `Ok`s on, and ends the generator with
/// the first `Err`, as `?` would: so an `Err` is always the last item. To go on after an error, loop over the source. A
/// block is one with [`try_gen_!`](crate::try_gen_).
///
/// In all else it is [`macro@generator`].
///
/// ```
/// use std::io::{self, BufRead};
///
/// use gen_core::try_generator;
///
/// /// The numbers of a table, row by row.
/// #[try_generator]
/// fn cells(table: impl BufRead) -> impl Iterator<Item = io::Result<f64>> {
///     for line in table.lines() {
///         for cell in line?.split(',') {
///             yield_!(cell.parse().map_err(io::Error::other)?);
///         }
///     }
/// }
///
/// let mut cells = cells("1,2\n3,x,5\n".as_bytes());
/// assert_eq!(cells.by_ref().map_while(Result::ok).sum::<f64>(), 6.0);
/// assert!(cells.next().is_none(), "the error was the last item");
/// ```
#[cfg(feature = "macros")]
pub use gen_macros::try_generator;

/// A generator as an expression: `gen_!({ .. })`, `gen_!(move { .. })`, `gen_!(async { .. })`, `gen_!(async move { ..
/// })`.
///
/// The block is the body. What it yields and what it evaluates to are inferred; it is resumed with `()`. What it uses
/// is borrowed, where that suffices, as in a closure; with `move` it moves in. The result is a [`Generator`] and, if
/// the block evaluates to `()`, an [`Iterator`]; with `async` an [`AsyncGenerator`] and a `Stream`. What it evaluates
/// to otherwise an iterator could only drop: iterate over [`.iter()`](Generator::iter), or write
/// [`try_gen_!`](crate::try_gen_) if it is the error that `?` found. A block without any yield yields `()`.
///
/// rustfmt formats the forms that could be the arguments of a function: `gen_!({ .. })`, `gen_!(async { .. })` and
/// `gen_!(async move { .. })`; `gen_!(move { .. })` it leaves alone.
///
/// ```
/// use gen_core::gen_;
///
/// let text = "to be or not to be";
/// let words = gen_!({
///     for word in text.split(' ') {
///         if word.len() > 2 {
///             yield_!(word);
///         }
///     }
/// });
/// assert_eq!(words.collect::<Vec<_>>(), ["not"]);
/// ```
#[cfg(feature = "macros")]
pub use gen_macros::gen_;

/// A generator as an expression that errors end: what [`gen_!`](crate::gen_) is to [`#[generator]`](macro@generator),
/// this is to [`#[try_generator]`](macro@try_generator).
///
/// It is an iterator of `Result`s, with `async` a stream: `yield_!(value)` yields `Ok(value)`; `?`, `return Err(error)`
/// and `yield_from!` of a source that fails end it with the error as the last item.
///
/// ```
/// use std::num::ParseIntError;
///
/// use gen_core::try_gen_;
///
/// let text = "1 2 three 4";
/// let numbers = try_gen_!({
///     for word in text.split(' ') {
///         yield_!(word.parse::<u32>()?);
///     }
/// });
/// let sum: Result<u32, ParseIntError> = numbers.sum();
/// assert!(sum.is_err());
/// ```
///
/// `?` converts with `From`, so the type of the error is that with which the items are used, as above. Where nothing
/// says so, a `return` can: `return Err::<(), io::Error>(error)`.
#[cfg(feature = "macros")]
pub use gen_macros::try_gen_;

/// A generator expression: `gen_expr!(item for pattern in iterable if condition)`.
///
/// Any number of `for`s and `if`s follow each other, outermost first, as in Python; a condition may be `let pattern =
/// value`. The first iterable is evaluated at once, all else as the items are asked for. What is used is borrowed; with
/// `move` in front it moves in.
///
/// An iterable that ends with `..` would take the `if` behind it for its end: write `(1..)`. rustfmt leaves generator
/// expressions alone.
///
/// ```
/// use gen_core::gen_expr;
///
/// assert_eq!(gen_expr!(x * x for x in 1..=10 if x % 2 == 0).sum::<u32>(), 220);
///
/// let table = [("a", vec![1, 2]), ("b", vec![]), ("c", vec![3])];
/// let cells = gen_expr!((name, cell) for (name, row) in &table for cell in row if *cell != 2);
/// assert_eq!(cells.collect::<Vec<_>>(), [(&"a", &1), (&"c", &3)]);
/// ```
#[cfg(feature = "macros")]
pub use gen_macros::gen_expr;

/// Suspends the generator with a value; evaluates to what the caller sends in.
///
/// `yield_!()` yields `()`. It works in every expression position of a `#[generator]` body, also in the arguments of
/// other macros, and needs no import: the attribute brings it. Outside such a body it does not compile.
///
/// ```
/// use gen_core::{Generator, GeneratorState, generator};
///
/// #[generator]
/// fn doubled() -> impl Generator<u32, Yield = u32, Return = ()> {
///     let mut last = 0;
///     loop {
///         last = 2 * yield_!(last);
///     }
/// }
///
/// let mut doubled = doubled();
/// let _ = doubled.start();
/// assert_eq!(doubled.send(21), Ok(GeneratorState::Yielded(42)));
/// ```
#[macro_export]
macro_rules! yield_ {
    ($($value:tt)*) => {
        compile_error!(
            "`yield_!` outside a generator: put `#[generator]` on the function, and let it return what is yielded, as in \
             `fn name(..) -> impl Iterator<Item = T>`; inside, it needs no path"
        )
    };
}

/// Delegates to a generator or to anything iterable.
///
/// With a generator of the same `Yield` and resume type, everything sent in goes to it, everything that it yields goes
/// out, and the expression evaluates to its return value. With any `IntoIterator` every item is yielded; the expression
/// evaluates to `()`, or, in a generator that is resumed with a `Result<S, E>`, to a `Result<(), E>`: a thrown error
/// ends the iteration. Where a type is both, generator wins. In an asynchronous generator the source can be an
/// asynchronous generator or a stream, too. The attribute `#[generator]` brings it: it needs no import, and does not
/// compile outside.
///
/// ```
/// use gen_core::{Generator, generator};
///
/// #[generator]
/// fn chunk(n: u32) -> impl Generator<Yield = u32, Return = &'static str> {
///     yield_from!(0..n);
///     "done"
/// }
///
/// #[generator]
/// fn chunks() -> impl Iterator<Item = u32> {
///     assert_eq!(yield_from!(chunk(2)), "done");
///     yield_from!(vec![7, 8]);
/// }
///
/// assert_eq!(chunks().collect::<Vec<_>>(), [0, 1, 7, 8]);
/// ```
#[macro_export]
macro_rules! yield_from {
    ($($source:tt)*) => {
        compile_error!(
            "`yield_from!` outside a generator: put `#[generator]` on the function, and let it return what is yielded, \
             as in `fn name(..) -> impl Iterator<Item = T>`; inside, it needs no path"
        )
    };
}

/// The futures of an [`AsyncGenerator`]'s steps.
#[cfg(feature = "stream")]
pub mod async_generator {
    pub use crate::asynchronous::steps::{Proceeding, Sending, Starting, Throwing};
}

// Not public API: the body of what an attribute emits.
#[cfg(feature = "macros")]
#[doc(hidden)]
pub use gen_macros::__generator_body;

// Not public API: what the macros' output refers to. The name has the version of the crate, and the macros of another
// version look for another name.
#[doc(hidden)]
pub mod __private_0_1_0 {
    pub use crate::private::*;
}
