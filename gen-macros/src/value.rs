//! Values that a body returns or yields, and that cannot be meant. rustc would say which type it expects, and not why.

use syn::{Expr, ExprCall, Type};

use crate::signature::peel;
use crate::wrong_return_type::{first_argument, may_be_alias};

/// What is wrong with a value that is returned by a body that returns `()`.
pub(crate) fn describe_returned_item(value: &Expr) -> Option<&'static str> {
    if matches!(value, Expr::Path(path) if path.path.is_ident("None")) {
        return Some("this generator yields items and returns nothing; to end it, write `return;`");
    }
    is_never_unit(value).then_some(
        "this generator yields items and returns nothing; to yield this as an item, write `yield_!(..)`; to end the \
         generator, `return;`",
    )
}

/// Whether an expression is a value of another type than `()`, whatever stands in it.
fn is_never_unit(value: &Expr) -> bool {
    match value {
        Expr::Array(_)
        | Expr::Closure(_)
        | Expr::Lit(_)
        | Expr::Range(_)
        | Expr::Reference(_)
        | Expr::Repeat(_)
        | Expr::Struct(_) => true,
        Expr::Tuple(tuple) => !tuple.elems.is_empty(),
        Expr::Call(_) => ["Some", "Ok", "Err"].iter().any(|name| wrapped_in(name, value).is_some()),
        _ => false,
    }
}

/// What is wrong with the last expression of a `#[try_generator]`.
pub(crate) fn describe_last_of_try_generator(name: &str, value: &Expr) -> Option<String> {
    if wrapped_in("Ok", value).is_some_and(|value| matches!(value, Expr::Tuple(tuple) if tuple.elems.is_empty())) {
        return Some(format!("a `{name}` ends by itself: remove this `Ok(())`"));
    }
    wrapped_in("Err", value).map(|_| format!("to end a `{name}` with an error, write `return Err(..);`"))
}

/// What is wrong with a value that a `#[try_generator]` of such `items` yields.
pub(crate) fn describe_yielded_result(items: &Type, value: &Expr) -> Option<&'static str> {
    if may_be_result(first_argument(peel(items))?) {
        return None;
    }
    if wrapped_in("Ok", value).is_some() {
        return Some(
            "`yield_!` in a `#[try_generator]` wraps the value in `Ok`: write `yield_!(..)` of what is in this one",
        );
    }
    wrapped_in("Err", value).and(Some(
        "an error ends a `#[try_generator]`: write `return Err(..);`; to yield one and go on, use `#[generator]`",
    ))
}

/// The argument of a call of `name`, if `value` is one.
fn wrapped_in<'a>(name: &str, value: &'a Expr) -> Option<&'a Expr> {
    let Expr::Call(ExprCall { func, args, .. }) = value else { return None };
    let is_called = matches!(&**func, Expr::Path(function) if function.path.is_ident(name));
    if is_called && args.len() == 1 { args.first() } else { None }
}

fn may_be_result(ty: &Type) -> bool {
    let ty = peel(ty);
    may_be_alias(ty)
        || matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Result"))
}
