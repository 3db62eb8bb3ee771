//! The driver: signature (what was asked) -> check (is it allowed) -> rewrite and emit, which cannot fail.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Block, Item};

use crate::check::check_body;
use crate::emit::{Capture, emit, emit_diverging, emit_expression};
use crate::errors::Errors;
use crate::expression::{GeneratorBlock, GeneratorExpression};
use crate::input::{Arguments, Body, Function, Runtime};
use crate::signature::{Asked, Attribute, parse_signature};

pub(crate) fn generator(attribute: Attribute, arguments: TokenStream, item: &TokenStream) -> TokenStream {
    let errors = Errors::new();
    let arguments = syn::parse2(arguments).unwrap_or_else(|error| {
        errors.push(error);
        Arguments::default()
    });
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
    let asked = parse_signature(attribute, &function, &errors);
    match (&function.body, &asked) {
        (Body::Parsed(_, statements), Some(asked)) => {
            check_body(Some(&function.signature.ident), asked, statements, &errors);
        }
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

pub(crate) fn generator_block(tokens: TokenStream) -> TokenStream {
    let GeneratorBlock { asyncness, capture, block } = match syn::parse2(tokens) {
        Ok(block) => block,
        Err(error) => return error.into_compile_error(),
    };
    let asked = Asked::anonymous(asyncness.is_some(), block.brace_token.span.join());
    expression(&asked, capture, block)
}

pub(crate) fn generator_expression(tokens: TokenStream) -> TokenStream {
    let expression: GeneratorExpression = match syn::parse2(tokens) {
        Ok(expression) => expression,
        Err(error) => return error.into_compile_error(),
    };
    let runtime = Runtime::default();
    let asked = Asked::anonymous(false, expression.span());
    let first = expression.first_iterable(&runtime);
    let loops = expression.loops(&runtime);
    let block = match syn::parse2(quote!({ #loops })) {
        Ok(block) => block,
        Err(error) => return error.into_compile_error(),
    };
    let generator = self::expression(&asked, expression.capture, block);
    quote!({ #first #generator })
}

fn expression(asked: &Asked, capture: Capture, block: Block) -> TokenStream {
    let errors = Errors::new();
    check_body(None, asked, &block.stmts, &errors);
    let failed = !errors.is_empty();
    let errors = errors.into_tokens();
    if failed {
        return quote!({ #errors });
    }
    emit_expression(&Runtime::default(), asked, capture, block.brace_token, block.stmts)
}

fn is_block_of_methods(item: &TokenStream) -> bool {
    syn::parse2::<Item>(item.clone()).is_ok_and(|item| matches!(item, Item::Impl(_) | Item::Trait(_)))
}
