//! Generators as expressions: what is written in `gen_!` and `gen_expr!`.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprParen, Pat, Token, token};

use crate::emit::Capture;
use crate::runtime::Runtime;

/// `[async] [move] { .. }`, in `gen_!` and `try_gen_!`.
pub(crate) struct GeneratorBlock {
    pub(crate) asyncness: Option<Token![async]>,
    pub(crate) capture: Capture,
    pub(crate) block: Block,
}

impl Parse for GeneratorBlock {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let asyncness = input.parse()?;
        let capture = parse_capture(input)?;
        if !input.peek(syn::token::Brace) {
            return Err(input.error(
                "`gen_!` and `try_gen_!` take a block: `gen_!({ .. })`, `gen_!(move { .. })`, `gen_!(async { .. })`",
            ));
        }
        let block = input.parse()?;
        if !input.is_empty() {
            return Err(input
                .error("nothing can follow the block of `gen_!` or `try_gen_!`; write all of it into the one block"));
        }
        Ok(Self { asyncness, capture, block })
    }
}

fn parse_capture(input: ParseStream<'_>) -> syn::Result<Capture> {
    Ok(if input.parse::<Option<Token![move]>>()?.is_some() { Capture::Move } else { Capture::Reference })
}

/// `[move] item for pat in iter [if condition].. [for ..]..`.
pub(crate) struct GeneratorExpression {
    pub(crate) capture: Capture,
    item: Expr,
    first: Clause,
    rest: Vec<Clause>,
}

/// `for pat in iter [if condition]..`.
struct Clause {
    for_token: Token![for],
    pattern: Pat,
    in_token: Token![in],
    iterable: Expr,
    conditions: Vec<(Token![if], Expr)>,
}

impl Parse for GeneratorExpression {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![async]) {
            return Err(input.error(
                "a generator expression cannot be `async`; write `gen_!(async { #[for_await] for .. in .. { yield_!(..) } })`",
            ));
        }
        let capture = parse_capture(input)?;
        let item = input.parse()?;
        if input.is_empty() {
            let message = "a generator expression loops over something: `item for pattern in iterable if condition`";
            return Err(syn::Error::new_spanned(item, message));
        }
        let first = input.parse()?;
        let mut rest = Vec::new();
        while !input.is_empty() {
            rest.push(input.parse()?);
        }
        Ok(Self { capture, item, first, rest })
    }
}

impl Parse for Clause {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![else]) {
            return Err(input.error(
                "a generator expression has no `else`: its `if` leaves items out; to choose between two items, write \
                 `if condition { a } else { b }` before the `for`",
            ));
        }
        if !input.peek(Token![for]) {
            return Err(
                input.error("expected `for`: a generator expression is `item for pattern in iterable if condition`")
            );
        }
        let for_token = input.parse()?;
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        if !input.peek(Token![in]) {
            return Err(
                input.error("expected `in`: a generator expression is `item for pattern in iterable if condition`")
            );
        }
        let in_token = input.parse()?;
        let iterable = with_parentheses_unseen(input.parse()?);
        let mut conditions = Vec::new();
        while input.peek(Token![if]) {
            conditions.push((input.parse()?, input.parse()?));
        }
        Ok(Self { for_token, pattern, in_token, iterable, conditions })
    }
}

/// Parentheses may be needed to end a range before an `if`, or around a struct literal; in the loop that is emitted
/// rustc would call those of the user unused.
fn with_parentheses_unseen(mut iterable: Expr) -> Expr {
    if let Expr::Paren(ExprParen { paren_token, expr, .. }) = &mut iterable {
        if matches!(**expr, Expr::Range(_)) {
            *paren_token = token::Paren(Span::call_site().located_at(expr.span()));
        }
    }
    iterable
}

impl GeneratorExpression {
    pub(crate) fn span(&self) -> Span {
        self.item.span()
    }

    // Input:
    //     x * y for x in xs if x > 0 for y in ys
    //
    // Output:
    //     let __first = ::gen_core::__private::once(::gen_core::__private::IntoIterator::into_iter(xs));
    pub(crate) fn first_iterable(&self, runtime: &Runtime) -> TokenStream {
        let iterable = &self.first.iterable;
        let span = Span::mixed_site().located_at(iterable.span());
        let private = runtime.private(span);
        quote_spanned! {span=>
            let __first = #private::once(#private::IntoIterator::into_iter(#iterable));
        }
    }

    // Output:
    //     for x in ::gen_core::__private::into_once(__first) {
    //         if x > 0 {
    //             for y in ys {
    //                 yield_!(x * y);
    //             }
    //         }
    //     }
    pub(crate) fn loops(&self, runtime: &Runtime) -> TokenStream {
        let span = Span::mixed_site().located_at(self.item.span());
        let item = &self.item;
        let innermost = quote_spanned!(span=> yield_!(#item););
        let inner = self.rest.iter().rev().fold(innermost, |inner, clause| clause.around(&clause.iterable, &inner));
        let span = Span::mixed_site().located_at(self.first.iterable.span());
        let private = runtime.private(span);
        self.first.around(quote_spanned!(span=> #private::into_once(__first)), &inner)
    }
}

impl Clause {
    fn around(&self, iterable: impl ToTokens, inner: &TokenStream) -> TokenStream {
        let Self { for_token, pattern, in_token, conditions, .. } = self;
        let inner = conditions.iter().rev().fold(inner.clone(), |inner, (if_token, condition)| {
            let span = Span::mixed_site().located_at(condition.span());
            quote_spanned!(span=> #if_token #condition { #inner })
        });
        let span = Span::mixed_site().located_at(pattern.span());
        quote_spanned!(span=> #for_token #pattern #in_token #iterable { #inner })
    }
}
