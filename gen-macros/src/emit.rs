//! Writes the generator function. See [`emit`].

use std::iter;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Ident, ReturnType, Signature, Stmt, Token, Type, TypeNever, Visibility, token};

use crate::check::{attributes_may_hide_await, may_hide_await};
use crate::input::{Body, Function, Runtime};
use crate::parameters::{Parameters, mentions, parse_parameters};
use crate::rewrite::rewrite_body;
use crate::signature::{Asked, Form, TraitObject, holds_trait, is_called, is_unit, remove_refused_bounds, unit};
use crate::suspend::{Templates, emit_break, label};

// Input:
//     #[generator]
//     fn fibonacci(n: u32) -> impl Iterator<Item = u64> { ..body.. }
//
// Output (the names are mixed-site, so no user code can see them):
//     #[inline]
//     fn fibonacci(n: u32) -> impl Iterator<Item = u64> {
//         let __body = ::gen_core::__private::body::<u64, (), (), false, _, _>(move |__co| {
//             ::gen_core::__private::body_of(
//                 #[allow(clippy::await_holding_lock, clippy::await_holding_refcell_ref)]
//                 #[cfg_attr(not(debug_assertions), inline(always))]
//                 async move {
//                     let _ = &n;
//                     if false { return ::gen_core::__private::never::<()>(); }
//                     let __return: () = '__generator: {
//                         ..body, its yields rewritten..
//                     };
//                     __return
//                 }
//             )
//         });
//         unsafe {
//             ::gen_core::__private::movable::<::gen_core::__private::Discard, ..>(
//                 __body,
//                 ::gen_core::__private::FirstResume::Dropped,
//             )
//         }
//     }
//
// Where the body holds macros, `macro_rules! yield_ { .. }` and `macro_rules! yield_from { .. }` stand before it, and `true`
// for `false`: a macro may hide a yield, and may hide an `.await` of something that meddles with the context.
//
// The first `return`, never taken, gives the `async` block its type before `?` and `return` in the body need it. The last
// `let` ends the temporaries of the body's last expression before the parameters are dropped, as in a function.
pub(crate) fn emit(runtime: &Runtime, function: Function, asked: &Asked) -> TokenStream {
    let foreign = attributes_may_hide_await(&function.attributes, &function.signature);
    let (body, evaluated) = emit_body(runtime, asked, function.signature.ident.span(), function.body, foreign);
    let parameters = parse_parameters(runtime, &function.signature, |name| mentions(&body, &name.to_string()));
    let Function { attributes, visibility, signature, .. } = function;
    let inline = emit_inline_of_function(&attributes);
    let function = emit_function(runtime, &visibility, signature, parameters, asked, &evaluated);
    quote!(#(#attributes)* #inline #function)
}

/// To make a generator takes a few instructions; where they are inlined, LLVM knows the state that it begins in. Who has said
/// how to inline the function, or may have, has the say.
fn emit_inline_of_function(attributes: &[Attribute]) -> Option<TokenStream> {
    let silent = |attribute| !is_called(attribute, "inline") && !is_called(attribute, "cfg_attr");
    attributes.iter().all(silent).then(|| quote_spanned!(Span::mixed_site()=> #[inline]))
}

/// The body with its yields rewritten, and what it evaluates to.
fn emit_body(
    runtime: &Runtime,
    asked: &Asked,
    name: Span,
    body: Body,
    attributes_are_foreign: bool,
) -> (TokenStream, Evaluated) {
    let templates = Templates { runtime, asked };
    let (brace, body, foreign) = match body {
        Body::Parsed(brace, mut statements) => {
            let foreign = attributes_are_foreign || may_hide_await(asked.is_async(), &statements);
            rewrite_body(&templates, &mut statements);
            (brace, quote!(#(#statements)*), foreign)
        }
        Body::Opaque(brace, tokens) => (brace, tokens, true),
        Body::Missing(semicolon) => (token::Brace(semicolon.span), TokenStream::new(), false),
    };
    let macros = foreign.then(|| templates.macros(name));
    let tokens = emit_evaluated(runtime, asked, brace, macros.as_ref(), &body);
    (body, Evaluated { tokens, foreign })
}

// Input:
//     gen_!({ ..body.. })
//
// Output:
//     {
//         let __once = ::gen_core::__private::once(());
//         let __body = ::gen_core::__private::body::<_, (), _, false, _, _>(|__co| {
//             let () = ::gen_core::__private::into_once(__once);
//             ::gen_core::__private::body_of(#[..] #[..] async {
//                 let __co = __co;
//                 ..as above..
//             })
//         });
//         unsafe {
//             ::gen_core::__private::movable::<::gen_core::__private::IterableIfItReturnsUnit, ..>(
//                 __body,
//                 ::gen_core::__private::FirstResume::Dropped,
//             )
//         }
//     }
//
// What the body uses is captured by reference, where it does not need more, but for `__co`, which it moves. The closure moves
// `__once`, so that it can be called only once: else rustc would not let it hand out what it captures by `&mut`.
pub(crate) fn emit_expression(
    runtime: &Runtime,
    asked: &Asked,
    capture: Capture,
    brace: token::Brace,
    mut statements: Vec<Stmt>,
    foreign: bool,
) -> TokenStream {
    let templates = Templates { runtime, asked };
    rewrite_body(&templates, &mut statements);
    let macros = foreign.then(|| templates.macros(asked.span));
    let tokens = emit_evaluated(runtime, asked, brace, macros.as_ref(), &quote!(#(#statements)*));
    let parameters = Parameters { inputs: Vec::new(), captures: Vec::new(), bindings: Vec::new(), takes_first: false };
    let generator = emit_generator(runtime, asked, capture, &parameters, &Evaluated { tokens, foreign });
    quote!({ #generator })
}

/// The errors of an expression, which an editor still finds the user's body in.
pub(crate) fn emit_for_editor(generator: &TokenStream, errors: &TokenStream) -> TokenStream {
    quote!({
        #[allow(unexpected_cfgs)]
        {
            #[cfg(rust_analyzer)]
            let _ = #generator;
        }
        #errors
    })
}

// Output:
//     fn fibonacci(n: u32) -> impl Iterator<Item = u32> {
//         ..as above, but for..
//                 {
//                     let () = ::gen_core::__private::never();
//                     #[cfg(rust_analyzer)]
//                     {
//                         let __return: () = '__generator: { .. };
//                         return __return;
//                     }
//                     ::gen_core::__private::never()
//                 }
//     }
//
/// The function with a body that does nothing, for a function with errors: so its callers compile. An editor still finds
/// the user's body in it; rustc does not, and has nothing to add to the errors. What is wrong in it never runs, even if
/// another `compile_error!` than rustc's swallows the errors, and somebody sets that `cfg`.
pub(crate) fn emit_diverging(runtime: &Runtime, function: Function, asked: Option<Asked>) -> TokenStream {
    let Function { attributes, visibility, signature, body } = function;
    let Parameters { inputs, captures, bindings, .. } = parse_parameters(runtime, &signature, |_| true);
    let name = signature.ident.span();
    let span = Span::mixed_site().located_at(name);
    let path = runtime.at(span);
    let never = quote_spanned!(span=> #path::__private::never());
    let Some(mut asked) = asked else {
        let signature = emit_signature(without_traits(signature), inputs);
        return quote!(#(#attributes)* #[allow(unused_mut)] #visibility #signature { #(#captures)* #never });
    };
    if let Type::Infer(_) = asked.returns {
        asked.returns = unit(asked.span);
    }
    let mut signature = Signature { constness: None, abi: None, variadic: None, ..signature };
    remove_refused_bounds(&mut signature.output);
    // With the macros, for yields where none may stand.
    let (_, Evaluated { tokens: body, .. }) = emit_body(runtime, &asked, name, body, true);
    let returns = emit_return_type(runtime, &asked);
    let tokens = quote_spanned! {span=>
        {
            let () = #path::__private::never();
            #[cfg(rust_analyzer)]
            {
                #(#bindings)*
                let __return: #returns = #body;
                return __return;
            }
            #never
        }
    };
    let parameters = Parameters { inputs, captures, bindings: Vec::new(), takes_first: false };
    let evaluated = Evaluated { tokens, foreign: false };
    let function = emit_function(runtime, &visibility, signature, parameters, &asked, &evaluated);
    quote!(#(#attributes)* #[allow(unexpected_cfgs, unused_mut)] #function)
}

/// Nothing is known that could be returned as an unknown `impl Trait`; and what is wrong with a trait has been said.
fn without_traits(mut signature: Signature) -> Signature {
    if let ReturnType::Type(_, ty) = &mut signature.output {
        if holds_trait(ty) {
            **ty = Type::Never(TypeNever { attrs: Vec::new(), bang_token: Token![!](ty.span()) });
        }
    }
    signature
}

/// What the `async` block evaluates.
struct Evaluated {
    tokens: TokenStream,
    /// Whether something foreign may be awaited in it.
    foreign: bool,
}

fn emit_function(
    runtime: &Runtime,
    visibility: &Visibility,
    signature: Signature,
    parameters: Parameters,
    asked: &Asked,
    evaluated: &Evaluated,
) -> TokenStream {
    let generator = emit_generator(runtime, asked, Capture::Move, &parameters, evaluated);
    let signature = emit_signature(signature, parameters.inputs);
    quote!(#visibility #signature { #generator })
}

/// How the body gets what it uses.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Capture {
    Move,
    Reference,
}

fn emit_generator(
    runtime: &Runtime,
    asked: &Asked,
    capture: Capture,
    parameters: &Parameters,
    evaluated: &Evaluated,
) -> TokenStream {
    let span = Span::mixed_site().located_at(asked.span);
    let path = runtime.at(span);
    let constructor = emit_constructor(runtime, asked, parameters.takes_first, span);
    let async_block = emit_async_block(runtime, asked, capture, parameters, &evaluated.tokens, span);
    let (once, called, move_) = match capture {
        Capture::Move => (None, None, Some(quote_spanned!(span=> move))),
        Capture::Reference => (
            Some(quote_spanned!(span=> let __once = #path::__private::once(());)),
            Some(quote_spanned!(span=> let () = #path::__private::into_once(__once);)),
            None,
        ),
    };
    let private = runtime.private(asked.is_async(), span);
    let foreign = (!asked.is_async()).then_some(evaluated.foreign).into_iter();
    let (function, types) = emit_types(runtime, asked, span);
    quote_spanned! {span=>
        #once
        let __body = #private::#function::<#types, #(#foreign,)* _, _>(#move_ |__co| {
            #called
            #path::__private::body_of(#async_block)
        });
        #constructor
    }
}

/// The function that gives the body its types, and the types. In a `try_gen_!` the errors that it yields and returns
/// are the same, whatever they are.
fn emit_types(runtime: &Runtime, asked: &Asked, span: Span) -> (Ident, TokenStream) {
    let Asked { yields, resume, .. } = asked;
    if asked.tries() && asked.is_expression {
        return (Ident::new("try_body", span), quote_spanned!(span=> #yields, _, #resume));
    }
    let returns = emit_return_type(runtime, asked);
    (Ident::new("body", span), quote_spanned!(span=> #yields, #resume, #returns))
}

fn emit_signature(signature: Signature, inputs: Vec<FnArg>) -> Signature {
    let inputs = inputs.into_iter().collect();
    Signature { inputs, asyncness: None, ..signature }
}

fn emit_async_block(
    runtime: &Runtime,
    asked: &Asked,
    capture: Capture,
    parameters: &Parameters,
    evaluated: &TokenStream,
    span: Span,
) -> TokenStream {
    let (move_, co) = match capture {
        Capture::Move => (Some(Token![move](asked.span)), None),
        Capture::Reference => (None, Some(quote_spanned!(span=> let __co = __co;))),
    };
    let returns = emit_return_type(runtime, asked);
    let Parameters { captures, bindings, .. } = parameters;
    let first_return = emit_first_return(runtime, &returns, asked.returns.span());
    let allow = emit_allow(asked, span);
    let inline = emit_inline(evaluated, span);
    let async_ = Token![async](asked.span);
    let mut block = TokenStream::new();
    token::Brace(asked.span).surround(&mut block, |block| {
        block.extend(quote_spanned! {span=>
            #co
            #(#captures)*
            #(#bindings)*
            #first_return
            let __return: #returns = #evaluated;
            __return
        });
    });
    quote!(#allow #inline #async_ #move_ #block)
}

/// What must not be held across an `.await` may be held across the yield of a synchronous generator: no executor runs
/// something else meanwhile. Whether a last expression has a semicolon clippy sees in a function, but not in a macro's
/// arguments. And a body that never ends may evaluate to whatever is inferred.
fn emit_allow(asked: &Asked, span: Span) -> TokenStream {
    let held = (!asked.is_async())
        .then(|| quote_spanned!(span=> #[allow(clippy::await_holding_lock, clippy::await_holding_refcell_ref)]));
    let semicolon = asked.is_expression.then(|| quote_spanned!(span=> #[allow(clippy::semicolon_if_nothing_returned)]));
    let diverges = matches!(asked.returns, Type::Infer(_))
        .then(|| quote_spanned!(span=> #[allow(clippy::diverging_sub_expression)]));
    quote!(#held #semicolon #diverges)
}

/// The body is inlined wherever the generator is used, unless it is large: only there can LLVM dissolve the state machine.
/// By itself it would inline it where it is used at one place alone. (The attribute may stand before the argument of a call.)
fn emit_inline(body: &TokenStream, span: Span) -> Option<TokenStream> {
    (count_tokens(body) <= LARGE_BODY)
        .then(|| quote_spanned!(span=> #[cfg_attr(not(debug_assertions), inline(always))]))
}

/// How many tokens a body may have to be inlined everywhere.
const LARGE_BODY: usize = 2000;

fn count_tokens(tokens: &TokenStream) -> usize {
    let count = |token| if let TokenTree::Group(group) = token { count_tokens(&group.stream()) } else { 1 };
    tokens.clone().into_iter().map(count).sum()
}

/// What the body evaluates to; with `#[try_generator]` it is what `?` ends it with.
fn emit_return_type(runtime: &Runtime, asked: &Asked) -> TokenStream {
    let Asked { yields, returns, .. } = asked;
    if !asked.tries() {
        return returns.to_token_stream();
    }
    let span = Span::mixed_site().located_at(yields.span());
    let path = runtime.at(span);
    let error = if asked.is_expression {
        quote_spanned!(span=> _)
    } else {
        quote_spanned!(span=> <#yields as #path::__private::TryItem>::Error)
    };
    quote_spanned!(span=> #path::__private::Result<(), #error>)
}

/// Shows a return value of another type that `returns` is the expected one.
fn emit_first_return(runtime: &Runtime, returns: &TokenStream, span: Span) -> TokenStream {
    let span = Span::mixed_site().located_at(span);
    let runtime = runtime.at(span);
    quote_spanned!(span=> if false { return #runtime::__private::never::<#returns>(); })
}

/// The user's statements, in the user's braces, behind the label that yields refer to, and the macros for those of them
/// that other macros may hide.
///
/// A block that has a label is of the label's edition, and the edition decides when temporaries are dropped; so the user's
/// block lies in it. It begins with an item, for it would else be told that its braces are not needed.
///
/// Where no yield is seen to break to the label, something else does: a body that never ends makes what follows
/// unreachable, and rustc would say so of what nobody has written.
fn emit_labelled(
    runtime: &Runtime,
    asked: &Asked,
    brace: token::Brace,
    macros: Option<&TokenStream>,
    body: &TokenStream,
) -> TokenStream {
    let span = Span::mixed_site().located_at(brace.span.open());
    let label = label(if is_unit(&asked.returns) { brace.span.close() } else { asked.returns.span() });
    let mut block = TokenStream::new();
    brace.surround(&mut block, |tokens| tokens.extend([quote_spanned!(span=> const _: () = ();), body.clone()]));
    let end = (!mentions(body, &label.ident.to_string())).then(|| emit_break(runtime, &label, span));
    quote!(#label: { #end #macros #block })
}

/// What the `async` block evaluates. The end of a `#[try_generator]` is `()`.
fn emit_evaluated(
    runtime: &Runtime,
    asked: &Asked,
    brace: token::Brace,
    macros: Option<&TokenStream>,
    body: &TokenStream,
) -> TokenStream {
    let labelled = emit_labelled(runtime, asked, brace, macros, body);
    if !asked.tries() {
        return labelled;
    }
    let span = Span::mixed_site().located_at(asked.span);
    let path = runtime.at(span);
    quote_spanned!(span=> { let __end: () = #labelled; #path::__private::Ok(__end) })
}

/// The one `unsafe` call; no token of the user's stands in it.
fn emit_constructor(runtime: &Runtime, asked: &Asked, takes_first: bool, span: Span) -> TokenStream {
    let path = runtime.at(span);
    let private = runtime.private(asked.is_async(), span);
    let function = match &asked.form {
        Form::Movable | Form::AsyncMovable => "movable",
        Form::InPlace => "in_place",
        Form::Heap(_) | Form::AsyncHeap => "heap",
        Form::Boxed => "box_generator",
        Form::LocalBoxed => "local_box_generator",
    };
    let function = Ident::new(function, span);
    let end = matches!(asked.form, Form::Movable | Form::Heap(_) | Form::AsyncMovable | Form::AsyncHeap).then(|| {
        let end = Ident::new(name_end(asked), span);
        let inferred = iter::repeat_n(quote_spanned!(span=> _), if asked.is_async() { 4 } else { 5 });
        quote_spanned!(span=> ::<#path::__private::#end, #(#inferred),*>)
    });
    let first = Ident::new(if takes_first { "Taken" } else { "Dropped" }, span);
    let call = runtime.unsafe_block(quote_spanned! {span=>
        #private::#function #end(__body, #path::__private::FirstResume::#first)
    });
    match &asked.form {
        Form::Heap(object) => emit_coercion(&path, object, &call, span),
        _ => call,
    }
}

/// What becomes of the body's return value where only items are wanted.
fn name_end(asked: &Asked) -> &'static str {
    if asked.tries() {
        "YieldError"
    } else if asked.is_expression {
        "IterableIfItReturnsUnit"
    } else {
        "Discard"
    }
}

// Output:
//     let __boxed: Box<dyn ::gen_core::__private::Iterator<Item = Y> + 'a> = unsafe { .. };
//     __boxed
//
// The constructor wants the trait object to be one of the real traits, not of one that the user has given the same name:
// such a trait could move the generator out of its box.
fn emit_coercion(runtime: &TokenStream, object: &TraitObject, call: &TokenStream, span: Span) -> TokenStream {
    let TraitObject { trait_, arguments, bounds } = object;
    let name = Ident::new(trait_.name(), span);
    quote_spanned! {span=>
        let __boxed: #runtime::__private::Box<dyn #runtime::__private::#name #arguments #(+ #bounds)*> = #call;
        __boxed
    }
}
