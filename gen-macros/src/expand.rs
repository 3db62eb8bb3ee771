//! The drivers. An attribute turns the function into its signature with a body of one macro, `__generator_body!`, and
//! that macro makes the body. So what is made is seen by rustc alone: an attribute of the function that saw the `async`
//! block could poll it elsewhere, or keep it for longer, and that in safe code.
//!
//! The attribute: input -> return type -> function. The body: input -> signature (what was asked) -> check (is it
//! allowed) -> rewrite and emit, which cannot fail.

use proc_macro2::{Delimiter, TokenStream};
use quote::quote;
use syn::parse::Parse;
use syn::{Block, Item};

use crate::check::{check_body, check_tokens, may_hide_yield};
use crate::emit::{Capture, count_tokens, emit_diverging_body, emit_expression, emit_for_editor, emit_generator_body};
use crate::errors::Errors;
use crate::expression::{GeneratorBlock, GeneratorExpression};
use crate::function::{emit_diverging_function, emit_function};
use crate::input::{Arguments, Body, Function, GeneratorBody};
use crate::no_yield::yields_nothing;
use crate::runtime::Runtime;
use crate::signature::{Asked, Attribute, check_further_attributes, check_signature, infer, parse_return_type, unit};
use crate::unfinished::{parse_unfinished, tokens_may_hide_yield};

pub(crate) fn generator(attribute: Attribute, arguments: &TokenStream, item: &TokenStream) -> TokenStream {
    let errors = Errors::new();
    let runtime = match syn::parse2(arguments.clone()) {
        Ok(Arguments { runtime }) => Some(runtime),
        Err(error) => {
            errors.push(error);
            None
        }
    };
    let function: Function = match syn::parse2(item.clone()) {
        Ok(function) => function,
        Err(error) => {
            errors.push(error);
            let errors = errors.into_tokens();
            // In the methods of a block there may be yields, which nothing makes sense of.
            let item = (!is_block_of_methods(item)).then_some(item);
            return quote!(#errors #item);
        }
    };
    let asked = parse_return_type(attribute, &function.signature, &errors);
    let item = match runtime.filter(|_| asked.is_some()) {
        Some(runtime) => emit_function(attribute, &runtime, arguments, function),
        None => emit_diverging_function(function),
    };
    let errors = errors.into_tokens();
    quote!(#errors #item)
}

pub(crate) fn generator_body(tokens: TokenStream) -> TokenStream {
    let input: GeneratorBody = match syn::parse2(tokens) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let errors = Errors::new();
    let Some(asked) = parse_return_type(input.attribute, &input.signature, &errors) else {
        return errors.into_tokens();
    };
    check_further_attributes(input.attribute, &input.further, &errors);
    check_signature(&input.signature, &asked, &errors);
    match &input.body {
        Body::Parsed(_, statements) | Body::Unfinished(_, statements, _) => {
            check_body(Some(&input.signature.ident), &asked, statements, &errors);
        }
        Body::Opaque(_, tokens) => check_tokens(tokens, &errors),
        Body::Missing(semicolon) => errors
            .on(semicolon, "a generator needs a body; in a trait, put `#[generator]` on the implementations instead"),
    }
    let body = if errors.is_empty() { emit_generator_body(input, asked) } else { emit_diverging_body(input, asked) };
    let errors = errors.into_tokens();
    quote!(#errors #body)
}

pub(crate) fn generator_block(attribute: Attribute, tokens: TokenStream) -> TokenStream {
    let count = count_tokens(tokens.clone());
    let Written { parsed, unfinished } = match parse_written(tokens) {
        Ok(written) => written,
        Err(error) => return error.into_compile_error(),
    };
    let GeneratorBlock { asyncness, capture, block } = parsed;
    let span = block.brace_token.span.open();
    let yields = if unfinished.is_none() && yields_nothing(&block.stmts) { unit(span) } else { infer(span) };
    let asked = Asked::anonymous(attribute, asyncness.is_some(), yields, span);
    expression(&asked, capture, block, unfinished, count)
}

pub(crate) fn generator_expression(tokens: TokenStream) -> TokenStream {
    let count = count_tokens(tokens.clone());
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
    let generator = self::expression(&asked, expression.capture, block, unfinished, count);
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
            let shown = Runtime::default().compile_error(&error);
            let parsed = parse_unfinished(T::parse, tokens.clone(), Delimiter::None, &shown).ok_or(error)?;
            Ok(Written { parsed, unfinished: Some(tokens) })
        }
    }
}

fn expression(
    asked: &Asked,
    capture: Capture,
    block: Block,
    unfinished: Option<TokenStream>,
    tokens: usize,
) -> TokenStream {
    let errors = Errors::new();
    check_body(None, asked, &block.stmts, &errors);
    let failed = !errors.is_empty();
    let errors = errors.into_tokens();
    let hides_yield = unfinished.map_or_else(|| may_hide_yield(&block.stmts), tokens_may_hide_yield);
    let runtime = Runtime::default();
    let generator = emit_expression(&runtime, asked, capture, block.brace_token, block.stmts, hides_yield, tokens);
    if failed { emit_for_editor(&generator, &errors) } else { generator }
}

fn is_block_of_methods(item: &TokenStream) -> bool {
    syn::parse2::<Item>(item.clone()).is_ok_and(|item| matches!(item, Item::Impl(_) | Item::Trait(_)))
}
