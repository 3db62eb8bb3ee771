//! Macros that do not leave a generator as it is: attributes before or behind `#[generator]`, and others in its body.

use proc_macro::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

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

/// Makes of each `async` block one that awaits what the named function makes of it: `async { name(async { .. }).await
/// }`.
#[proc_macro_attribute]
pub fn wrap_async_blocks_with(name: TokenStream, item: TokenStream) -> TokenStream {
    let mut wrapped = TokenStream::new();
    let mut head = Vec::new();
    for token in item {
        match token {
            TokenTree::Group(block) if !head.is_empty() && block.delimiter() == Delimiter::Brace => {
                let inner = head.iter().cloned().chain([TokenTree::Group(block)]).collect();
                let call = TokenTree::Group(Group::new(Delimiter::Parenthesis, inner));
                let outer = name.clone().into_iter().chain([call]).chain(tokens(".await")).collect();
                wrapped.extend(head.drain(..).chain([TokenTree::Group(Group::new(Delimiter::Brace, outer))]));
            }
            TokenTree::Group(group) => {
                let inner = wrap_async_blocks_with(name.clone(), group.stream());
                wrapped.extend(head.drain(..).chain([TokenTree::Group(Group::new(group.delimiter(), inner))]));
            }
            token => {
                let word = token.to_string();
                if word == "async" || !head.is_empty() && word == "move" {
                    head.push(token);
                } else {
                    wrapped.extend(head.drain(..).chain([token]));
                }
            }
        }
    }
    wrapped.extend(head);
    wrapped
}

/// Puts its argument behind the other attributes of the item.
#[proc_macro_attribute]
pub fn append(attribute: TokenStream, item: TokenStream) -> TokenStream {
    let item: Vec<TokenTree> = item.into_iter().collect();
    let attributes = item.iter().step_by(2).take_while(|token| token.to_string() == "#").count();
    let (attributes, rest) = item.split_at(2 * attributes);
    let last = tokens("#").into_iter().chain([TokenTree::Group(Group::new(Delimiter::Bracket, attribute))]);
    attributes.iter().cloned().chain(last).chain(rest.iter().cloned()).collect()
}

/// Makes a generator of the item, whose runtime is at the path that is given; of `unsafe` it says nothing.
#[proc_macro_attribute]
pub fn generator_of(path: TokenStream, item: TokenStream) -> TokenStream {
    tokens(&format!("#[::gen_core::generator(crate = {path})]")).into_iter().chain(item).collect()
}

/// Gives the generator's handle away, if the innermost group of what is given to it was written by our expansion.
#[proc_macro]
pub fn handle_beside(item: TokenStream) -> TokenStream {
    handle_at(innermost(item))
}

/// The same for an item: a macro, `handle!`, that gives it away.
#[proc_macro_derive(HandleBeside)]
pub fn derive_handle_beside(item: TokenStream) -> TokenStream {
    let handle = TokenTree::Group(Group::new(Delimiter::Brace, handle_at(innermost(item))));
    tokens("macro_rules! handle { () => HANDLE }")
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(rule) => {
                let rule = rule
                    .stream()
                    .into_iter()
                    .map(|part| if part.to_string() == "HANDLE" { handle.clone() } else { part });
                TokenTree::Group(Group::new(Delimiter::Brace, rule.collect()))
            }
            token => token,
        })
        .collect()
}

/// What the handle is called in our expansion, as if that had written it where `span` is from.
fn handle_at(span: Span) -> TokenStream {
    [TokenTree::Punct(Punct::new('&', Spacing::Alone)), TokenTree::Ident(Ident::new("__co", span))]
        .into_iter()
        .collect()
}

/// Where the innermost of the first groups is from.
fn innermost(tokens: TokenStream) -> Span {
    let mut span = Span::call_site();
    let mut inner = tokens;
    while let Some(group) = inner.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => Some(group),
        _ => None,
    }) {
        (span, inner) = (group.span(), group.stream());
    }
    span
}

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("the text is made of tokens")
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
