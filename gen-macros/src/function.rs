//! Writes the generator function. See [`emit_function`].

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, ReturnType, Signature, Token, Type, TypeNever};

use crate::input::{Function, ParameterName};
use crate::parameters::{RenamedParameters, mentions, rename_parameters};
use crate::runtime::Runtime;
use crate::signature::{self, holds_trait, is_called, without_refused_parts};

// Input:
//     #[generator]
//     fn fibonacci(n: u32) -> impl Iterator<Item = u64> { .. }
//
// Output:
//     #[inline]
//     fn fibonacci(n: u32) -> impl Iterator<Item = u64> {
//         ::gen_core::__generator_body! { generator() [n] fn fibonacci(n: u32) -> impl Iterator<Item = u64> { .. } }
//     }
//
// The macro is expanded when all attributes of the function are, so that nobody but rustc sees what it makes. Its
// tokens are call-site, for the names that it makes at its own call site are to be those at ours.
pub(crate) fn emit_function(
    attribute: signature::Attribute,
    runtime: &Runtime,
    arguments: &TokenStream,
    function: Function,
) -> TokenStream {
    let Function { attributes, visibility, signature, body } = function;
    let (further, attributes): (Vec<_>, Vec<_>) =
        attributes.into_iter().partition(|attribute| signature::Attribute::of(attribute).is_some());
    let inline = emit_inline(&attributes);
    let tokens = body.tokens();
    let RenamedParameters { inputs, names } =
        rename_parameters(&signature, |name| mentions(&tokens, &name.to_string()));
    let root = runtime.root(Span::call_site());
    let attribute = syn::Ident::new(attribute.name(), Span::call_site());
    let emitted =
        Signature { inputs: inputs.into_iter().collect(), asyncness: None, ..without_refused_parts(signature.clone()) };
    quote! {
        #(#attributes)* #inline
        #visibility #emitted {
            #root::__generator_body! { #attribute (#arguments) [#(#names),*] #(#further)* #signature #body }
        }
    }
}

/// To make a generator takes a few instructions; where they are inlined, LLVM knows the state that it begins in. Who
/// has said how to inline the function, or may have, has the say.
fn emit_inline(attributes: &[Attribute]) -> Option<TokenStream> {
    let silent = |attribute| !is_called(attribute, "inline") && !is_called(attribute, "cfg_attr");
    attributes.iter().all(silent).then(|| quote_spanned!(Span::mixed_site()=> #[inline]))
}

// Output:
//     fn numbers(n: u32) -> ! {
//         let _ = &n;
//         loop {}
//     }
//
/// A function of which not even its return type is understood, or not where the runtime is. So nothing is known that it
/// could return, if that is an `impl Trait`; and what is wrong with the trait has been said.
pub(crate) fn emit_diverging_function(function: Function) -> TokenStream {
    let Function { mut attributes, visibility, signature, .. } = function;
    attributes.retain(|attribute| signature::Attribute::of(attribute).is_none());
    let RenamedParameters { inputs, names } = rename_parameters(&signature, |_| true);
    let names = names.iter().map(ParameterName::ident);
    let mut emitted = Signature { inputs: inputs.into_iter().collect(), asyncness: None, ..signature };
    if let ReturnType::Type(_, ty) = &mut emitted.output {
        if holds_trait(ty) {
            **ty = Type::Never(TypeNever { attrs: Vec::new(), bang_token: Token![!](ty.span()) });
        }
    }
    let diverge = quote_spanned!(Span::mixed_site()=> loop {});
    quote! {
        #(#attributes)* #[allow(unused_mut)]
        #visibility #emitted { #(let _ = &#names;)* #diverge }
    }
}
