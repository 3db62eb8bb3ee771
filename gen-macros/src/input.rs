//! What was written: the attribute's arguments and the function under it.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Block, Path, Signature, Stmt, Token, Visibility, braced, token};

/// `#[generator]` or `#[generator(crate = path)]`.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) runtime: Runtime,
}

/// Where the runtime is: `::gen_core`, if nothing else was written.
#[derive(Default)]
pub(crate) struct Runtime {
    /// The keyword `crate`, and the path behind it.
    written: Option<(Token![crate], Path)>,
}

impl Runtime {
    /// Where the runtime keeps what an expansion refers to.
    pub(crate) fn private(&self, asynchronous: bool, span: Span) -> TokenStream {
        let path = self.at(span);
        if asynchronous {
            quote_spanned!(span=> #path::__private::asynchronous)
        } else {
            quote_spanned!(span=> #path::__private)
        }
    }

    /// The path, spanned so that an error in the expansion is shown at `span`.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        self.written.as_ref().map_or_else(|| quote_spanned!(span=> ::gen_core), |(_, path)| path.to_token_stream())
    }

    /// An error as an expression, in an expansion which is complete but for it. As it stands at the user's tokens, it may be
    /// another `compile_error!` than rustc's that is found, and the expansion may compile. Then it panics here, where
    /// something could be awaited that is trusted not to be.
    pub(crate) fn compile_error(&self, error: &syn::Error) -> TokenStream {
        let (span, message) = (error.span(), error.to_string());
        let path: TokenStream = self.at(span).into_iter().map(|token| relocated(token, span)).collect();
        let shown = quote_spanned!(span=> #path::__private::compile_error! { #message });
        let span = Span::mixed_site().located_at(span);
        let path = self.at(span);
        quote_spanned!(span=> { let () = #path::__private::never(); #shown })
    }

    /// The block that calls the runtime. Who writes where the runtime is vouches for what is called there: the block is then
    /// theirs, and refused where they forbid `unsafe`, unless it is another crate's macro that writes it.
    pub(crate) fn unsafe_block(&self, call: TokenStream) -> TokenStream {
        let span = self.written.as_ref().map_or_else(Span::call_site, |(keyword, _)| keyword.span);
        let mut block = Group::new(Delimiter::Brace, call);
        block.set_span(span);
        quote_spanned!(span=> unsafe #block)
    }
}

fn relocated(mut token: TokenTree, span: Span) -> TokenTree {
    token.set_span(token.span().located_at(span));
    token
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Ok(Self::default());
        }
        if !input.peek(Token![crate]) {
            return Err(input.error("`#[generator]` takes no argument but `crate = path::to::gen_core`; remove this: the return type says what is made"));
        }
        let keyword = input.parse()?;
        input.parse::<Token![=]>()?;
        let path = Path::parse_mod_style(input)?;
        input.parse::<Option<Token![,]>>()?;
        if !input.is_empty() {
            return Err(input.error("`#[generator]` takes one argument, `crate = path::to::gen_core`; remove this"));
        }
        Ok(Self { runtime: Runtime { written: Some((keyword, path)) } })
    }
}

/// The function that becomes a generator.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: Body,
}

/// What stands behind the signature.
pub(crate) enum Body {
    /// Statements that are understood.
    Parsed(token::Brace, Vec<Stmt>),
    /// Statements that rustc accepts, or an editor shows half-written, and `syn` does not understand. They are passed
    /// through: rustc expands the yields in them, and finds the mistakes.
    Opaque(token::Brace, TokenStream),
    /// A semicolon.
    Missing(Token![;]),
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attributes = Attribute::parse_outer(input)?;
        let visibility = input.parse()?;
        let signature = input.parse().map_err(|error| {
            syn::Error::new(error.span(), format!("`#[generator]` goes on a function or a method: {error}"))
        })?;
        let body =
            if input.peek(Token![;]) { Body::Missing(input.parse()?) } else { parse_body(input, &mut attributes)? };
        Ok(Self { attributes, visibility, signature, body })
    }
}

/// Inner attributes of the body become outer ones of the function, where they mean the same.
fn parse_body(input: ParseStream<'_>, attributes: &mut Vec<Attribute>) -> syn::Result<Body> {
    let content;
    let brace_token: token::Brace = braced!(content in input);
    let inner = Attribute::parse_inner(&content)?;
    attributes.extend(inner.into_iter().map(|attribute| Attribute { style: syn::AttrStyle::Outer, ..attribute }));
    let tokens: TokenStream = content.parse()?;
    Ok(match Block::parse_within.parse2(tokens.clone()) {
        Ok(statements) => Body::Parsed(brace_token, statements),
        Err(_) => Body::Opaque(brace_token, tokens),
    })
}
