//! Finds the parameter that can lie beside the body.
//!
//! It can lie there if it is an iterator, and all that is done with it is that the body loops over it, once. Rule 2
//! says when it is dropped: with the loop, which is after what was made in the loop, and before what was made before
//! it, and the other arguments. What lies beside the body is dropped last of all. So it is put there only where nobody
//! can tell: before the loop nothing is made, and there is no other argument, that has a destructor.
//!
//! The next item is awaited. A loop with a yield suspends anyway, but rustc takes the head of the loop for another
//! place where the body may be suspended: so what is made before the loop must be `Send`, too.
//!
//! (An iterator that is asked by `next()` stays where it is: wherever that is written, a local that is not `Send` may
//! be in use.)

use quote::quote;
use syn::visit::Visit;
use syn::{
    Attribute, Expr, ExprForLoop, FnArg, Generics, Ident, Item, Local, Pat, PatIdent, PatType, Receiver, ReceiverKind,
    Signature, Stmt, Type, TypeParamBound, WherePredicate,
};

use crate::check::is_inert;
use crate::input::ParameterName;
use crate::operand::YieldKind;
use crate::parameters::count_mentions;
use crate::signature::{Asked, Form};

/// The name, where the body uses it, of the parameter of `signature` that can lie beside `body`; `names` are those of
/// [`rename_parameters`](crate::parameters::rename_parameters).
pub(crate) fn find_beside(
    asked: &Asked,
    signature: &Signature,
    names: &[ParameterName],
    body: &[Stmt],
) -> Option<Ident> {
    let is_refused = has_macro_attribute(body) || has_attributes(signature) || has_namesakes(names);
    if !matches!(asked.form, Form::Movable | Form::BoxDyn) || is_refused {
        return None;
    }
    let name = find_loop(body)?;
    let is_meant = |other: &ParameterName| matches!(other, ParameterName::Kept(other) if other == name);
    let (index, _) = names.iter().enumerate().find(|(_, other)| is_meant(other))?;
    let is_beside = is_iterator(signature, signature.inputs.get(index)?)
        && count_mentions(&quote!(#(#body)*), &name.to_string()) == 1
        && signature
            .inputs
            .iter()
            .enumerate()
            .all(|(other, input)| other == index || has_trivial_type(signature, input));
    is_beside.then(|| name.clone())
}

/// The name that the first loop over a name is over, if nothing is made before it that has a destructor, or is not
/// `Send`.
fn find_loop(body: &[Stmt]) -> Option<&Ident> {
    for statement in body {
        if let Stmt::Expr(Expr::ForLoop(for_loop), _) = statement {
            if let Some(name) = looped_over(for_loop) {
                return is_irrefutable(&for_loop.pat).then_some(name);
            }
        }
        if !makes_nothing(statement) {
            return None;
        }
    }
    None
}

/// What a loop is over, if it is a name.
pub(crate) fn looped_over(for_loop: &ExprForLoop) -> Option<&Ident> {
    match &*for_loop.expr {
        Expr::Path(path) if for_loop.attrs.is_empty() && path.attrs.is_empty() && path.qself.is_none() => {
            path.path.get_ident()
        }
        _ => None,
    }
}

/// Whether it is plain that a pattern matches everything. What begins with a capital may be a constant.
fn is_irrefutable(pattern: &Pat) -> bool {
    match pattern {
        Pat::Ident(PatIdent { attrs, ident, subpat, .. }) => {
            attrs.is_empty() && subpat.is_none() && is_lowercase(ident)
        }
        Pat::Wild(_) => true,
        Pat::Tuple(tuple) => tuple.elems.iter().all(is_irrefutable),
        Pat::Reference(reference) => is_irrefutable(&reference.pat),
        Pat::Paren(paren) => is_irrefutable(&paren.pat),
        _ => false,
    }
}

/// Whether a statement leaves nothing behind that has a destructor, or is not `Send`. A macro may be anything.
fn makes_nothing(statement: &Stmt) -> bool {
    match statement {
        Stmt::Local(Local { attrs, pat, init: Some(init), .. }) => {
            attrs.is_empty()
                && init.diverge.is_none()
                && (has_no_destructor(&init.expr) || matches!(pat, Pat::Type(typed) if is_number(&typed.ty)))
        }
        Stmt::Local(_) => false,
        Stmt::Item(item) => !matches!(item, Item::Macro(_) | Item::Verbatim(_)),
        Stmt::Macro(mac) => mac.attrs.is_empty() && YieldKind::of(&mac.mac.path).is_some(),
        Stmt::Expr(..) => true,
    }
}

/// Whether it is plain that a value has no destructor, and is `Send`.
fn has_no_destructor(value: &Expr) -> bool {
    match value {
        Expr::Lit(_) => true,
        Expr::Unary(unary) => has_no_destructor(&unary.expr),
        Expr::Paren(paren) => has_no_destructor(&paren.expr),
        Expr::Cast(cast) => is_number(&cast.ty),
        Expr::Tuple(tuple) => tuple.elems.iter().all(has_no_destructor),
        Expr::Array(array) => array.elems.iter().all(has_no_destructor),
        Expr::Repeat(repeat) => has_no_destructor(&repeat.expr),
        _ => false,
    }
}

fn is_lowercase(name: &Ident) -> bool {
    !name.to_string().starts_with(char::is_uppercase)
}

/// Whether a type has no destructor: one of references and numbers.
fn is_primitive(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) | Type::Ptr(_) => true,
        Type::Tuple(tuple) => tuple.elems.iter().all(is_primitive),
        Type::Array(array) => is_primitive(&array.elem),
        _ => is_number(ty),
    }
}

/// Whether a type is one of the language's own that refer to nothing.
fn is_number(ty: &Type) -> bool {
    const NUMBERS: [&str; 16] = [
        "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "u128", "u16", "u32", "u64", "u8",
        "usize",
    ];
    matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|name| NUMBERS.iter().any(|number| name == number)))
}

/// Whether it is plain that an argument has no destructor.
fn has_trivial_type(signature: &Signature, input: &FnArg) -> bool {
    match input {
        FnArg::Receiver(receiver) => matches!(receiver.kind, ReceiverKind::Reference(..)),
        FnArg::Typed(parameter) => is_primitive(&parameter.ty) || is_copy(signature, &parameter.ty),
    }
}

/// Whether a type is a parameter, or `impl Trait`, with the bound `Copy`: such a one has no destructor.
fn is_copy(signature: &Signature, ty: &Type) -> bool {
    bounds_of(signature, ty).iter().any(|bound| is_called(bound, &["Copy"]))
}

fn has_attributes(signature: &Signature) -> bool {
    signature.inputs.iter().any(|input| {
        let (FnArg::Receiver(Receiver { attrs, .. }) | FnArg::Typed(PatType { attrs, .. })) = input;
        !attrs.is_empty()
    })
}

/// Whether two parameters have the same name, and hygiene alone tells them apart.
fn has_namesakes(names: &[ParameterName]) -> bool {
    let mut names: Vec<_> = names.iter().map(|name| name.ident().to_string()).collect();
    names.sort();
    names.windows(2).any(|pair| pair[0] == pair[1])
}

/// Whether a parameter is an iterator, and nothing else: a type parameter or `impl Trait` without other methods.
fn is_iterator(signature: &Signature, input: &FnArg) -> bool {
    let FnArg::Typed(parameter) = input else { return false };
    are_of_iterator(&bounds_of(signature, &parameter.ty))
}

/// The bounds of a type that is `impl Trait` or a type parameter.
fn bounds_of(signature: &Signature, ty: &Type) -> Vec<TypeParamBound> {
    match ty {
        Type::ImplTrait(opaque) => opaque.bounds.iter().cloned().collect(),
        Type::Path(path) if path.qself.is_none() => {
            path.path.get_ident().map_or_else(Vec::new, |name| bounds_of_parameter(&signature.generics, name))
        }
        _ => Vec::new(),
    }
}

/// The bounds of a type parameter of the function itself. What else is said of others it need not say.
fn bounds_of_parameter(generics: &Generics, name: &Ident) -> Vec<TypeParamBound> {
    let Some(parameter) = generics.type_params().find(|parameter| parameter.ident == *name) else { return Vec::new() };
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let of_where = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(predicate) if is_ident(&predicate.bounded_ty, name) => Some(&predicate.bounds),
        _ => None,
    });
    parameter.bounds.iter().chain(of_where.flatten()).cloned().collect()
}

fn is_ident(ty: &Type, name: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident(name))
}

/// Whether these are the bounds of an iterator, and none that bring other methods.
fn are_of_iterator(bounds: &[TypeParamBound]) -> bool {
    let is_harmless = |bound| {
        matches!(bound, &TypeParamBound::Lifetime(_)) || is_called(bound, &["Iterator", "Send", "Sync", "Unpin"])
    };
    bounds.iter().any(|bound| is_called(bound, &["Iterator"])) && bounds.iter().all(is_harmless)
}

fn is_called(bound: &TypeParamBound, names: &[&str]) -> bool {
    match bound {
        TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name))
        }
        _ => false,
    }
}

/// Whether an attribute in the body may be a macro: what stands below it is not rewritten.
fn has_macro_attribute(body: &[Stmt]) -> bool {
    struct FindAttribute(bool);
    impl<'ast> Visit<'ast> for FindAttribute {
        fn visit_attribute(&mut self, attribute: &'ast Attribute) {
            self.0 |= !is_inert(attribute);
        }
    }
    let mut find = FindAttribute(false);
    for statement in body {
        find.visit_stmt(statement);
    }
    find.0
}
