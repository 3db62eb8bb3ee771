//! What is allowed in a body, as far as it can be seen. What hides in the arguments of other macros rustc finds, by the
//! label that every yield refers to.

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Expr, ExprAsync, ExprAwait, ExprCall, ExprClosure, ExprConst, ExprForLoop, ExprMacro, ExprMethodCall,
    ExprReturn, ExprTry, ExprWhile, ExprYield, ImplItemFn, ItemFn, Macro, Path, Stmt, StmtMacro, TraitItemFn,
};

use crate::errors::Errors;
use crate::operand::{Operand, YieldKind, parse_operand};
use crate::runtime::Runtime;
use crate::signature::{Asked, Form, is_unit, peel};
use crate::unfinished::tokens_may_hide_yield;
use crate::value::{describe_last_of_try_generator, describe_returned_item, describe_yielded_result};

/// Checks a whole body. What is wrong in the operand of a yield the body itself shows; it is an error here if something
/// else is wrong, too, and nobody will see the body.
pub(crate) fn check_body(name: Option<&syn::Ident>, asked: &Asked, statements: &[Stmt], errors: &Errors) {
    let mut check = Check { name, asked, scope: Scope::Generator, errors, in_operands: Vec::new() };
    for statement in statements {
        check.visit_stmt(statement);
    }
    if let Some(Stmt::Expr(value, None)) = statements.last() {
        check.check_last(value);
    }
    if !errors.is_empty() {
        check.in_operands.into_iter().for_each(|error| errors.push(error));
    }
}

/// Checks a body that is not understood for what rustc knows, but not on stable. What it means in the arguments of a
/// macro that macro decides.
pub(crate) fn check_tokens(tokens: &TokenStream, errors: &Errors) {
    let (mut after_for, mut after_mark) = (false, false);
    for token in tokens.clone() {
        match &token {
            TokenTree::Group(group) if !after_mark => check_tokens(&group.stream(), errors),
            TokenTree::Ident(ident) if after_for && ident == "await" => {
                errors.on(ident, "write `#[for_await] for item in stream` to loop over a stream");
            }
            _ => {}
        }
        after_for = matches!(&token, TokenTree::Ident(ident) if ident == "for");
        after_mark = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '!');
    }
}

/// Whether a yield may hide in a body: in the arguments of a macro, in what is not understood, or below an attribute,
/// which yields are left alone for.
pub(crate) fn may_hide_yield(statements: &[Stmt]) -> bool {
    let mut find = FindHidden { found: false };
    for statement in statements {
        find.visit_stmt(statement);
    }
    find.found
}

/// Whether an attribute has the name of one of the language's own that leave alone what they stand at. No macro can
/// have that name.
pub(crate) fn is_inert(attribute: &Attribute) -> bool {
    is_inert_name(attribute.path())
}

/// The same for the name of an attribute.
pub(crate) fn is_inert_name(name: &Path) -> bool {
    const INERT: [&str; 11] =
        ["allow", "cfg", "cold", "deny", "deprecated", "doc", "expect", "forbid", "inline", "must_use", "warn"];
    name.get_ident().is_some_and(|name| INERT.iter().any(|inert| name == inert))
}

/// The yield that an expression is, and its attributes. What is called so in a pattern, in a type, or among items is
/// none.
fn yield_of_expression(expr: &Expr) -> Option<(&[Attribute], YieldKind, &Macro)> {
    match expr {
        Expr::Macro(ExprMacro { attrs, mac }) => Some((attrs, YieldKind::of(&mac.path)?, mac)),
        _ => None,
    }
}

/// As [`yield_of_expression`].
fn yield_of_statement(statement: &Stmt) -> Option<(&[Attribute], YieldKind, &Macro)> {
    match statement {
        Stmt::Macro(StmtMacro { attrs, mac, .. }) => Some((attrs, YieldKind::of(&mac.path)?, mac)),
        _ => None,
    }
}

struct FindHidden {
    found: bool,
}

impl FindHidden {
    fn visit_yield(&mut self, attributes: &[Attribute], kind: YieldKind, mac: &Macro) {
        for attribute in attributes {
            self.visit_attribute(attribute);
        }
        match parse_operand(&Runtime::default(), kind, mac) {
            Operand { expr, error: None } => self.visit_expr(&expr),
            // This never compiles: the expansion is to be what it will be without the error.
            Operand { error: Some(_), .. } => self.found |= tokens_may_hide_yield(mac.tokens.clone()),
        }
    }
}

impl<'ast> Visit<'ast> for FindHidden {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match yield_of_expression(expr) {
            Some((attributes, kind, mac)) => self.visit_yield(attributes, kind, mac),
            None => visit::visit_expr(self, expr),
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        match yield_of_statement(statement) {
            Some((attributes, kind, mac)) => self.visit_yield(attributes, kind, mac),
            None => visit::visit_stmt(self, statement),
        }
    }

    fn visit_macro(&mut self, _: &'ast Macro) {
        self.found = true;
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        self.found |= !is_for_await(attribute);
    }

    fn visit_token_stream(&mut self, _: &'ast TokenStream) {
        self.found = true;
    }
}

/// Whose body a piece of code belongs to.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Scope {
    Generator,
    Closure,
    AsyncBlock,
    ConstBlock,
    NestedFunction,
}

struct Check<'a> {
    /// The function's, if it is one.
    name: Option<&'a syn::Ident>,
    asked: &'a Asked,
    scope: Scope,
    errors: &'a Errors,
    /// The errors that stand in the operands of yields.
    in_operands: Vec<syn::Error>,
}

impl Check<'_> {
    fn within(&mut self, scope: Scope, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.scope, scope);
        visit(self);
        self.scope = outer;
    }

    fn check_suspension(&mut self, kind: YieldKind, mac: &Macro) {
        self.check_scope_of_suspension(kind, mac);
        let Operand { expr, error } = parse_operand(&Runtime::default(), kind, mac);
        self.in_operands.extend(error);
        match kind {
            YieldKind::Yield if self.asked.tries() => {
                self.errors.on_if(&expr, describe_yielded_result(&self.asked.yields, &expr));
            }
            YieldKind::Yield => {}
            YieldKind::YieldFrom => self.check_recursion(&expr),
        }
        self.visit_expr(&expr);
    }

    /// A yield suspends the generator; it cannot suspend a function that the generator calls.
    fn check_scope_of_suspension(&self, kind: YieldKind, mac: &Macro) {
        let name = kind.name();
        let message = match self.scope {
            Scope::Generator => return,
            Scope::Closure => format!(
                "`{name}` in a closure: it would have to suspend the closure's caller; \
                 move it out of the closure, for example into a `for` loop in the generator's own body"
            ),
            Scope::AsyncBlock => format!(
                "`{name}` in an `async` block: the block is a future of its own, which only its executor can suspend; \
                 move it into the generator's own body{}",
                // `#[instrument]` and its like move the body of an `async fn` into a block.
                if self.asked.is_async() {
                    "; if an attribute before `#[generator]` has written the block, put it behind `#[generator]`"
                } else {
                    ""
                }
            ),
            Scope::ConstBlock => format!(
                "`{name}` in a `const` block, which is evaluated when the program is compiled; move it out of the block"
            ),
            Scope::NestedFunction => format!(
                "`{name}` in a nested function, which is not a generator; \
                 put `#[generator]` on that function too and delegate to it with `yield_from!`"
            ),
        };
        self.errors.on(mac, message);
    }

    /// A loop over a stream awaits each item.
    fn check_scope_of_for_await(&self, attribute: &Attribute) {
        let message = match self.scope {
            Scope::Generator if self.asked.is_async() => return,
            Scope::AsyncBlock => return,
            Scope::Generator if self.name.is_none() => {
                let message =
                    format!("`#[for_await]` needs an `async` generator: write `{}(async {{ .. }})`", self.asked.name());
                return self.errors.on(attribute, message);
            }
            Scope::Generator => {
                "`#[for_await]` needs an `async` generator: write `async fn`, and return `impl Stream<Item = Y>`"
            }
            Scope::Closure => {
                "`#[for_await]` in a closure, which cannot await anything; move it into the generator's own body"
            }
            Scope::ConstBlock => {
                "`#[for_await]` in a `const` block, which cannot await anything; move it into the generator's own body"
            }
            Scope::NestedFunction => {
                "`#[for_await]` in a nested function, which is not a generator; loop with \
                 `while let Some(item) = stream.next().await`, or, if the function is to yield, put `#[generator]` on it, too"
            }
        };
        self.errors.on(attribute, message);
    }

    /// A pinned generator that holds itself would be infinitely large; the others lie in boxes. rustc says so of an
    /// `async` block that nobody wrote.
    fn check_recursion(&self, source: &Expr) {
        let Some(name) = self.name else { return };
        let boxed = match self.asked.form {
            Form::InPlace => "BoxGenerator",
            Form::AsyncInPlace => "BoxAsyncGenerator",
            _ => return,
        };
        if self.scope == Scope::Generator && calls(name, source) {
            self.errors.on(
                source,
                format!(
                    "the pinned generator `{name}` contains itself, so its size would be infinite; let `{name}` return \
                     `Local{boxed}<'_, Y>`, or `{boxed}<'_, Y>` where it must be `Send`"
                ),
            );
        }
    }

    /// An iterator returns nothing: what it returns was to be its last item.
    fn check_returned(&self, value: &Expr) {
        if self.scope == Scope::Generator && self.asked.has_items_only && !self.asked.tries() {
            self.errors.on_if(value, describe_returned_item(value));
        }
    }

    fn check_last(&self, value: &Expr) {
        if self.asked.tries() {
            self.errors.on_if(value, describe_last_of_try_generator(self.asked.name(), value));
        } else {
            self.check_returned(value);
        }
    }

    /// Why an expression cannot be awaited.
    fn describe_wrong_await(&self, awaited: &Expr) -> Option<String> {
        let synchronous = !self.asked.is_async();
        if self.scope != Scope::Generator {
            return None;
        }
        if let Expr::Macro(ExprMacro { mac, .. }) = awaited {
            // What is sent to an asynchronous generator, or what its delegate returns, may be a future.
            let kind = YieldKind::of(&mac.path)
                .filter(|kind| synchronous || *kind == YieldKind::Yield && is_unit(&self.asked.resume));
            if let Some(kind) = kind {
                return Some(format!("`{}` suspends by itself: remove `.await`", kind.name()));
            }
        }
        synchronous.then(|| match self.name {
            Some(_) => {
                "`.await` needs an `async` generator: write `async fn`, and return `impl Stream<Item = Y>`; or await \
                        the value before, and give it to the generator as an argument"
                    .into()
            }
            None => format!(
                "`.await` needs an `async` generator: write `{}(async {{ .. }})`, or await the value before",
                self.asked.name()
            ),
        })
    }

    fn visit_function(&mut self, attributes: &[Attribute], visit: impl FnOnce(&mut Self)) {
        // A nested generator is checked when its own attribute is expanded.
        if !attributes.iter().any(is_generator) {
            self.within(Scope::NestedFunction, visit);
        }
    }
}

/// Whether `source` calls the function or method `name`.
fn calls(name: &syn::Ident, source: &Expr) -> bool {
    match source {
        Expr::Call(ExprCall { func, .. }) => {
            let Expr::Path(function) = &**func else { return false };
            let segments = &function.path.segments;
            let qualified = segments.len() == 1 || segments.len() == 2 && segments[0].ident == "Self";
            qualified && segments.last().is_some_and(|last| last.ident == *name)
        }
        Expr::MethodCall(ExprMethodCall { receiver, method, .. }) => {
            matches!(&**receiver, Expr::Path(path) if path.path.is_ident("self")) && method == name
        }
        _ => false,
    }
}

fn is_generator(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "generator" || last.ident == "try_generator")
}

impl<'ast> Visit<'ast> for Check<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        match yield_of_expression(expr) {
            Some((_, kind, mac)) => self.check_suspension(kind, mac),
            None => visit::visit_expr(self, expr),
        }
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        match yield_of_statement(statement) {
            Some((_, kind, mac)) => self.check_suspension(kind, mac),
            None => visit::visit_stmt(self, statement),
        }
    }

    /// In the body the name is ours, whatever rustc would find outside of it.
    fn visit_macro(&mut self, mac: &'ast Macro) {
        if let Some(kind) = YieldKind::of(&mac.path) {
            let name = kind.name();
            let message = format!(
                "`{name}` is an expression, and none can stand here; if this is a macro of yours, give it another name"
            );
            self.errors.on(mac, message);
        }
    }

    fn visit_expr_await(&mut self, await_: &'ast ExprAwait) {
        if let Some(message) = self.describe_wrong_await(&await_.base) {
            self.errors.push(syn::Error::new(await_.await_token.span, message));
        }
        visit::visit_expr_await(self, await_);
    }

    fn visit_expr_for_loop(&mut self, for_loop: &'ast ExprForLoop) {
        if let Some(attribute) = for_loop.attrs.iter().find(|attribute| is_for_await(attribute)) {
            self.check_scope_of_for_await(attribute);
        }
        visit::visit_expr_for_loop(self, for_loop);
    }

    fn visit_expr_while(&mut self, while_: &'ast ExprWhile) {
        if let Some(attribute) = while_.attrs.iter().find(|attribute| is_for_await(attribute)) {
            self.errors.on(attribute, "`#[for_await]` goes on a `for` loop: `for item in stream { .. }`");
        }
        visit::visit_expr_while(self, while_);
    }

    fn visit_expr_return(&mut self, return_: &'ast ExprReturn) {
        if let Some(value) = &return_.expr {
            self.check_returned(value);
        }
        visit::visit_expr_return(self, return_);
    }

    /// rustc would say that an `async` block must return a `Result`, and not how.
    fn visit_expr_try(&mut self, try_: &'ast ExprTry) {
        if self.scope == Scope::Generator && !self.asked.tries() && is_unit(peel(&self.asked.returns)) {
            let message = if self.asked.has_items_only {
                "`?` in a generator that returns `()`; to yield the error as the last item, write `#[try_generator]`, and \
                 `Item = Result<Y, E>`; to end the generator where there is nothing, `let Some(x) = .. else { return };`"
            } else {
                "`?` in a generator that returns `()`; handle the error in the body, or let the generator return it: \
                 `Return = Result<(), E>`"
            };
            self.errors.on(try_.question_token, message);
        }
        visit::visit_expr_try(self, try_);
    }

    /// Without the `!` it is a call of a function that is not there.
    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        if let Expr::Path(function) = &*call.func {
            if let Some(kind) = YieldKind::of(&function.path) {
                self.errors.on(
                    function,
                    format!(
                        "this is a macro: write `{}(..)`; if it is a function of yours, call it by a path",
                        kind.name()
                    ),
                );
            }
        }
        visit::visit_expr_call(self, call);
    }

    /// `yield` is a keyword that rustc knows, but not on stable.
    fn visit_expr_yield(&mut self, yield_: &'ast ExprYield) {
        self.errors.push(syn::Error::new(yield_.yield_token.span(), "write `yield_!(value)` to yield a value"));
        visit::visit_expr_yield(self, yield_);
    }

    fn visit_expr_closure(&mut self, closure: &'ast ExprClosure) {
        let scope = if closure.asyncness.is_some() { Scope::AsyncBlock } else { Scope::Closure };
        self.within(scope, |check| visit::visit_expr_closure(check, closure));
    }

    fn visit_expr_async(&mut self, block: &'ast ExprAsync) {
        self.within(Scope::AsyncBlock, |check| visit::visit_expr_async(check, block));
    }

    fn visit_expr_const(&mut self, block: &'ast ExprConst) {
        self.within(Scope::ConstBlock, |check| visit::visit_expr_const(check, block));
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.visit_function(&function.attrs, |check| visit::visit_item_fn(check, function));
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.visit_function(&function.attrs, |check| visit::visit_impl_item_fn(check, function));
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        self.visit_function(&function.attrs, |check| visit::visit_trait_item_fn(check, function));
    }
}

pub(crate) fn is_for_await(attribute: &Attribute) -> bool {
    attribute.path().is_ident("for_await")
}
