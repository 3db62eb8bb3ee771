//! The driver: signature (what was asked) -> check (is it allowed) -> rewrite and emit, which cannot fail.

use proc_macro2::TokenStream;
use quote::quote;

use crate::check::check_body;
use crate::emit::{emit, emit_diverging};
use crate::errors::Errors;
use crate::input::{Arguments, Body, Function};
use crate::signature::{Attribute, parse_signature};

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
            return quote!(#errors #item);
        }
    };
    let asked = parse_signature(attribute, &function, &errors);
    match (&function.body, &asked) {
        (Body::Parsed(_, statements), Some(asked)) => check_body(&function.signature.ident, asked, statements, &errors),
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
