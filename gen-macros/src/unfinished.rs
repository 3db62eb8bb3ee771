//! What is half-written: a dot that nothing follows, as in `yield_!(pair.)`, or a statement that another follows.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, Parser};
use syn::{Expr, Ident};

use crate::operand::YieldKind;

// Input:
//     Some(pair.)
//
// Output:
//     Some(pair[{ let () = ::gen_core::__private::never(); ::gen_core::__private::compile_error! { ".." } }])
//
// An editor that is asked what can follow the dot looks for `pair` at the place that it has in the expansion once
// something follows. So nothing that stands before the dot may change. And whatever an index that is an error is
// applied to, rustc takes the result for a value of any type, and says nothing else about it.
pub(crate) fn parse_unfinished<P: Parser>(
    parser: P,
    tokens: TokenStream,
    around: Delimiter,
    error: &TokenStream,
) -> Option<P::Output> {
    parser.parse2(finish(tokens, around, error)).ok()
}

/// As [`parse_unfinished`]. The statements in it are those that follow a parenthesis that is not yet closed.
pub(crate) fn parse_unfinished_operand(tokens: &TokenStream, error: TokenStream) -> Expr {
    let parse = |tokens| parse_unfinished(Expr::parse, tokens, Delimiter::None, &error);
    parse(tokens.clone()).or_else(|| parse(quote!({ #tokens; (#error) }))).unwrap_or(Expr::Verbatim(error))
}

/// Whether a yield may hide in what is half-written, as [`may_hide_yield`](crate::check::may_hide_yield) asks it of
/// statements: whether there is another macro than those that suspend, or an attribute.
pub(crate) fn tokens_may_hide_yield(tokens: TokenStream) -> bool {
    let tokens: Vec<_> = tokens.into_iter().collect();
    tokens.iter().enumerate().any(|(i, token)| match (&tokens[..i], token) {
        ([path @ .., TokenTree::Ident(name), TokenTree::Punct(mark)], TokenTree::Group(_))
            if mark.as_char() == '!' && (path.last().is_some_and(is_colon) || !is_suspension(name)) =>
        {
            true
        }
        (_, TokenTree::Group(group)) => tokens_may_hide_yield(group.stream()),
        (_, TokenTree::Punct(mark)) => mark.as_char() == '#',
        (_, TokenTree::Ident(_) | TokenTree::Literal(_)) => false,
    })
}

fn is_colon(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(mark) if mark.as_char() == ':')
}

fn is_suspension(name: &Ident) -> bool {
    YieldKind::of(&name.clone().into()).is_some()
}

fn finish(tokens: TokenStream, around: Delimiter, error: &TokenStream) -> TokenStream {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut finished = TokenStream::new();
    for (i, token) in tokens.iter().enumerate() {
        let (previous, next) = (i.checked_sub(1).map(|i| &tokens[i]), tokens.get(i + 1));
        match token {
            TokenTree::Group(group) => finish_group(group, error).to_tokens(&mut finished),
            _ if is_dot(token) && !previous.is_some_and(is_dot) && !next.is_some_and(is_after_dot) => {
                finished.extend(quote!([#error]));
            }
            _ if around == Delimiter::Brace && is_let(token) && previous.is_some_and(ends_no_statement) => {
                finished.extend(quote!([#error]; #token));
            }
            _ => token.to_tokens(&mut finished),
        }
    }
    finished
}

fn finish_group(group: &Group, error: &TokenStream) -> Group {
    let mut finished = Group::new(group.delimiter(), finish(group.stream(), group.delimiter(), error));
    finished.set_span(group.span_open());
    finished
}

fn is_dot(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '.')
}

/// A member, a keyword that may follow an expression, be it on nightly alone, or the rest of a range.
fn is_after_dot(next: &TokenTree) -> bool {
    match next {
        TokenTree::Ident(ident) => POSTFIX.iter().any(|keyword| ident == keyword) || !is_keyword(ident),
        TokenTree::Literal(_) => true,
        token => is_dot(token),
    }
}

const POSTFIX: [&str; 4] = ["await", "match", "use", "yield"];

fn is_let(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == "let")
}

/// What can stand at the end of an expression, and not before a `let`.
fn ends_no_statement(previous: &TokenTree) -> bool {
    match previous {
        TokenTree::Ident(ident) => !is_keyword(ident),
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
        TokenTree::Punct(_) => is_dot(previous),
        TokenTree::Literal(_) => true,
    }
}

pub(crate) fn is_keyword(ident: &Ident) -> bool {
    syn::parse2::<Ident>(ident.to_token_stream()).is_err()
}
