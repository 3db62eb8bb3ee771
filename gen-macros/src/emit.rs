//! Writes the generator function. See [`emit`].

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Signature, Token, token};

use crate::input::{Body, Function};
use crate::parameters::{FirstResume, Parameters, parse_parameters};
use crate::rewrite::rewrite_body;
use crate::signature::{Asked, BoxableTrait, Form, TraitObject};
use crate::suspend::{Templates, label};

// Input:
//     #[generator]
//     fn fibonacci(n: u32) -> impl Iterator<Item = u64> { ..body.. }
//
// Output (the names are mixed-site, so no user code can see them):
//     fn fibonacci(n: u32) -> impl Iterator<Item = u64> {
//         let __body = ::gen_core::__private::body::<u64, (), (), _, _>(move |__co| async move {
//             let _ = &n;
//             if false { return ::gen_core::__private::never::<()>(); }
//             let __return: () = '__generator: {
//                 macro_rules! yield_ { .. }
//                 macro_rules! yield_from { .. }
//                 ..body, its yields rewritten..
//             };
//             __return
//         });
//         unsafe { ::gen_core::__private::movable(__body, ::gen_core::__private::FirstResume::Dropped) }
//     }
//
// The first `return`, never taken, gives the `async` block its type before `?` and `return` in the body need it. The last
// `let` ends the temporaries of the body's last expression before the parameters are dropped, as in a function.
pub(crate) fn emit(runtime: &TokenStream, function: Function, asked: &Asked) -> TokenStream {
    let span = Span::mixed_site().located_at(function.signature.output.span());
    let templates = Templates { runtime, yields: &asked.yields };
    let (brace, body) = match function.body {
        Body::Parsed(brace, mut statements) => {
            rewrite_body(&templates, &mut statements);
            (brace, quote!(#(#statements)*))
        }
        Body::Opaque(brace, tokens) => (brace, tokens),
        Body::Missing(semicolon) => (token::Brace(semicolon.span), diverging(runtime)),
    };
    let parameters = parse_parameters(&function.signature, &body);
    let constructor = emit_constructor(runtime, asked, parameters.first_resume.is_some(), span);
    let labelled = emit_labelled(&templates, brace, &body, span);
    let async_block = emit_async_block(runtime, asked, &parameters, &labelled, span);
    let Asked { yields, resume, returns, .. } = asked;
    let signature = emit_signature(function.signature, parameters.inputs);
    let (attributes, visibility) = (function.attributes, function.visibility);
    quote_spanned! {span=>
        #(#attributes)* #visibility #signature {
            let __body = #runtime::__private::body::<#yields, #resume, #returns, _, _>(move |__co| #async_block);
            #constructor
        }
    }
}

/// The function with a body that does nothing, for a function with errors: so its callers compile.
pub(crate) fn emit_diverging(runtime: &TokenStream, function: Function, asked: Option<&Asked>) -> TokenStream {
    let body = diverging(runtime);
    let Some(asked) = asked else {
        let Function { attributes, visibility, signature, .. } = function;
        let Parameters { inputs, captures, .. } = parse_parameters(&signature, &TokenStream::new());
        let signature = emit_signature(signature, inputs);
        return quote!(#(#attributes)* #visibility #signature { #(#captures)* #body });
    };
    let signature = Signature { constness: None, asyncness: None, abi: None, variadic: None, ..function.signature };
    let body = Body::Opaque(token::Brace::default(), body);
    emit(runtime, Function { signature, body, ..function }, asked)
}

fn diverging(runtime: &TokenStream) -> TokenStream {
    quote!(#runtime::__private::never())
}

fn emit_signature(signature: Signature, inputs: Vec<syn::FnArg>) -> Signature {
    let inputs = inputs.into_iter().collect();
    Signature { inputs, ..signature }
}

fn emit_async_block(
    runtime: &TokenStream,
    asked: &Asked,
    parameters: &Parameters,
    labelled: &TokenStream,
    span: Span,
) -> TokenStream {
    let Asked { returns, .. } = asked;
    let Parameters { captures, bindings, .. } = parameters;
    let first_resume = parameters.first_resume.as_ref().map(emit_first_resume);
    quote_spanned! {span=>
        async move {
            #(#captures)*
            #(#bindings)*
            #first_resume
            if false {
                return #runtime::__private::never::<#returns>();
            }
            let __return: #returns = #labelled;
            __return
        }
    }
}

/// The user's statements, in the user's braces, behind the label that yields refer to and the macros for those of them
/// that hide.
fn emit_labelled(templates: &Templates<'_>, brace: token::Brace, body: &TokenStream, span: Span) -> TokenStream {
    let (label, macros) = (label(span), templates.macros(span));
    let mut tokens = quote_spanned!(span=> #label:);
    brace.surround(&mut tokens, |tokens| tokens.extend([macros, body.clone()]));
    tokens
}

// Input:
//     #[resume] first: R
//
// Output:
//     let first: R = __co.first_argument().await;
fn emit_first_resume(first: &FirstResume) -> TokenStream {
    let FirstResume { attributes, pattern, ty } = first;
    let span = Span::mixed_site().located_at(ty.span());
    quote_spanned!(span=> #(#attributes)* let #pattern: #ty = __co.first_argument().await;)
}

/// The one `unsafe` call; no token of the user's stands in it.
fn emit_constructor(runtime: &TokenStream, asked: &Asked, takes_first: bool, span: Span) -> TokenStream {
    let function = match &asked.form {
        Form::Movable => quote!(movable),
        Form::InPlace => quote!(in_place),
        Form::Heap(_) => quote!(heap),
        Form::Boxed => quote!(box_generator),
        Form::LocalBoxed => quote!(local_box_generator),
    };
    let first = if takes_first { quote!(Taken) } else { quote!(Dropped) };
    let unsafe_ = Token![unsafe](Span::call_site());
    let call = quote_spanned! {span=>
        #unsafe_ { #runtime::__private::#function(__body, #runtime::__private::FirstResume::#first) }
    };
    match &asked.form {
        Form::Heap(object) => emit_coercion(runtime, object, &call, span),
        _ => call,
    }
}

// Output:
//     let __boxed: Box<dyn ::core::iter::Iterator<Item = Y> + 'a> = unsafe { .. };
//     __boxed
//
// The constructor wants the trait object to be one of the real traits, not of one that the user has given the same name:
// such a trait could move the generator out of its box.
fn emit_coercion(runtime: &TokenStream, object: &TraitObject, call: &TokenStream, span: Span) -> TokenStream {
    let TraitObject { trait_, arguments, bounds } = object;
    let path = match trait_ {
        BoxableTrait::Iterator => quote!(::core::iter::Iterator),
        BoxableTrait::FusedIterator => quote!(::core::iter::FusedIterator),
        BoxableTrait::Generator => quote!(#runtime::Generator),
    };
    quote_spanned! {span=>
        let __boxed: #runtime::__private::Box<dyn #path #arguments #(+ #bounds)*> = #call;
        __boxed
    }
}
