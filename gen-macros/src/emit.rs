//! Writes the body of the generator function. See [`emit_generator_body`].

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Ident, Stmt, Token, Type, token};

use crate::beside::find_beside;
use crate::check::may_hide_yield;
use crate::emitter::Emitter;
use crate::expand_yield::label;
use crate::input::{Body, GeneratorBody};
use crate::parameters::{Parameters, bind_parameters, mention_as_mutable};
use crate::rewrite::rewrite_body;
use crate::runtime::Runtime;
use crate::signature::{Asked, Form, is_unit, unit};
use crate::unfinished::tokens_may_hide_yield;

// Input:
//     generator() [n] fn fibonacci(n: u32) -> impl Iterator<Item = u64> { ..body.. }
//
// Output (the names are mixed-site, so no user code can see them):
//     let __types: [(::gen_core::__private::Synchronous, u64, (), ()); 0] = [];
//     let (__co, __promised) = ::gen_core::__private::begin(
//         unsafe { ::gen_core::__private::promise(::gen_core::__private::FirstResume::Dropped) },
//         __types,
//     );
//     {
//         ::gen_core::__private::movable::<::gen_core::__private::Discard, ..>(
//             __promised,
//             #[allow(clippy::await_holding_lock, clippy::await_holding_refcell_ref)]
//             #[allow(clippy::semicolon_if_nothing_returned)]
//             #[cfg_attr(not(debug_assertions), inline(always))]
//             async move {
//                 let _ = &n;
//                 if false { return; }
//                 let __return: () = '__generator: {
//                     ..body, its yields rewritten..
//                 };
//                 __return
//             },
//         )
//     }
//
// The body of a `BoxGenerator` is made where it is started:
//     let __types: [(::gen_core::__private::Framed<::gen_core::__private::Synchronous>, u64, (), ()); 0] = [];
//     let __body = ::gen_core::__private::body(__types, move |__co| {
//         ::gen_core::__private::body_of(#[..] #[..] async move { ..as above.. })
//     });
//     unsafe { ::gen_core::__private::boxed(__body, ::gen_core::__private::FirstResume::Dropped) }
//
// No token of the user's stands in an `unsafe` block. In a block of its own, the type of the generator is not a part of
// rustc's errors. Where the body holds macros, which may hide a yield, `macro_rules! yield_ { .. }` and
// `macro_rules! yield_from { .. }` stand before it.
//
// The first `return`, never taken, gives the `async` block its type before `?` and `return` in the body need it. The
// last `let` ends the temporaries of the body's last expression before the parameters are dropped, as in a function. If
// the type is not `()`, the first `return` is
//                 if false { let __return: T = ::gen_core::__private::never(); return __return; }
//
// Where an iterator lies beside the body, that is only where assertions are off, which is where LLVM optimizes:
//     #[cfg(debug_assertions)]
//     let __generator = { ..as above.. };
//     #[cfg(not(debug_assertions))]
//     let __generator = {
//         ..as above, but for..
//         let __beside = ::gen_core::__private::Some(items);
//         let (__co, __promised) = ::gen_core::__private::begin_beside(.., __types, &__beside);
//         ::gen_core::__private::movable_beside::<..>(__promised, .., __beside)
//     };
//     __generator
// Else each stage of a pipeline would be a part of the value of the next one there, for nothing, and a build would take
// the longer the more stages there are.
pub(crate) fn emit_generator_body(input: GeneratorBody, asked: Asked) -> TokenStream {
    let GeneratorBody { runtime, names, signature, body, tokens, .. } = input;
    let asked = &with_types_in_arguments(&runtime, asked);
    let beside = match &body {
        Body::Parsed(_, statements) => find_beside(asked, &signature, &names, statements),
        _ => None,
    };
    let generator = |body: Body, beside: Option<&Ident>| {
        let emitter = Emitter { runtime: &runtime, asked, beside, tokens };
        let evaluated = emitter.body(signature.ident.span(), body, false);
        let parameters = bind_parameters(&runtime, &signature, &names, beside);
        emitter.generator(Capture::Move, &parameters, &evaluated)
    };
    let Some(beside) = beside else { return generator(body, None) };
    let plain = generator(body.clone(), None);
    let optimized = generator(body, Some(&beside));
    quote_spanned! {Span::mixed_site()=>
        #[cfg(debug_assertions)]
        let __generator = { #plain };
        #[cfg(not(debug_assertions))]
        let __generator = { #optimized };
        __generator
    }
}

/// What stands in generic arguments in the signature stands there in the body, too: of a type that does not exist rustc
/// says something else elsewhere, and so would say it twice.
fn with_types_in_arguments(runtime: &Runtime, mut asked: Asked) -> Asked {
    let in_arguments = |ty: &mut Type| {
        if !is_unit(ty) && !matches!(ty, Type::Infer(_)) {
            let span = Span::mixed_site().located_at(ty.span());
            let private = runtime.private(span);
            *ty = Type::Verbatim(quote_spanned!(span=> #private::Same<#ty>));
        }
    };
    in_arguments(&mut asked.resume);
    if asked.is_named_or_boxed() {
        in_arguments(&mut asked.yields);
        in_arguments(&mut asked.returns);
    }
    asked
}

// Input:
//     gen_!({ ..body.. })
//
// Output:
//     {
//         let __types: [(::gen_core::__private::Synchronous, _, (), _); 0] = [];
//         let (__co, __promised) = ::gen_core::__private::begin(.., __types);
//         ::gen_core::__private::movable::<::gen_core::__private::IterableIfItReturnsUnit, ..>(
//             __promised,
//             #[..] #[..] async {
//                 let __co = __co;
//                 ..as above..
//             },
//         )
//     }
//
// What the body uses is captured by reference, where it does not need more, but for `__co`, which it moves.
pub(crate) fn emit_expression(
    runtime: &Runtime,
    asked: &Asked,
    capture: Capture,
    brace: token::Brace,
    statements: Vec<Stmt>,
    hides_yield: bool,
    tokens: usize,
) -> TokenStream {
    let emitter = Emitter { runtime, asked, beside: None, tokens };
    let body = emitter.rewritten(statements);
    let macros = hides_yield.then(|| emitter.macros(asked.span));
    let evaluated = emitter.evaluated(brace, macros.as_ref(), body);
    let generator = emitter.generator(capture, &Parameters::default(), &evaluated);
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
//     ..as above, but for..
//             {
//                 let () = ::gen_core::__private::never();
//                 #[allow(unexpected_cfgs)]
//                 {
//                     #[cfg(rust_analyzer)]
//                     {
//                         let __return: () = '__generator: { .. };
//                         return __return;
//                     }
//                 }
//                 ::gen_core::__private::never()
//             }
//
/// A body that does nothing, for a function with errors: so its callers compile. An editor still finds the user's body
/// in it; rustc does not, and has nothing to add to the errors. What is wrong in it never runs, even if another
/// `compile_error!` than rustc's swallows the errors, and somebody sets that `cfg`.
pub(crate) fn emit_diverging_body(input: GeneratorBody, mut asked: Asked) -> TokenStream {
    let GeneratorBody { runtime, names, signature, body, tokens, .. } = input;
    let name = signature.ident.span();
    let span = Span::mixed_site().located_at(name);
    if let Type::Infer(_) = asked.returns {
        asked.returns = unit(asked.span);
    }
    let Parameters { mut captures, bindings, .. } = bind_parameters(&runtime, &signature, &names, None);
    captures.extend(mention_as_mutable(&signature, &names));
    // With the macros, for yields where none may stand.
    let emitter = Emitter { runtime: &runtime, asked: &asked, beside: None, tokens };
    let Evaluated { expression: body, is_large } = emitter.body(name, body, true);
    let returns = emitter.return_type();
    let private = runtime.private(span);
    let expression = quote_spanned! {span=>
        {
            let () = #private::never();
            #[allow(unexpected_cfgs)]
            {
                #[cfg(rust_analyzer)]
                {
                    #(#bindings)*
                    let __return: #returns = #body;
                    return __return;
                }
            }
            #private::never()
        }
    };
    let parameters = Parameters { captures, ..Parameters::default() };
    emitter.generator(Capture::Move, &parameters, &Evaluated { expression, is_large })
}

/// How the body gets what it uses.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Capture {
    Move,
    Reference,
}

/// The statements of a body, and how many yields were seen in them.
struct Rewritten {
    statements: TokenStream,
    suspensions: usize,
}

impl Rewritten {
    fn as_written(statements: TokenStream) -> Self {
        Self { statements, suspensions: 0 }
    }
}

/// What a body evaluates to.
struct Evaluated {
    expression: TokenStream,
    is_large: bool,
}

impl Emitter<'_> {
    /// The body with its yields rewritten, and what it evaluates to. It has the macros if it needs them, or if
    /// `macros_anyway`.
    fn body(&self, name: Span, body: Body, macros_anyway: bool) -> Evaluated {
        let (brace, body, hides_yield) = match body {
            Body::Parsed(brace, statements) => {
                let hides_yield = may_hide_yield(&statements);
                (brace, self.rewritten(statements), hides_yield)
            }
            Body::Unfinished(brace, statements, tokens) => {
                (brace, self.rewritten(statements), tokens_may_hide_yield(tokens))
            }
            Body::Opaque(brace, tokens) => (brace, Rewritten::as_written(tokens), true),
            Body::Missing(semicolon) => {
                (token::Brace(semicolon.span), Rewritten::as_written(TokenStream::new()), false)
            }
        };
        let macros = (hides_yield || macros_anyway).then(|| self.macros(name));
        self.evaluated(brace, macros.as_ref(), body)
    }

    fn rewritten(&self, mut statements: Vec<Stmt>) -> Rewritten {
        let suspensions = rewrite_body(self, &mut statements);
        Rewritten { statements: quote!(#(#statements)*), suspensions }
    }

    fn generator(&self, capture: Capture, parameters: &Parameters, evaluated: &Evaluated) -> TokenStream {
        let span = Span::mixed_site().located_at(self.asked.span);
        let async_block = self.async_block(capture, parameters, evaluated, span);
        let first = Ident::new(if parameters.takes_first { "Taken" } else { "Dropped" }, span);
        if self.asked.is_framed() {
            self.framed(&async_block, &first, span)
        } else {
            self.anonymous(&async_block, &first, span)
        }
    }

    /// A generator whose body is made where it is asked for.
    fn anonymous(&self, async_block: &TokenStream, first: &Ident, span: Span) -> TokenStream {
        let path = self.runtime.private(span);
        let (begin, types) = self.types(span);
        let placed = self.beside.map(|items| quote_spanned!(span=> let __beside = #path::Some(#items);));
        let see_beside = self.beside.map(|_| quote_spanned!(span=> , &__beside));
        let beside = self.beside.map(|_| quote_spanned!(span=> , __beside));
        let promise = self.runtime.unsafe_block(quote_spanned!(span=> #path::promise(#path::FirstResume::#first)));
        let constructor = Ident::new(self.constructor(), span);
        let end = Ident::new(name_end(self.asked), span);
        let generator = quote_spanned! {span=>
            #path::#constructor::<#path::#end, _, _, _, _>(__promised, #async_block #beside)
        };
        let generator = match self.asked.form {
            // rustc makes the trait object where the function returns: what is wrong with it is shown at the written
            // trait.
            Form::BoxDyn => quote_spanned!(span=> #path::box_dyn(#generator)),
            Form::AsyncPinDyn => quote_spanned!(span=> #path::pin_dyn(#generator)),
            _ => generator,
        };
        quote_spanned! {span=>
            #placed
            let __types: [#types; 0] = [];
            let (__co, __promised) = #path::#begin(#promise, __types #see_beside);
            { #generator }
        }
    }

    /// A generator whose body is made where it is started.
    fn framed(&self, async_block: &TokenStream, first: &Ident, span: Span) -> TokenStream {
        let path = self.runtime.private(span);
        let (_, types) = self.types(span);
        let constructor = Ident::new(self.constructor(), span);
        let generator = self.runtime.unsafe_block(quote_spanned! {span=>
            #path::#constructor(__body, #path::FirstResume::#first)
        });
        quote_spanned! {span=>
            let __types: [#types; 0] = [];
            let __body = #path::body(__types, move |__co| #path::body_of(#async_block));
            #generator
        }
    }

    /// The function that makes the generator.
    fn constructor(&self) -> &'static str {
        match self.asked.form {
            Form::Movable | Form::BoxDyn if self.beside.is_some() => "movable_beside",
            Form::Movable | Form::BoxDyn | Form::AsyncMovable => "movable",
            Form::InPlace | Form::AsyncInPlace | Form::AsyncPinDyn => "in_place",
            Form::Boxed | Form::AsyncBoxed => "boxed",
            Form::LocalBoxed | Form::AsyncLocalBoxed => "local_boxed",
        }
    }

    /// The function that the handle comes from, and the types of the generator. In a `try_gen_!` the
    /// errors that it yields and returns are the same, whatever they are.
    fn types(&self, span: Span) -> (Ident, TokenStream) {
        let Asked { yields, resume, .. } = self.asked;
        let kind = self.kind(span);
        if self.asked.tries() && self.asked.is_expression {
            return (Ident::new("try_begin", span), quote_spanned!(span=> (#kind, #yields, #resume)));
        }
        let returns = self.return_type();
        let function = if self.beside.is_none() { "begin" } else { "begin_beside" };
        (Ident::new(function, span), quote_spanned!(span=> (#kind, #yields, #resume, #returns)))
    }

    /// The type that says how the body is driven.
    fn kind(&self, span: Span) -> TokenStream {
        let path = self.runtime.private(span);
        let kind = Ident::new(if self.asked.is_async() { "Asynchronous" } else { "Synchronous" }, span);
        let kind = quote_spanned!(span=> #path::#kind);
        if self.asked.is_framed() { quote_spanned!(span=> #path::Framed<#kind>) } else { kind }
    }

    fn async_block(&self, capture: Capture, parameters: &Parameters, evaluated: &Evaluated, span: Span) -> TokenStream {
        let asked = self.asked;
        let (move_, co) = match capture {
            Capture::Move => (Some(Token![move](asked.span)), None),
            Capture::Reference => (None, Some(quote_spanned!(span=> let __co = __co;))),
        };
        let returns = self.return_type();
        let Parameters { captures, bindings, .. } = parameters;
        let first_return = self.first_return(&returns, asked.returns.span());
        let allow = emit_allow(asked, span);
        let Evaluated { expression, is_large } = evaluated;
        let inline = emit_inline(*is_large, span);
        let async_ = Token![async](asked.span);
        let mut block = TokenStream::new();
        token::Brace(asked.span).surround(&mut block, |block| {
            block.extend(quote_spanned! {span=>
                #co
                #(#captures)*
                #(#bindings)*
                #first_return
                let __return: #returns = #expression;
                __return
            });
        });
        quote!(#allow #inline #async_ #move_ #block)
    }

    /// What the body evaluates to; with `#[try_generator]` it is what `?` ends it with.
    fn return_type(&self) -> TokenStream {
        let Asked { yields, returns, .. } = self.asked;
        if !self.asked.tries() {
            return returns.to_token_stream();
        }
        let span = Span::mixed_site().located_at(yields.span());
        let path = self.runtime.private(span);
        let error = if self.asked.is_expression {
            quote_spanned!(span=> _)
        } else {
            quote_spanned!(span=> <#yields as #path::TryItem>::Error)
        };
        quote_spanned!(span=> #path::Result<(), #error>)
    }

    /// Shows a return value of another type that `returns` is the expected one.
    fn first_return(&self, returns: &TokenStream, span: Span) -> TokenStream {
        let span = Span::mixed_site().located_at(span);
        if is_unit(&self.asked.returns) && !self.asked.tries() {
            return quote_spanned!(span=> if false { return; });
        }
        let path = self.runtime.private(span);
        quote_spanned! {span=>
            if false {
                let __return: #returns = #path::never();
                return __return;
            }
        }
    }

    /// The user's statements, in the user's braces, behind the label that yields refer to, and the macros for those of
    /// them that other macros may hide.
    ///
    /// A block that has a label is of the label's edition, and the edition decides when temporaries are dropped; so the
    /// user's block lies in it. It begins with an item, for it would else be told that its braces are not needed.
    ///
    /// Where no yield is seen to break to the label, something else does: a body that never ends makes what follows
    /// unreachable, and rustc would say so of what nobody has written.
    fn labelled(&self, brace: token::Brace, macros: Option<&TokenStream>, body: Rewritten) -> TokenStream {
        let span = Span::mixed_site().located_at(brace.span.open());
        let returns = &self.asked.returns;
        let label = label(if is_unit(returns) { brace.span.close() } else { returns.span() });
        let mut block = TokenStream::new();
        let end = (body.suspensions == 0).then(|| self.break_to(&label, span));
        brace.surround(&mut block, |tokens| tokens.extend([quote_spanned!(span=> const _: () = ();), body.statements]));
        quote!(#label: { #end #macros #block })
    }

    /// The expression that the `async` block evaluates. The end of a `#[try_generator]` is `()`.
    fn evaluated(&self, brace: token::Brace, macros: Option<&TokenStream>, body: Rewritten) -> Evaluated {
        let is_large = self.tokens + SUSPENSION * body.suspensions > LARGE_BODY;
        let labelled = self.labelled(brace, macros, body);
        if !self.asked.tries() {
            return Evaluated { expression: labelled, is_large };
        }
        let span = Span::mixed_site().located_at(self.asked.span);
        let path = self.runtime.private(span);
        let expression = quote_spanned!(span=> { let __end: () = #labelled; #path::Ok(__end) });
        Evaluated { expression, is_large }
    }
}

/// What must not be held across an `.await` may be held across the yield of a synchronous generator: no executor runs
/// something else meanwhile. Whether a last expression has a semicolon clippy does not see in a macro's arguments. And
/// a body that never ends may evaluate to whatever is inferred.
fn emit_allow(asked: &Asked, span: Span) -> TokenStream {
    let held = (!asked.is_async())
        .then(|| quote_spanned!(span=> #[allow(clippy::await_holding_lock, clippy::await_holding_refcell_ref)]));
    let semicolon = quote_spanned!(span=> #[allow(clippy::semicolon_if_nothing_returned)]);
    let diverges = matches!(asked.returns, Type::Infer(_))
        .then(|| quote_spanned!(span=> #[allow(clippy::diverging_sub_expression)]));
    quote!(#held #semicolon #diverges)
}

/// The body is inlined wherever the generator is used, unless it is large: only there can LLVM dissolve the state
/// machine. By itself it would inline it where it is used at one place alone. (The attribute may stand before the
/// argument of a call.)
fn emit_inline(is_large: bool, span: Span) -> Option<TokenStream> {
    (!is_large).then(|| quote_spanned!(span=> #[cfg_attr(not(debug_assertions), inline(always))]))
}

/// How many tokens a body may have, with what its yields become, to be inlined everywhere. One of 24 yields has more:
/// at 20 places it takes three times the code of an iterator written by hand if LLVM decides, and ten times if it is
/// inlined. One of 8 has less: inlined it takes six times the code, and not four, but a quarter of the instructions.
const LARGE_BODY: usize = 1000;

/// About how many tokens a yield becomes.
const SUSPENSION: usize = 35;

/// How many tokens were written.
pub(crate) fn count_tokens(tokens: TokenStream) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => 2 + count_tokens(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(count).sum()
}

/// Names the type that says what becomes of the body's return value where only items are wanted.
fn name_end(asked: &Asked) -> &'static str {
    if asked.tries() {
        "YieldError"
    } else if asked.is_expression {
        "IterableIfItReturnsUnit"
    } else {
        "Discard"
    }
}
