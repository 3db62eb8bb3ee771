//! Parses what was written: the attribute's arguments, the function under it, and what is handed on to [the
//! body](crate::expand).

use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Block, Path, Signature, Stmt, Token, Visibility, braced, bracketed, parenthesized, token};

use crate::emit::count_tokens;
use crate::runtime::Runtime;
use crate::signature;
use crate::unfinished::parse_unfinished;

/// `#[generator]` or `#[generator(unsafe(crate = path))]`.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) runtime: Runtime,
}

const ARGUMENT: &str = "`unsafe(crate = path::to::gen_core)`";

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Ok(Self::default());
        }
        if !input.peek(Token![unsafe]) {
            return Err(input.error(if input.peek(Token![crate]) {
                format!(
                    "nothing checks that this path leads to `gen_core`, and a generator is sound only if it does; write \
                     {ARGUMENT}"
                )
            } else {
                format!("`#[generator]` takes no argument but {ARGUMENT}; remove this: the return type says what is made")
            }));
        }
        let unsafe_token = input.parse()?;
        let content;
        parenthesized!(content in input);
        content.parse::<Token![crate]>()?;
        content.parse::<Token![=]>()?;
        let path = Path::parse_mod_style(&content)?;
        input.parse::<Option<Token![,]>>()?;
        if !content.is_empty() || !input.is_empty() {
            let rest = if content.is_empty() { input } else { &content };
            return Err(rest.error(format!("`#[generator]` takes one argument, {ARGUMENT}; remove this")));
        }
        Ok(Self { runtime: Runtime::vouched_for(unsafe_token, path) })
    }
}

/// The function under the attribute. Its body is left as it is: attributes that are yet to be expanded may change it.
pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
    pub(crate) body: UnparsedBody,
}

/// The body or the semicolon behind a signature.
pub(crate) enum UnparsedBody {
    Braced(Group),
    Missing(Token![;]),
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attributes = Attribute::parse_outer(input)?;
        let visibility = input.parse()?;
        let signature = input.parse().map_err(|error| {
            syn::Error::new(error.span(), format!("`#[generator]` goes on a function or a method: {error}"))
        })?;
        let mut body: UnparsedBody = input.parse()?;
        attributes.extend(body.take_attributes()?);
        Ok(Self { attributes, visibility, signature, body })
    }
}

impl Parse for UnparsedBody {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(Token![;]) {
            return input.parse().map(Self::Missing);
        }
        if !input.peek(token::Brace) {
            return Err(input.error("expected the body of a function, in curly braces"));
        }
        input.parse().map(Self::Braced)
    }
}

impl UnparsedBody {
    /// Takes the inner attributes out, as outer ones of the function, where they mean the same.
    fn take_attributes(&mut self) -> syn::Result<Vec<Attribute>> {
        let Self::Braced(group) = self else { return Ok(Vec::new()) };
        let split = |input: ParseStream<'_>| Ok((Attribute::parse_inner(input)?, input.parse()?));
        let (attributes, rest): (_, TokenStream) = split.parse2(group.stream())?;
        if !attributes.is_empty() {
            let mut without = Group::new(Delimiter::Brace, rest);
            without.set_span(group.span());
            *group = without;
        }
        Ok(attributes.into_iter().map(|attribute| Attribute { style: syn::AttrStyle::Outer, ..attribute }).collect())
    }

    /// The tokens of the body, to search in.
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Self::Braced(group) => group.stream(),
            Self::Missing(_) => TokenStream::new(),
        }
    }
}

impl ToTokens for UnparsedBody {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Braced(group) => group.to_tokens(tokens),
            Self::Missing(semicolon) => semicolon.to_tokens(tokens),
        }
    }
}

/// The input of the macro that makes the body, which the attribute hands on to it:
///
/// ```text
/// generator(arguments of the attribute) [self, n, let __argument2] fn name(&self, n: u32, (a, b): Pair) -> .. { .. }
/// ```
///
/// The names in the brackets are those that the parameters have in the signature that the attribute emits. Where the
/// function has an attribute of ours once more, that stands before the function.
pub(crate) struct GeneratorBody {
    pub(crate) attribute: signature::Attribute,
    pub(crate) runtime: Runtime,
    pub(crate) names: Vec<ParameterName>,
    pub(crate) further: Vec<Attribute>,
    pub(crate) signature: Signature,
    pub(crate) body: Body,
    /// How many tokens the body was written with.
    pub(crate) tokens: usize,
}

/// The name of a parameter in the emitted signature.
pub(crate) enum ParameterName {
    /// As the user calls it: the body captures it.
    Kept(Ident),
    /// Something else, which the body binds to the user's pattern.
    Renamed(Ident),
}

impl ParameterName {
    pub(crate) fn ident(&self) -> &Ident {
        match self {
            Self::Kept(ident) | Self::Renamed(ident) => ident,
        }
    }
}

impl Parse for ParameterName {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.parse::<Option<Token![let]>>()?.is_some() {
            return input.parse().map(Self::Renamed);
        }
        if input.peek(Token![self]) { input.call(Ident::parse_any) } else { input.parse() }.map(Self::Kept)
    }
}

impl ToTokens for ParameterName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Kept(ident) => ident.to_token_stream(),
            Self::Renamed(ident) => quote!(let #ident),
        });
    }
}

impl Parse for GeneratorBody {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attribute = input.parse()?;
        let (arguments, names);
        parenthesized!(arguments in input);
        let Arguments { runtime } = arguments.parse()?;
        bracketed!(names in input);
        let names = Punctuated::<_, Token![,]>::parse_terminated(&names)?.into_iter().collect();
        let further = Attribute::parse_outer(input)?;
        let signature = input.parse()?;
        let (body, tokens) = Body::parse(&runtime, input)?;
        Ok(Self { attribute, runtime, names, further, signature, body, tokens })
    }
}

/// The body behind the signature, as far as it is understood.
#[derive(Clone)]
pub(crate) enum Body {
    /// Statements that are understood.
    Parsed(token::Brace, Vec<Stmt>),
    /// Half-written statements as an editor shows them, with an error where something is missing; and as they were
    /// written.
    Unfinished(token::Brace, Vec<Stmt>, TokenStream),
    /// Statements that rustc may understand, and `syn` does not. They are passed through: rustc expands the yields in
    /// them, and finds the mistakes.
    Opaque(token::Brace, TokenStream),
    /// A semicolon.
    Missing(Token![;]),
}

impl Body {
    /// Parses a body, and counts its tokens.
    fn parse(runtime: &Runtime, input: ParseStream<'_>) -> syn::Result<(Self, usize)> {
        if input.peek(Token![;]) {
            return Ok((Self::Missing(input.parse()?), 0));
        }
        let content;
        let brace_token = braced!(content in input);
        if let Some(attribute) = Attribute::parse_inner(&content)?.first() {
            return Err(syn::Error::new_spanned(attribute, "write this attribute before the function"));
        }
        let ahead = content.fork();
        let statements = ahead.call(Block::parse_within);
        let tokens: TokenStream = content.parse()?;
        let count = count_tokens(tokens.clone());
        let error = match statements {
            Ok(statements) => return Ok((Self::Parsed(brace_token, statements), count)),
            Err(error) => runtime.compile_error(&error),
        };
        let body = match parse_unfinished(Block::parse_within, tokens.clone(), Delimiter::Brace, &error) {
            Some(statements) => Self::Unfinished(brace_token, statements, tokens),
            None => Self::Opaque(brace_token, tokens),
        };
        Ok((body, count))
    }
}
