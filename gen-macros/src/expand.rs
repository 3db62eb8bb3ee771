//! The driver: signature (what was asked) -> check (is it allowed) -> rewrite and emit, which cannot fail.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parse;
use syn::{Block, Item};

use crate::check::{check_body, check_tokens, may_hide_await};
use crate::emit::{Capture, emit, emit_diverging, emit_expression, emit_for_editor};
use crate::errors::Errors;
use crate::expression::{GeneratorBlock, GeneratorExpression};
use crate::input::{Arguments, Body, Function, Runtime};
use crate::no_yield::yields_nothing;
use crate::signature::{Asked, Attribute, infer, parse_signature, remove_further_attributes, unit};
use crate::unfinished::{holds_macro, parse_unfinished};

pub(crate) fn generator(attribute: Attribute, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let errors = Errors::new();
    let arguments = syn::parse2(arguments).unwrap_or_else(|error| {
        errors.push(error);
        Arguments::default()
    });
    let mut function: Function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            errors.push(error);
            let errors = errors.into_tokens();
            // In the methods of a block there may be yields, which nothing makes sense of.
            let item = (!is_block_of_methods(item)).then_some(item);
            return quote!(#errors #item);
        }
    };
    remove_further_attributes(attribute, &mut function, &errors);
    let asked = parse_signature(attribute, &function, &errors);
    match (&function.body, &asked) {
        (Body::Parsed(_, statements), Some(asked)) => {
            check_body(Some(&function.signature.ident), asked, statements, &errors);
        }
        (Body::Opaque(_, tokens), Some(_)) => check_tokens(tokens, &errors),
        (Body::Missing(semicolon), _) => errors
            .on(semicolon, "a generator needs a body; in a trait, put `#[generator]` on the implementations instead"),
        _ => {}
    }
    match asked {
        Some(asked) if errors.is_empty() => {
            drop(errors.into_tokens());
            emit(&arguments.runtime, function, &asked)
        }
        asked => {
            let errors = errors.into_tokens();
            let item = emit_diverging(&arguments.runtime, function, asked);
            quote!(#errors #item)
        }
    }
}

pub(crate) fn generator_block(attribute: Attribute, tokens: TokenStream) -> TokenStream {
    let Written { parsed, unfinished } = match parse_written(tokens) {
        Ok(written) => written,
        Err(error) => return error.into_compile_error(),
    };
    let GeneratorBlock { asyncness, capture, block } = parsed;
    let span = block.brace_token.span.open();
    let yields = if unfinished.is_none() && yields_nothing(&block.stmts) { unit(span) } else { infer(span) };
    let asked = Asked::anonymous(attribute, asyncness.is_some(), yields, span);
    expression(&asked, capture, block, unfinished)
}

pub(crate) fn generator_expression(tokens: TokenStream) -> TokenStream {
    let Written { parsed: expression, unfinished } = match parse_written::<GeneratorExpression>(tokens) {
        Ok(written) => written,
        Err(error) => return error.into_compile_error(),
    };
    let runtime = Runtime::default();
    let span = expression.span();
    let asked = Asked::anonymous(Attribute::Generator, false, infer(span), span);
    let first = expression.first_iterable(&runtime);
    let loops = expression.loops(&runtime);
    let block = match syn::parse2(quote!({ #loops })) {
        Ok(block) => block,
        Err(error) => return error.into_compile_error(),
    };
    let generator = self::expression(&asked, expression.capture, block, unfinished);
    quote!({ #first #generator })
}

/// What was written, and its tokens if it is half-written.
struct Written<T> {
    parsed: T,
    unfinished: Option<TokenStream>,
}

fn parse_written<T: Parse>(tokens: TokenStream) -> syn::Result<Written<T>> {
    match syn::parse2(tokens.clone()) {
        Ok(parsed) => Ok(Written { parsed, unfinished: None }),
        Err(error) => {
            let parsed = parse_unfinished(tokens.clone(), &Runtime::default().compile_error(&error)).ok_or(error)?;
            Ok(Written { parsed, unfinished: Some(tokens) })
        }
    }
}

fn expression(asked: &Asked, capture: Capture, block: Block, unfinished: Option<TokenStream>) -> TokenStream {
    let errors = Errors::new();
    check_body(None, asked, &block.stmts, &errors);
    let failed = !errors.is_empty();
    let errors = errors.into_tokens();
    let foreign = unfinished.map_or_else(|| may_hide_await(asked.is_async(), &block.stmts), holds_macro);
    let generator = emit_expression(&Runtime::default(), asked, capture, block.brace_token, block.stmts, foreign);
    if failed { emit_for_editor(&generator, &errors) } else { generator }
}

fn is_block_of_methods(item: &TokenStream) -> bool {
    syn::parse2::<Item>(item.clone()).is_ok_and(|item| matches!(item, Item::Impl(_) | Item::Trait(_)))
}
