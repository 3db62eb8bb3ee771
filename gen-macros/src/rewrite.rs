//! Rewrites the yields that stand directly in a body, and the `#[for_await]` loops wherever something can be awaited.
//!
//! Yields below an attribute that may be a macro are left to `macro_rules!`, which rustc expands after the attribute:
//! nobody but rustc is to see what a yield becomes. What a `#[for_await]` loop becomes it may see, for nothing is
//! secret there, but it is given no mixed-site token: see `expand_yield`. (On stable Rust no such attribute can stand
//! at an expression or a statement.)

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Expr, ExprAsync, ExprClosure, ExprConst, Item, Macro, Stmt};

use crate::check::{is_for_await, is_inert};
use crate::emitter::Emitter;
use crate::operand::{YieldKind, parse_operand};

/// Returns how many suspensions there are.
pub(crate) fn rewrite_body(emitter: &Emitter<'_>, statements: &mut [Stmt]) -> usize {
    let mut rewrite = Rewrite { emitter, in_body: true, attributed: false, suspensions: 0 };
    for statement in statements {
        rewrite.visit_stmt_mut(statement);
    }
    rewrite.suspensions
}

struct Rewrite<'a> {
    emitter: &'a Emitter<'a>,
    /// Whether this is the generator's own body, and not that of a closure or an `async` block in it.
    in_body: bool,
    /// Whether this stands behind an attribute in its statement, or in another that does. (To which part of a statement
    /// an attribute belongs `syn` and rustc see differently.)
    attributed: bool,
    suspensions: usize,
}

impl Rewrite<'_> {
    fn outside_of_body(&mut self, visit: impl FnOnce(&mut Self)) {
        let in_body = std::mem::replace(&mut self.in_body, false);
        visit(self);
        self.in_body = in_body;
    }

    /// What `mac` becomes, if it is a yield.
    fn rewrite(&mut self, mac: &Macro) -> Option<TokenStream> {
        if !self.in_body || self.attributed {
            return None;
        }
        let kind = YieldKind::of(&mac.path)?;
        let mut operand = parse_operand(self.emitter.runtime, kind, mac).expr;
        self.visit_expr_mut(&mut operand);
        self.suspensions += 1;
        Some(self.emitter.suspension(kind, &operand.into_token_stream(), mac.path.span()))
    }
}

impl VisitMut for Rewrite<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let rewritten = match expr {
            Expr::Macro(mac) if mac.attrs.is_empty() => self.rewrite(&mac.mac).map(|rewritten| {
                // Without parentheses, what follows a yield that begins a statement would be another statement.
                let span = Span::mixed_site().located_at(mac.mac.path.span());
                quote_spanned!(span=> (#rewritten))
            }),
            Expr::ForLoop(for_loop) if for_loop.attrs.iter().any(is_for_await) => {
                visit_mut::visit_expr_for_loop_mut(self, for_loop);
                let hygiene = if self.attributed { Span::call_site() } else { Span::mixed_site() };
                Some(self.emitter.for_await(for_loop, hygiene))
            }
            Expr::ForLoop(for_loop) if self.in_body && self.emitter.is_beside(for_loop) => {
                visit_mut::visit_expr_for_loop_mut(self, for_loop);
                self.suspensions += 2;
                Some(self.emitter.loop_beside(for_loop))
            }
            _ => None,
        };
        match rewritten {
            Some(rewritten) => *expr = Expr::Verbatim(rewritten),
            None => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_attribute_mut(&mut self, attribute: &mut Attribute) {
        self.attributed |= !is_inert(attribute) && !is_for_await(attribute);
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        let attributed = self.attributed;
        let rewritten = match statement {
            Stmt::Macro(mac) if mac.attrs.is_empty() => {
                self.rewrite(&mac.mac).map(|rewritten| Stmt::Expr(Expr::Verbatim(rewritten), mac.semi_token))
            }
            _ => None,
        };
        match rewritten {
            Some(rewritten) => *statement = rewritten,
            None => visit_mut::visit_stmt_mut(self, statement),
        }
        self.attributed = attributed;
    }

    // What follows is not the generator's body.

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        self.outside_of_body(|rewrite| visit_mut::visit_expr_closure_mut(rewrite, closure));
    }

    fn visit_expr_async_mut(&mut self, block: &mut ExprAsync) {
        self.outside_of_body(|rewrite| visit_mut::visit_expr_async_mut(rewrite, block));
    }

    fn visit_expr_const_mut(&mut self, _: &mut ExprConst) {}

    fn visit_item_mut(&mut self, _: &mut Item) {}
}
