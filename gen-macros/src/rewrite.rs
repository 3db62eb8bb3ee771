//! Rewrites the yields that stand directly in a body.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprAsync, ExprClosure, ExprConst, Item, Macro, Stmt};

use crate::suspend::{Suspension, Templates, parse_operand};

pub(crate) fn rewrite_body(templates: &Templates<'_>, statements: &mut [Stmt]) {
    let mut rewrite = Rewrite { templates };
    for statement in statements {
        rewrite.visit_stmt_mut(statement);
    }
}

struct Rewrite<'a> {
    templates: &'a Templates<'a>,
}

impl Rewrite<'_> {
    /// What `mac` becomes, if it is a yield.
    fn rewrite(&mut self, mac: &Macro) -> Option<TokenStream> {
        let kind = Suspension::of(&mac.path)?;
        let mut operand = parse_operand(kind, mac).ok()?;
        self.visit_expr_mut(&mut operand);
        Some(self.templates.suspension(kind, &operand.into_token_stream(), mac.path.span()))
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
            _ => None,
        };
        match rewritten {
            Some(rewritten) => *expr = Expr::Verbatim(rewritten),
            None => visit_mut::visit_expr_mut(self, expr),
        }
    }

    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
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
    }

    // What follows is not the generator's body.

    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}

    fn visit_expr_async_mut(&mut self, _: &mut ExprAsync) {}

    fn visit_expr_const_mut(&mut self, _: &mut ExprConst) {}

    fn visit_item_mut(&mut self, _: &mut Item) {}
}
