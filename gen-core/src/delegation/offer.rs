//! What `yield_from!` was given: the macro does not know it; method resolution does.
//!
//! `(&&&&&&&offer).tag()` finds the first of these that the source is: an asynchronous generator (in asynchronous
//! generators alone), a generator, a pinned generator, a stream (as the first), an iterable, an iterable of other
//! items, or none of them; the last two exist for their error messages. For each there is a trait, and the method call
//! strips the references one by one, so the trait that is implemented for the most references wins. Its answer is a
//! [tag](super::tags), which says how the source is delegated to.
//!
//! A user's trait can have methods of these names, too, and win. It then only gets an inert [`Offer`], and can give
//! another answer, which is checked like any: the handle that suspends goes to functions of this crate alone.

use super::tags::{GeneratorTag, IterableTag, NothingTag, PinGeneratorTag};
use super::{ByDefault, WithoutDefault};
use crate::generator::Generator;
use crate::kind::{Co, Kind, PhantomInvariant, Synchronous};
use crate::pin::PinGenerator;

/// The argument of `yield_from!`.
pub struct Source<S>(pub(super) S);

/// Wraps the argument of `yield_from!`.
///
/// Where this is called the source is a temporary, and is moved on at once. If it were put together there, by its
/// constructor, rustc would still take it for one that may have to be dropped with the temporaries: in editions before
/// 2024 that is after the locals, from which it could not borrow then.
#[inline(always)]
pub fn source<S>(source: S) -> Source<S> {
    Source(source)
}

/// A source that is offered to a generator of kind `K` that yields `Y` and is resumed with `R`, and passes its items on
/// as `M` says ([`PassOn`] or [`PassOnOk`]). Zero-sized; carries types only.
#[must_use]
pub struct Offer<K, M, S, Y, R> {
    types: PhantomInvariant<(K, M, S, Y, R)>,
}

/// Asks what `source` is to the generator of `co`.
#[inline(always)]
pub fn offer<K: Kind, S, Y, R>(_: &Source<S>, _: &Co<K, Y, R>) -> Offer<K::Unframed, PassOn, S, Y, R> {
    Offer { types: PhantomInvariant::default() }
}

/// Asks what `source` is to the generator of `co`, which errors end.
#[inline(always)]
pub fn try_offer<K: Kind, S, Y, E>(
    _: &Source<S>,
    _: &Co<K, Result<Y, E>, ()>,
) -> Offer<K::Unframed, PassOnOk, S, Result<Y, E>, ()> {
    Offer { types: PhantomInvariant::default() }
}

/// Items are yielded as they are.
pub struct PassOn;

/// The `Ok`s of items are yielded; the first `Err` ends the delegation.
pub struct PassOnOk;

/// Whether items of type `I` can be passed on by a generator that yields `Y`.
pub trait Passes<I, Y> {}

impl<Y> Passes<Y, Y> for PassOn {}

impl<Y, E, F> Passes<Result<Y, F>, Result<Y, E>> for PassOnOk {}

/// The source is a generator.
pub trait ViaGenerator {
    /// Selects delegation to a generator.
    fn tag(&self) -> GeneratorTag {
        GeneratorTag
    }
}

impl<K, M: Passes<G::Yield, Y>, G: Generator<R>, Y, R> ViaGenerator for &&&&&Offer<K, M, G, Y, R> {}

/// The source is a generator that is to be pinned.
pub trait ViaPinGenerator {
    /// Selects delegation to a pinned generator.
    fn tag(&self) -> PinGeneratorTag {
        PinGeneratorTag
    }
}

impl<K, M: Passes<G::Yield, Y>, G: PinGenerator<R>, Y, R> ViaPinGenerator for &&&&Offer<K, M, G, Y, R> {}

/// The source is iterable.
pub trait ViaIterable {
    /// Selects delegation to an iterator.
    fn tag(&self) -> IterableTag {
        IterableTag
    }
}

impl<K, M: Passes<I::Item, Y>, I: IntoIterator, Y, R> ViaIterable for &&Offer<K, M, I, Y, R> {}

/// The resume type has a default.
pub trait HasDefault {
    /// What makes a value for a delegate that was started before.
    fn default_value(&self) -> ByDefault {
        ByDefault
    }
}

impl<K, M, S, Y, R: Default> HasDefault for &Offer<K, M, S, Y, R> {}

/// The resume type has no default.
pub trait HasNoDefault {
    /// Nothing makes a value.
    fn default_value(&self) -> WithoutDefault {
        WithoutDefault
    }
}

impl<K, M, S, Y, R> HasNoDefault for Offer<K, M, S, Y, R> {}

/// The source is iterable, but for items of another type.
pub trait ViaOtherItems<I, Y> {
    /// An error, for nothing is `ItemOf`.
    fn tag(&self) -> NothingTag
    where
        I: IntoIterator,
        I::Item: ItemOf<Y>,
    {
        NothingTag
    }
}

impl<K, I: IntoIterator, Y, R> ViaOtherItems<I, Y> for &Offer<K, PassOn, I, Y, R> {}

/// The same where errors end the generator.
pub trait ViaOtherResults<I, Y> {
    /// An error, for nothing is `ResultOf`.
    fn tag(&self) -> NothingTag
    where
        I: IntoIterator,
        I::Item: ResultOf<Y>,
    {
        NothingTag
    }
}

impl<K, I: IntoIterator, Y, E> ViaOtherResults<I, Y> for &Offer<K, PassOnOk, I, Result<Y, E>, ()> {}

/// The source is nothing that can be delegated to.
pub trait ViaNothing<S, Y, R> {
    /// An error, for nothing is `Delegable`.
    fn tag(&self) -> NothingTag
    where
        S: Delegable<Y, R>,
    {
        NothingTag
    }
}

impl<S, Y, R> ViaNothing<S, Y, R> for Offer<Synchronous, PassOn, S, Y, R> {}

/// The same where errors end the generator.
pub trait ViaNoResults<S, Y> {
    /// An error, for nothing is `TryDelegable`.
    fn tag(&self) -> NothingTag
    where
        S: TryDelegable<Y>,
    {
        NothingTag
    }
}

impl<S, Y, E> ViaNoResults<S, Y> for Offer<Synchronous, PassOnOk, S, Result<Y, E>, ()> {}

// Nothing implements the traits that follow: they exist for their messages.

/// The sources that `yield_from!` accepts.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` cannot delegate to `{Self}` here",
    label = "this is neither an iterable of `{Y}` nor a generator that yields `{Y}` and is resumed with `{R}`",
    note = "if it is one value that is to be yielded, write `yield_!(..)`"
)]
pub trait Delegable<Y, R> {}

/// The sources that `yield_from!` accepts in a `#[try_generator]`.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` cannot delegate to `{Self}` here",
    label = "this is neither an iterable of `Result`s of `{Y}` nor a generator that yields them",
    note = "if it is one value that is to be yielded, write `yield_!(..)`"
)]
pub trait TryDelegable<Y> {}

/// The items of an iterable that a generator which yields `Y` can delegate to.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` of items of type `{Self}` in a generator that yields `{Y}`",
    label = "this iterates over `{Self}`, and the generator yields `{Y}`",
    note = "convert the items: `yield_from!(source.into_iter().map(..))`, or with `.copied()` or `.cloned()` if they are references"
)]
pub trait ItemOf<Y> {}

/// The items of an iterable that a generator which yields `Result`s of `Y` can delegate to.
#[diagnostic::on_unimplemented(
    message = "`yield_from!` of items of type `{Self}` where errors end the generator, and `Result`s of `{Y}` are \
               expected",
    label = "this iterates over `{Self}`, which is not a `Result` of `{Y}`",
    note = "loop over the items, and yield each: `for item in source {{ yield_!(..); }}`"
)]
pub trait ResultOf<Y> {}
