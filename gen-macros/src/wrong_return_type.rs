//! What is said of a return type that no generator has: what was meant by it, and what to write.

use syn::{AssocType, GenericArgument, PathArguments, PathSegment, Signature, Type, TypeTraitObject};

use crate::errors::Errors;
use crate::signature::{Attribute, display, peel, trait_path, types};

const FAILS_LATER: &str = "\
nothing of a generator runs before its first item is asked for, so calling it cannot fail; let a plain function check, \
and return what the generator returns";

pub(crate) fn describe_wrong_return_type(attribute: Attribute, signature: &Signature, output: &Type) -> String {
    let written = display(output);
    let asynchronous = signature.asyncness.is_some();
    if asks_for_more_than_the_next_item(output) {
        return format!(
            "`{written}` cannot be made by a generator, which only goes forwards and does not know how far; \
             write `impl Iterator<Item = Y>`, or collect the items first"
        );
    }
    if is_next_of_an_iterator(signature, output) {
        return format!(
            "`next` is called anew for each item, so it cannot be a generator; write a method that returns all of them, \
             `fn items(&self) -> impl Iterator<Item = {}>`, outside the trait",
            first_argument(output).map_or_else(|| "Y".into(), display)
        );
    }
    if is_future(output) {
        return "a future is not a generator; if `#[async_trait]` or another attribute has made a future of this `async fn`, \
                let the method be a plain `fn` that calls a generator function outside of the block"
            .into();
    }
    let form = if asynchronous { "Stream" } else { "Iterator" };
    if let Some(argument) = named(output, &["Result", "Option"]).and(first_argument(output)) {
        if !is_item(argument) {
            return format!("a generator does not return `{written}`: {FAILS_LATER}");
        }
        if named(output, &["Result"]).is_some() {
            return format!(
                "a generator does not return `{written}`: to yield `{}`s until an error ends it, write \
                 `#[try_generator]`, and `impl {form}<Item = {written}>`",
                display(argument)
            );
        }
    }
    let Some(item) = item_of(output) else {
        return format!("`{written}` cannot be made by a generator; {}", attribute.forms(asynchronous));
    };
    let item = match attribute {
        Attribute::Generator => display(item),
        Attribute::TryGenerator => format!("Result<{}, E>", display(item)),
    };
    let alias = if may_be_alias(output) {
        format!("; if `{written}` is an alias of such a type, write what it stands for: only its name is seen here")
    } else {
        String::new()
    };
    format!(
        "a generator does not return `{written}`: its caller is given something that yields the items one by one; \
         write `impl {form}<Item = {item}>`{alias}"
    )
}

/// Of an `impl Trait` that is wrong, whether it is an iterator with powers that a generator has not.
fn asks_for_more_than_the_next_item(ty: &Type) -> bool {
    let Type::ImplTrait(opaque) = ty else { return false };
    let mut traits = opaque.bounds.iter().filter_map(trait_path).filter_map(|path| path.segments.last());
    traits.any(|trait_| trait_.ident == "DoubleEndedIterator" || trait_.ident == "ExactSizeIterator")
}

/// `impl Future`, or `Pin<Box<dyn Future>>`.
fn is_future(ty: &Type) -> bool {
    let is = |path: &syn::Path| path.segments.last().is_some_and(|last| last.ident == "Future");
    match peel(ty) {
        Type::ImplTrait(opaque) => opaque.bounds.iter().filter_map(trait_path).any(is),
        Type::TraitObject(object) => object.bounds.iter().filter_map(trait_path).any(is),
        ty => named(ty, &["Box", "Pin"]).and(first_argument(ty)).is_some_and(is_future),
    }
}

/// The method of the trait that a generator spares its user.
fn is_next_of_an_iterator(signature: &Signature, output: &Type) -> bool {
    signature.ident == "next" && signature.receiver().is_some() && named(output, &["Option"]).is_some()
}

/// The last segment of a path, if it is one of these.
fn named<'a>(ty: &'a Type, names: &[&str]) -> Option<&'a PathSegment> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().filter(|last| names.iter().any(|name| last.ident == name))
}

/// The first type in the angle brackets of a path.
pub(crate) fn first_argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    path.path.segments.last().and_then(|last| types(last).next())
}

/// Whether the name of a type says nothing of what it is: no primitive type, and without arguments.
pub(crate) fn may_be_alias(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    last.arguments.is_none() && last.ident != "String" && last.ident.to_string().starts_with(char::is_uppercase)
}

/// What a generator would yield, if `ty` is not a type that generates but one that is generated.
fn item_of(ty: &Type) -> Option<&Type> {
    const COLLECTIONS: [&str; 7] = ["BTreeSet", "BinaryHeap", "HashSet", "LinkedList", "Option", "Vec", "VecDeque"];
    match peel(ty) {
        Type::Path(_) if named(ty, &COLLECTIONS).is_some() => first_argument(ty).or(Some(ty)),
        Type::Path(_) => named(ty, &["Box", "Pin", "Result"]).is_none().then_some(ty),
        Type::Reference(reference) => is_item(&reference.elem).then_some(ty),
        Type::Tuple(tuple) => tuple.elems.iter().all(is_item).then_some(ty),
        Type::Array(array) => Some(&array.elem),
        _ => None,
    }
}

/// Whether a type can be a part of an item: traits are what somebody writes who means the generator.
fn is_item(ty: &Type) -> bool {
    !matches!(peel(ty), Type::ImplTrait(_) | Type::TraitObject(_))
}

const NO_RESULTS: [&str; 18] = [
    "String", "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "str", "u128", "u16", "u32",
    "u64", "u8", "usize",
];

/// Whether a type is certainly no `Result`, nor an alias of one.
pub(crate) fn is_no_result(ty: &Type) -> bool {
    match peel(ty) {
        Type::Reference(_) | Type::Tuple(_) | Type::Array(_) => true,
        Type::Path(path) if path.qself.is_none() => {
            path.path.get_ident().is_some_and(|name| NO_RESULTS.iter().any(|no_result| name == no_result))
        }
        _ => false,
    }
}

/// `Iterator<Yield = Y>` and `Generator<Item = Y>` are easily confused, and `Generator<Y>` with both: rustc says so
/// where the generator is used, if at all. Whether they are right.
pub(crate) fn check_arguments(output: &Type, errors: &Errors) -> bool {
    let bounds = match output {
        Type::ImplTrait(opaque) => &opaque.bounds,
        _ => match trait_object_in(output) {
            Some(object) => &object.bounds,
            None => return true,
        },
    };
    let traits: Vec<_> = bounds.iter().filter_map(|bound| trait_path(bound)?.segments.last()).collect();
    let iterates = traits.iter().any(|trait_| is_one_of(trait_, &ITERATORS));
    for trait_ in traits {
        let name = &trait_.ident;
        let is_generator = is_one_of(trait_, &GENERATORS);
        if let Some(item) = associated(trait_, "Item").filter(|_| is_generator) {
            errors.on(&item.ident, format!("what a `{name}` yields is called `Yield`, not `Item`"));
        } else if is_generator && !iterates && associated(trait_, "Yield").is_none() {
            errors.on(trait_, describe_missing_yield(trait_));
        } else if let Some(yields) = associated(trait_, "Yield").filter(|_| is_one_of(trait_, &ITERATORS)) {
            errors.on(&yields.ident, format!("what `{name}` yields is called `Item`, not `Yield`"));
        } else {
            continue;
        }
        return false;
    }
    true
}

/// The trait object in a box, or in a pinned box.
fn trait_object_in(ty: &Type) -> Option<&TypeTraitObject> {
    match peel(first_argument(ty)?) {
        Type::TraitObject(object) => Some(object),
        boxed => named(boxed, &["Box"]).and_then(|_| trait_object_in(boxed)),
    }
}

const GENERATORS: [&str; 4] = ["Generator", "PinGenerator", "AsyncGenerator", "PinAsyncGenerator"];
const ITERATORS: [&str; 6] = ["Iterator", "FusedIterator", "IntoIterator", "Stream", "FusedStream", "PinStream"];

fn is_one_of(trait_: &PathSegment, names: &[&str]) -> bool {
    names.iter().any(|name| trait_.ident == name)
}

fn describe_missing_yield(trait_: &PathSegment) -> String {
    let name = &trait_.ident;
    match types(trait_).next().map(display) {
        None => format!("say what it yields: `{name}<Yield = Y>`"),
        Some(resume) => {
            format!("say what it yields: `{name}<{resume}, Yield = Y>`; `{resume}` here is what it is resumed with")
        }
    }
}

fn associated<'a>(trait_: &'a PathSegment, name: &str) -> Option<&'a AssocType> {
    let PathArguments::AngleBracketed(arguments) = &trait_.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(binding) if binding.ident == name => Some(binding),
        _ => None,
    })
}
