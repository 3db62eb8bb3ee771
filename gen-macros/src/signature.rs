//! What was asked for: reads the signature, and refuses what no generator can be.

use proc_macro2::Span;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{
    AngleBracketedGenericArguments, FnArg, GenericArgument, Ident, PatType, Path, PathArguments, PathSegment,
    ReturnType, Signature, Type, TypeInfer, TypeParamBound,
};

use crate::check::is_inert;
use crate::errors::Errors;
use crate::wrong_return_type::{check_arguments, describe_wrong_return_type, is_no_result};

const SYNC_FORMS: &str = "\
a generator returns one of
  impl Iterator<Item = Y>
  impl Generator<R, Yield = Y, Return = T>
  impl PinGenerator<R, Yield = Y, Return = T>
  Box<dyn Iterator<Item = Y>> or Box<dyn Generator<R, Yield = Y, Return = T>>
  BoxGenerator<'_, Y, R, T> or LocalBoxGenerator<'_, Y, R, T>
where Y is what it yields, R what it is resumed with, and T what it returns";

const ASYNC_FORMS: &str = "\
an `async` generator returns one of
  impl Stream<Item = Y> or impl AsyncGenerator<R, Yield = Y, Return = T>
  impl PinStream<Item = Y> or impl PinAsyncGenerator<R, Yield = Y, Return = T>
  BoxAsyncGenerator<'_, Y, R, T> or LocalBoxAsyncGenerator<'_, Y, R, T>
  BoxStream<'_, Y> or LocalBoxStream<'_, Y>
  Pin<Box<dyn Stream<Item = Y>>> or Pin<Box<dyn AsyncGenerator<R, Yield = Y, Return = T>>>
where Y is what it yields, R what it is resumed with, and T what it returns";

const SYNC_TRY_FORMS: &str = "\
a `#[try_generator]` returns `impl Iterator<Item = Result<Y, E>>` or `Box<dyn Iterator<Item = Result<Y, E>>>`";

const ASYNC_TRY_FORMS: &str = "\
an `async` `#[try_generator]` returns one of
  impl Stream<Item = Result<Y, E>> or impl PinStream<Item = Result<Y, E>>
  BoxStream<'_, Result<Y, E>> or LocalBoxStream<'_, Result<Y, E>>
  Pin<Box<dyn Stream<Item = Result<Y, E>>>>";

/// Which of the attributes was written.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Attribute {
    /// `#[generator]`
    Generator,
    /// `#[try_generator]`
    TryGenerator,
}

impl Attribute {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Generator => "generator",
            Self::TryGenerator => "try_generator",
        }
    }

    /// Which of the two an attribute is, if it is one.
    pub(crate) fn of(attribute: &syn::Attribute) -> Option<Self> {
        let segments = &attribute.path().segments;
        let is_ours = segments.len() == 1 || segments.len() == 2 && segments[0].ident == "gen_core";
        let last = &segments.last()?.ident;
        [Self::Generator, Self::TryGenerator].into_iter().find(|attribute| is_ours && last == attribute.name())
    }

    pub(crate) fn forms(self, asynchronous: bool) -> &'static str {
        match (self, asynchronous) {
            (Self::Generator, false) => SYNC_FORMS,
            (Self::Generator, true) => ASYNC_FORMS,
            (Self::TryGenerator, false) => SYNC_TRY_FORMS,
            (Self::TryGenerator, true) => ASYNC_TRY_FORMS,
        }
    }
}

impl Parse for Attribute {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: Ident = input.parse()?;
        [Self::Generator, Self::TryGenerator]
            .into_iter()
            .find(|attribute| name == attribute.name())
            .ok_or_else(|| syn::Error::new(name.span(), "expected the name of an attribute"))
    }
}

/// What the return type asks for.
pub(crate) struct Asked {
    pub(crate) form: Form,
    /// Where the form was named: what the expansion does as a whole is shown there.
    pub(crate) span: Span,
    /// `Y`, the type of what is yielded; in a `try_gen_!`, of what is in the `Ok`.
    pub(crate) yields: Type,
    /// `R`, the type of what is sent in.
    pub(crate) resume: Type,
    /// `T`, the type that the body evaluates to.
    pub(crate) returns: Type,
    /// Whether it is an iterator or a stream, and nothing more.
    pub(crate) has_items_only: bool,
    /// Which attribute was written.
    pub(crate) attribute: Attribute,
    /// Whether it is an expression, whose types are inferred, and no function.
    pub(crate) is_expression: bool,
}

impl Asked {
    /// The generator that is asked for by an expression. The types that are not known are inferred.
    pub(crate) fn anonymous(attribute: Attribute, asynchronous: bool, yields: Type, span: Span) -> Self {
        Self {
            form: if asynchronous { Form::AsyncMovable } else { Form::Movable },
            span,
            yields,
            resume: unit(span),
            returns: infer(span),
            has_items_only: false,
            attribute,
            is_expression: true,
        }
    }

    pub(crate) fn is_async(&self) -> bool {
        match self.form {
            Form::Movable | Form::InPlace | Form::BoxDyn | Form::Boxed | Form::LocalBoxed => false,
            Form::AsyncMovable | Form::AsyncInPlace | Form::AsyncPinDyn | Form::AsyncBoxed | Form::AsyncLocalBoxed => {
                true
            }
        }
    }

    /// Whether the body lies in a frame, so that boxed delegates are handed to its driver.
    pub(crate) fn is_framed(&self) -> bool {
        matches!(self.form, Form::Boxed | Form::LocalBoxed | Form::AsyncBoxed | Form::AsyncLocalBoxed)
    }

    /// Whether the types stand in the generic arguments of a box or of a type with a name.
    pub(crate) fn is_named_or_boxed(&self) -> bool {
        self.is_framed() || matches!(self.form, Form::BoxDyn | Form::AsyncPinDyn)
    }

    pub(crate) fn tries(&self) -> bool {
        self.attribute == Attribute::TryGenerator
    }

    /// The name of what was written, for errors.
    pub(crate) fn name(&self) -> &'static str {
        match (self.attribute, self.is_expression) {
            (Attribute::Generator, false) => "#[generator]",
            (Attribute::TryGenerator, false) => "#[try_generator]",
            (Attribute::Generator, true) => "gen_!",
            (Attribute::TryGenerator, true) => "try_gen_!",
        }
    }
}

/// What is made of the body.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Form {
    /// `impl Iterator`, `impl Generator`.
    Movable,
    /// `impl PinGenerator`.
    InPlace,
    /// `Box<dyn Iterator>`, `Box<dyn Generator>`.
    BoxDyn,
    /// `BoxGenerator`.
    Boxed,
    /// `LocalBoxGenerator`.
    LocalBoxed,
    /// `impl Stream`, `impl AsyncGenerator`.
    AsyncMovable,
    /// `impl PinStream`, `impl PinAsyncGenerator`.
    AsyncInPlace,
    /// `BoxStream`, `LocalBoxStream`, `Pin<Box<dyn Stream>>`, `Pin<Box<dyn AsyncGenerator>>`.
    AsyncPinDyn,
    /// `BoxAsyncGenerator`.
    AsyncBoxed,
    /// `LocalBoxAsyncGenerator`.
    AsyncLocalBoxed,
}

/// Refuses what no generator of this return type can be.
pub(crate) fn check_signature(signature: &Signature, asked: &Asked, errors: &Errors) {
    check_modifiers(signature, errors);
    check_asyncness(signature, asked, errors);
    check_bounds(&signature.output, errors);
    check_resume_parameters(signature, asked, errors);
}

/// One attribute makes all of a generator. A further one would be expanded, too, and rustc would show what it makes of
/// what is a generator already.
pub(crate) fn check_further_attributes(written: Attribute, further: &[syn::Attribute], errors: &Errors) {
    for attribute in further {
        errors.on(
            attribute,
            if Attribute::of(attribute) == Some(written) {
                "this attribute is there already; remove this one"
            } else {
                "`#[try_generator]` is for items that are `Result`s, and for all others `#[generator]`; remove one of them"
            },
        );
    }
}

/// The signature without what has been refused, for callers to compile all the same.
pub(crate) fn without_refused_parts(signature: Signature) -> Signature {
    let mut signature = Signature { constness: None, abi: None, variadic: None, ..signature };
    remove_refused_bounds(&mut signature.output);
    signature
}

/// Nothing but a plain or `unsafe` function can be turned into one that returns at once.
fn check_modifiers(signature: &Signature, errors: &Errors) {
    if let Some(constness) = &signature.constness {
        errors.on(constness, "a generator cannot be `const`: its body runs when it is resumed; remove `const`");
    }
    if let Some(abi) = &signature.abi {
        errors
            .on(abi, "a generator cannot have a foreign ABI, for no other language knows what it returns; remove this");
    }
    if let Some(variadic) = &signature.variadic {
        errors.on(variadic, "a generator cannot be variadic; take a slice or an iterator instead");
    }
}

/// rustc would say that the type of the state machine, which nobody wrote, lacks the trait.
fn check_bounds(output: &ReturnType, errors: &Errors) {
    let ReturnType::Type(_, ty) = output else { return };
    let Type::ImplTrait(opaque) = peel(ty) else { return };
    for bound in &opaque.bounds {
        if let Some(instead) = instead_of_bound(bound) {
            errors.on(bound, format!("a generator is not `{}`: {instead}", bound.to_token_stream()));
        }
    }
}

/// What to do instead, if no generator has the trait.
fn instead_of_bound(bound: &TypeParamBound) -> Option<&'static str> {
    match trait_path(bound)?.segments.last()?.ident.to_string().as_str() {
        "Clone" | "Copy" => Some("to start anew, call the function again; remove this bound"),
        "DoubleEndedIterator" | "ExactSizeIterator" => {
            Some("to go backwards, or to know the length, collect the items first; remove this bound")
        }
        _ => None,
    }
}

fn remove_refused_bounds(output: &mut ReturnType) {
    let ReturnType::Type(_, ty) = output else { return };
    let Type::ImplTrait(opaque) = &mut **ty else { return };
    opaque.bounds = opaque.bounds.iter().filter(|bound| instead_of_bound(bound).is_none()).cloned().collect();
}

/// At most one parameter is the first resume value, and only where something can be sent in.
fn check_resume_parameters(signature: &Signature, asked: &Asked, errors: &Errors) {
    let mut seen = false;
    for input in &signature.inputs {
        let (FnArg::Receiver(syn::Receiver { attrs, .. }) | FnArg::Typed(PatType { attrs, .. })) = input;
        let Some(attribute) = attrs.iter().find(|attribute| is_resume(attribute)) else { continue };
        if let FnArg::Receiver(_) = input {
            errors.on(attribute, "`self` cannot be the first resume value; put `#[resume]` on another parameter");
        } else if is_unit(&asked.resume) {
            errors.on(
                attribute,
                "nothing can be sent into this generator: its resume type is `()`; \
                 return `impl Generator<R, Yield = Y, Return = T>` where `R` is the type of this parameter",
            );
        } else if seen {
            errors.on(attribute, "only one parameter can receive the first resume value; remove this `#[resume]`, or let one parameter be a tuple");
        }
        seen = true;
        check_no_condition(attrs, errors);
        check_no_macro(attrs, errors);
    }
}

/// There is no parameter that it could stand at, and where the body takes the value it would be given tokens of ours.
fn check_no_macro(attributes: &[syn::Attribute], errors: &Errors) {
    let may_be_macro = |attribute: &&syn::Attribute| {
        !is_inert(attribute) && !["resume", "cfg", "cfg_attr"].iter().any(|name| is_called(attribute, name))
    };
    for attribute in attributes.iter().filter(may_be_macro) {
        errors.on(
            attribute,
            "a `#[resume]` parameter is not part of the signature, where another attribute could find this; remove it",
        );
    }
}

/// Whether the body takes the first resume value is decided before rustc decides whether the parameter is there.
fn check_no_condition(attributes: &[syn::Attribute], errors: &Errors) {
    for attribute in attributes {
        if is_called(attribute, "cfg") || is_called(attribute, "cfg_attr") {
            errors.on(
                attribute,
                "a `#[resume]` parameter cannot depend on a `cfg`; put the `cfg` on the function, and write another one",
            );
        }
    }
}

pub(crate) fn is_resume(attribute: &syn::Attribute) -> bool {
    is_called(attribute, "resume")
}

/// Whether an attribute has a name, be it written as a raw identifier: to rustc that is the same.
pub(crate) fn is_called(attribute: &syn::Attribute, name: &str) -> bool {
    attribute.path().get_ident().is_some_and(|ident| ident.unraw() == name)
}

pub(crate) fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// Reads the return type. `None`, and an error, if it is not one of the table.
pub(crate) fn parse_return_type(attribute: Attribute, signature: &Signature, errors: &Errors) -> Option<Asked> {
    let asynchronous = signature.asyncness.is_some();
    let ReturnType::Type(_, output) = &signature.output else {
        let (keyword, form) = if asynchronous { ("async fn", "Stream") } else { ("fn", "Iterator") };
        errors.on(
            &signature.ident,
            format!(
                "the generator `{0}` needs a return type that says what it yields: `{keyword} {0}(..) -> impl {form}<Item = Y>`",
                signature.ident
            ),
        );
        return None;
    };
    let asked = match peel(output) {
        Type::ImplTrait(opaque) => opaque.bounds.iter().filter_map(trait_path).fold(None, prefer_generator),
        Type::Path(path) if path.qself.is_none() => path.path.segments.last().and_then(parse_boxed),
        _ => None,
    };
    let Some(asked) = asked.map(|asked| Asked { attribute, ..asked }) else {
        errors.on(output, describe_wrong_return_type(attribute, signature, peel(output)));
        return None;
    };
    if !check_arguments(peel(output), errors) {
        return None;
    }
    if asked.tries() {
        return try_generator(asked, output, errors);
    }
    Some(asked)
}

/// `async` decides what the return type can be.
fn check_asyncness(signature: &Signature, asked: &Asked, errors: &Errors) {
    match (&signature.asyncness, asked.is_async()) {
        (None, true) => errors.push(syn::Error::new(
            asked.span,
            format!("a stream is made by an `async` generator; write `async fn {}`", signature.ident),
        )),
        (Some(asyncness), false) => errors.on(
            asyncness,
            format!(
                "an `async` generator is polled by an executor, and this return type is not; remove `async`, or return \
                 `impl Stream<Item = {0}>`",
                if asked.tries() { "Result<Y, E>" } else { "Y" }
            ),
        ),
        (None, false) | (Some(_), true) => {}
    }
}

/// What `#[try_generator]` makes of it: the body returns what `?` ends it with.
fn try_generator(asked: Asked, output: &Type, errors: &Errors) -> Option<Asked> {
    if !asked.has_items_only {
        let forms = asked.attribute.forms(asked.is_async());
        errors.on(output, format!("`{}` cannot be made by a `#[try_generator]`; {forms}", display(output)));
        return None;
    }
    if let Type::Infer(_) = asked.yields {
        errors.on(output, "a `#[try_generator]` needs to be told what it yields: `Item = Result<Y, E>`");
        return None;
    }
    if is_no_result(&asked.yields) {
        let item = display(&asked.yields);
        errors.on(&asked.yields, format!("a `#[try_generator]` yields `Result`s: write `Item = Result<{item}, E>`"));
        return None;
    }
    Some(asked)
}

/// In `impl Generator<..> + Iterator<..>` the generator says more.
fn prefer_generator(found: Option<Asked>, path: &Path) -> Option<Asked> {
    let segment = path.segments.last()?;
    let is_generator = segment.ident.to_string().ends_with("Generator");
    if found.is_some() && !is_generator { found } else { parse_opaque(segment).or(found) }
}

fn parse_opaque(segment: &PathSegment) -> Option<Asked> {
    match segment.ident.to_string().as_str() {
        "Iterator" | "FusedIterator" | "IntoIterator" => Some(iterator(Form::Movable, segment)),
        "Generator" => Some(generator(Form::Movable, segment)),
        "PinGenerator" => Some(generator(Form::InPlace, segment)),
        "Stream" | "FusedStream" => Some(iterator(Form::AsyncMovable, segment)),
        "AsyncGenerator" => Some(generator(Form::AsyncMovable, segment)),
        "PinStream" => Some(iterator(Form::AsyncInPlace, segment)),
        "PinAsyncGenerator" => Some(generator(Form::AsyncInPlace, segment)),
        _ => None,
    }
}

fn parse_boxed(segment: &PathSegment) -> Option<Asked> {
    match segment.ident.to_string().as_str() {
        "Box" => parse_trait_object(segment),
        "BoxGenerator" => Some(named(Form::Boxed, segment)),
        "LocalBoxGenerator" => Some(named(Form::LocalBoxed, segment)),
        "BoxAsyncGenerator" => Some(named(Form::AsyncBoxed, segment)),
        "LocalBoxAsyncGenerator" => Some(named(Form::AsyncLocalBoxed, segment)),
        "BoxStream" | "LocalBoxStream" => Some(named(Form::AsyncPinDyn, segment)),
        "Pin" => parse_pinned_trait_object(segment),
        _ => None,
    }
}

/// `Box<dyn Trait<..> + bounds>`.
fn parse_trait_object(segment: &PathSegment) -> Option<Asked> {
    let Type::TraitObject(object) = types(segment).next().map(peel)? else { return None };
    object.bounds.iter().filter_map(trait_path).find_map(|path| parse_dyn(path.segments.last()?))
}

fn parse_dyn(segment: &PathSegment) -> Option<Asked> {
    match segment.ident.to_string().as_str() {
        "Iterator" | "FusedIterator" => Some(iterator(Form::BoxDyn, segment)),
        "Generator" => Some(generator(Form::BoxDyn, segment)),
        _ => None,
    }
}

/// `Pin<Box<dyn Stream<Item = Y> + bounds>>`, `Pin<Box<dyn AsyncGenerator<R, Yield = Y, Return = T> + bounds>>`.
fn parse_pinned_trait_object(segment: &PathSegment) -> Option<Asked> {
    let Type::Path(boxed) = types(segment).next().map(peel)? else { return None };
    let boxed = boxed.path.segments.last().filter(|segment| segment.ident == "Box")?;
    let Type::TraitObject(object) = types(boxed).next().map(peel)? else { return None };
    object.bounds.iter().filter_map(trait_path).find_map(|path| parse_pin_dyn(path.segments.last()?))
}

fn parse_pin_dyn(segment: &PathSegment) -> Option<Asked> {
    match segment.ident.to_string().as_str() {
        "Stream" | "FusedStream" => Some(iterator(Form::AsyncPinDyn, segment)),
        "AsyncGenerator" => Some(generator(Form::AsyncPinDyn, segment)),
        _ => None,
    }
}

/// `Iterator<Item = Y>`.
fn iterator(form: Form, segment: &PathSegment) -> Asked {
    let span = segment.ident.span();
    Asked {
        form,
        span,
        yields: associated(segment, "Item"),
        resume: unit(span),
        returns: unit(span),
        has_items_only: true,
        attribute: Attribute::Generator,
        is_expression: false,
    }
}

/// `Generator<R, Yield = Y, Return = T>`.
fn generator(form: Form, segment: &PathSegment) -> Asked {
    Asked {
        form,
        span: segment.ident.span(),
        yields: associated(segment, "Yield"),
        resume: types(segment).next().map_or_else(|| unit(segment.ident.span()), inferable),
        returns: associated(segment, "Return"),
        has_items_only: false,
        attribute: Attribute::Generator,
        is_expression: false,
    }
}

/// `BoxGenerator<'a, Y, R, T>`.
fn named(form: Form, segment: &PathSegment) -> Asked {
    let span = segment.ident.span();
    let mut types = types(segment).map(inferable);
    let has_items_only = form == Form::AsyncPinDyn;
    Asked {
        form,
        span,
        yields: types.next().unwrap_or_else(|| infer(span)),
        resume: types.next().unwrap_or_else(|| unit(span)),
        returns: types.next().unwrap_or_else(|| unit(span)),
        has_items_only,
        attribute: Attribute::Generator,
        is_expression: false,
    }
}

fn arguments(segment: &PathSegment) -> impl Iterator<Item = &GenericArgument> {
    let PathArguments::AngleBracketed(AngleBracketedGenericArguments { args, .. }) = &segment.arguments else {
        return None.into_iter().flatten();
    };
    Some(args).into_iter().flatten()
}

pub(crate) fn types(segment: &PathSegment) -> impl Iterator<Item = &Type> {
    arguments(segment).filter_map(|argument| if let GenericArgument::Type(ty) = argument { Some(ty) } else { None })
}

/// The type behind `name =`; what is omitted is inferred.
fn associated(segment: &PathSegment, name: &str) -> Type {
    let written = arguments(segment).find_map(|argument| match argument {
        GenericArgument::AssocType(binding) if binding.ident == name => Some(inferable(&binding.ty)),
        _ => None,
    });
    written.unwrap_or_else(|| infer(segment.ident.span()))
}

/// The type as it can be written in a body: an `impl Trait` in it is inferred there.
fn inferable(ty: &Type) -> Type {
    struct InferOpaque;
    impl VisitMut for InferOpaque {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            if let Type::ImplTrait(opaque) = ty {
                *ty = infer(opaque.span());
            }
            visit_mut::visit_type_mut(self, ty);
        }
    }
    let mut ty = ty.clone();
    InferOpaque.visit_type_mut(&mut ty);
    ty
}

/// Whether there is an `impl Trait` or a `dyn Trait` in a type.
pub(crate) fn holds_trait(ty: &Type) -> bool {
    struct FindTrait(bool);
    impl<'ast> Visit<'ast> for FindTrait {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }

        fn visit_type_trait_object(&mut self, _: &'ast syn::TypeTraitObject) {
            self.0 = true;
        }
    }
    let mut find = FindTrait(false);
    find.visit_type(ty);
    find.0
}

pub(crate) fn infer(span: Span) -> Type {
    Type::Infer(TypeInfer { attrs: Vec::new(), underscore_token: syn::Token![_](span) })
}

pub(crate) fn unit(span: Span) -> Type {
    Type::Tuple(syn::TypeTuple {
        attrs: Vec::new(),
        paren_token: syn::token::Paren(span),
        elems: syn::punctuated::Punctuated::new(),
    })
}

pub(crate) fn trait_path(bound: &TypeParamBound) -> Option<&Path> {
    if let TypeParamBound::Trait(bound) = bound { Some(&bound.path) } else { None }
}

/// The type without parentheses and without the invisible group of a `$ty:ty`.
pub(crate) fn peel(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => peel(&group.elem),
        Type::Paren(paren) => peel(&paren.elem),
        _ => ty,
    }
}

/// A type as one writes it: tokens are printed with spaces around each, and long ones on several lines.
pub(crate) fn display(ty: &Type) -> String {
    let tokens = ty.to_token_stream().to_string();
    let mut text = tokens.split_whitespace().collect::<Vec<_>>().join(" ");
    for (spaced, tight) in
        [(" < ", "<"), (" >", ">"), (" :: ", "::"), (" ,", ","), ("& ", "&"), ("( ", "("), (" )", ")")]
    {
        text = text.replace(spaced, tight);
    }
    text
}
