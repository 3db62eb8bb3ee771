//! Attribute macros that stand before or behind `#[generator]`, and do not leave the function as it is.

use proc_macro::{Delimiter, Group, Span, TokenStream, TokenTree};

/// Gives back what it is given.
#[proc_macro_attribute]
pub fn identity(_: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// Makes all tokens look as if this macro had written them where it is called.
#[proc_macro_attribute]
pub fn respan(_: TokenStream, item: TokenStream) -> TokenStream {
    map(item, &mut |mut token| {
        token.set_span(Span::call_site());
        token.into()
    })
}

/// Puts each literal into a group without delimiters, as `macro_rules!` do with an `$expression`.
#[proc_macro_attribute]
pub fn regroup(_: TokenStream, item: TokenStream) -> TokenStream {
    map(item, &mut |token| match token {
        TokenTree::Literal(_) => TokenTree::Group(Group::new(Delimiter::None, token.into())).into(),
        token => token.into(),
    })
}

/// Begins each block behind `async` or `async move` with what is given to it.
#[proc_macro_attribute]
pub fn begin_async_blocks_with(statements: TokenStream, item: TokenStream) -> TokenStream {
    let mut behind_async = false;
    map(item, &mut |token| match token {
        TokenTree::Group(group) if behind_async && group.delimiter() == Delimiter::Brace => {
            behind_async = false;
            let inner = statements.clone().into_iter().chain(group.stream()).collect();
            TokenTree::Group(Group::new(Delimiter::Brace, inner)).into()
        }
        token => {
            let word = token.to_string();
            behind_async = word == "async" || behind_async && word == "move";
            token.into()
        }
    })
}

/// Replaces each token, and then those in the groups among what replaces it.
fn map(tokens: TokenStream, replace: &mut impl FnMut(TokenTree) -> TokenStream) -> TokenStream {
    let mut mapped = TokenStream::new();
    for token in tokens {
        for token in replace(token) {
            mapped.extend([match token {
                TokenTree::Group(group) if group.delimiter() != Delimiter::None => {
                    let mut inner = Group::new(group.delimiter(), map(group.stream(), replace));
                    inner.set_span(group.span());
                    TokenTree::Group(inner)
                }
                token => token,
            }]);
        }
    }
    mapped
}
