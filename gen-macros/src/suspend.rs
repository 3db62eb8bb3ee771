//! What `yield_!` and `yield_from!` become.
//!
//! Both are written out once, here, and used twice: on the yields that stand in the body for all to see, whose tokens
//! then carry the user's spans, and in `macro_rules!` of the same names for those that hide in the arguments of other
//! macros. Nothing is rewritten inside such arguments: a macro that is handed `yield_!(x)` cannot take it to pieces.
//!
//! The branch that is never taken, with its `break`, is what makes all this sound: *rustc* proves that the yield stands
//! directly in the generator's body, for no closure, `async` block or nested function can reach the label of another.
//! And no method is called on `__co`, for a trait of the user's could have one of the same name.
//!
//! `__co` and the label are mixed-site: they are named by nothing but tokens of the same expansion. A procedural macro
//! can give a name of its own the span of any token that it is given, and so name what that token could. So nothing
//! that a user's macro may be given, as its arguments or as what an attribute stands at, has a mixed-site token of an
//! expansion with a handle: what we put there is call-site.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, ExprForLoop, Ident, Item, Lifetime, Macro, Path, Stmt, Token};

use crate::runtime::Runtime;
use crate::signature::Asked;
use crate::unfinished::parse_unfinished_operand;

/// The label of the body. rustc quotes it where a yield cannot reach it. The underscore keeps it from being called
/// unused.
const LABEL: &str = "'_yield_must_stand_directly_in_the_generator_body";

/// One of the two macros that suspend.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Suspension {
    Yield,
    YieldFrom,
}

impl Suspension {
    pub(crate) fn of(path: &Path) -> Option<Self> {
        if path.is_ident("yield_") {
            Some(Self::Yield)
        } else if path.is_ident("yield_from") {
            Some(Self::YieldFrom)
        } else {
            None
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Yield => "yield_!",
            Self::YieldFrom => "yield_from!",
        }
    }
}

/// Writes the two out, for the generator that is asked for, and `#[for_await]`.
pub(crate) struct Templates<'a> {
    pub(crate) runtime: &'a Runtime,
    pub(crate) asked: &'a Asked,
}

impl Templates<'_> {
    fn private(&self, span: Span) -> TokenStream {
        self.runtime.private_of(self.asked.is_async(), span)
    }

    pub(crate) fn suspension(&self, kind: Suspension, operand: &TokenStream, span: Span) -> TokenStream {
        match kind {
            Suspension::Yield => self.yield_(operand, span),
            Suspension::YieldFrom => self.yield_from(operand, span),
        }
    }

    // Input:
    //     yield_!(x)
    //
    // Output:
    //     {
    //         let __value: Y = x;
    //         if false { break '__generator ::gen_core::__private::never() }
    //         ::gen_core::__private::yield_(&__co, __value).await
    //     }
    //
    // The `let` ends the temporaries of `x` before the generator suspends: no lock stays taken meanwhile. The last line
    // is for a synchronous generator; in an asynchronous one it is
    //
    //     ::gen_core::__private::asynchronous::deliver(&__co, __value).await;
    //     ::gen_core::__private::asynchronous::park(&__co).await
    fn yield_(&self, value: &TokenStream, span: Span) -> TokenStream {
        let yields = &self.asked.yields;
        let span = Span::mixed_site().located_at(span);
        let common = self.runtime.private(span);
        let private = self.private(span);
        let proof = self.proof(span);
        let (ty, item) = if self.asked.tries() && self.asked.is_expression {
            (quote!(#yields), quote_spanned!(span=> #common::Ok(__value)))
        } else if self.asked.tries() {
            (
                quote_spanned!(span=> <#yields as #common::TryItem>::Value),
                quote_spanned!(span=> <#yields as #common::TryItem>::from_value(__value)),
            )
        } else {
            (quote!(#yields), quote_spanned!(span=> __value))
        };
        let suspend = if self.asked.is_async() {
            quote_spanned!(span=> #private::deliver(&__co, #item).await; #private::park(&__co).await)
        } else {
            quote_spanned!(span=> #private::yield_(&__co, #item).await)
        };
        quote_spanned! {span=>
            {
                let __value: #ty = #value;
                #proof
                #suspend
            }
        }
    }

    // Input:
    //     yield_from!(source)
    //
    // Output:
    //     (match ::gen_core::__private::source(source) {
    //         __source => {
    //             use ::gen_core::__private::resolve::{..};
    //             if false { break '__generator ::gen_core::__private::never() }
    //             let __offer = ::gen_core::__private::offer(&__source, &__co);
    //             let __entry = (&&__offer).entry();
    //             let __delegation = (&&&&&__offer).delegation();
    //             ::gen_core::__private::delegate(__delegation, __source, &__co, __entry)
    //         }
    //     }).await
    //
    // The temporaries of `source` live until the delegation is over, as those of a `for` loop do. `__source` does not:
    // what is borrowed in the state machine, as it is for the offer, takes room there for as long as it is in scope.
    fn yield_from(&self, source: &TokenStream, span: Span) -> TokenStream {
        if self.asked.tries() {
            return self.try_yield_from(source, span);
        }
        let span = Span::mixed_site().located_at(span);
        let common = self.runtime.private(span);
        let private = self.private(span);
        let proof = self.proof(span);
        let delegate = if self.asked.is_framed() { "delegate_in_frame" } else { "delegate" };
        let delegate = Ident::new(delegate, span);
        let (asynchronous, references) = self.resolution(span);
        quote_spanned! {span=>
            (match #common::source(#source) {
                __source => {
                    #[allow(unused_imports)]
                    use #private::resolve::{
                        HasDefault as _, HasNoDefault as _, ViaGenerator as _, ViaIterable as _, ViaNothing as _,
                        ViaOtherItems as _, ViaPinGenerator as _, #asynchronous
                    };
                    #proof
                    let __offer = #common::offer(&__source, &__co);
                    let __entry = (&&__offer).entry();
                    let __delegation = (#references __offer).delegation();
                    #private::#delegate(__delegation, __source, &__co, __entry)
                }
            }).await
        }
    }

    // Input:
    //     yield_from!(source)
    //
    // Output:
    //     (match ::gen_core::__private::source(source) {
    //         __source => {
    //             use ::gen_core::__private::try_::resolve::{..};
    //             if false { break '__generator ::gen_core::__private::never() }
    //             let __offer = ::gen_core::__private::offer(&__source, &__co);
    //             let __delegation = (&&&&&__offer).delegation();
    //             ::gen_core::__private::try_::delegate(__delegation, __source, &__co)
    //         }
    //     }).await?
    //
    // The `?` ends the generator with the source's first error.
    fn try_yield_from(&self, source: &TokenStream, span: Span) -> TokenStream {
        let span = Span::mixed_site().located_at(span);
        let common = self.runtime.private(span);
        let private = self.private(span);
        let proof = self.proof(span);
        let (asynchronous, references) = self.resolution(span);
        quote_spanned! {span=>
            (match #common::source(#source) {
                __source => {
                    #[allow(unused_imports)]
                    use #private::try_::resolve::{
                        ViaGenerator as _, ViaIterable as _, ViaNothing as _, ViaOtherItems as _, ViaPinGenerator as _,
                        #asynchronous
                    };
                    #proof
                    let __offer = #common::offer(&__source, &__co);
                    let __delegation = (#references __offer).delegation();
                    #private::try_::delegate(__delegation, __source, &__co)
                }
            }).await?
        }
    }

    /// The traits that only an asynchronous generator looks for, and a reference to an offer for each trait.
    fn resolution(&self, span: Span) -> (Option<TokenStream>, TokenStream) {
        if self.asked.is_async() {
            (Some(quote_spanned!(span=> ViaAsyncGenerator as _, ViaStream as _,)), quote_spanned!(span=> &&&&&&&))
        } else {
            (None, quote_spanned!(span=> &&&&&))
        }
    }

    // Input:
    //     #[for_await]
    //     'label: for pattern in stream { .. }
    //
    // Output:
    //     match ::gen_core::__private::asynchronous::stream(stream) {
    //         __stream => {
    //             let mut __stream = ::gen_core::__private::asynchronous::pin!(__stream);
    //             'label: while let Some(__item @ _) = ::gen_core::__private::asynchronous::next(&mut __stream).await {
    //                 let pattern = __item;
    //                 { const _: () = (); .. }
    //             }
    //         }
    //     }
    //
    // The temporaries of `stream` live until the loop is over, as those of a `for` loop do. With `@ _` the name cannot
    // be that of a constant of the user's. And if the user's block did not begin with an item, rustc would say that it
    // needs no braces. `hygiene` is that of what is written.
    pub(crate) fn for_await(&self, for_loop: &ExprForLoop, hygiene: Span) -> TokenStream {
        let ExprForLoop { attrs, label, pat, expr, body, .. } = for_loop;
        let attrs = attrs.iter().filter(|attribute| !is_for_await(attribute));
        let span = hygiene.located_at(expr.span());
        let common = self.runtime.private(span);
        let private = self.runtime.private_of(true, span);
        let expr = without_needed_parentheses(expr);
        let mut body = body.clone();
        body.stmts.insert(0, Stmt::Item(Item::Verbatim(quote_spanned!(span=> const _: () = ();))));
        quote_spanned! {span=>
            #(#attrs)*
            match #private::stream(#expr) {
                __stream => {
                    let mut __stream = #private::pin!(__stream);
                    #label while let #common::Some(__item @ _) =
                        #private::next(&mut __stream).await
                    {
                        let #pat = __item;
                        #body
                    }
                }
            }
        }
    }

    fn proof(&self, span: Span) -> TokenStream {
        emit_break(self.runtime, &label(span), span)
    }

    /// The two as macros, for yields in the arguments of other macros.
    pub(crate) fn macros(&self, span: Span) -> TokenStream {
        let call_site = Span::call_site();
        let (yield_, yield_from) = (Ident::new("yield_", call_site), Ident::new("yield_from", call_site));
        let empty = self.yield_(&quote!(()), span);
        let value = self.yield_(&quote!($value), span);
        let source = self.yield_from(&quote!($source), span);
        quote! {
            #[allow(unused_macros, unused_macro_rules)]
            macro_rules! #yield_ {
                () => { #empty };
                ($value:expr $(,)?) => { #value };
            }
            #[allow(unused_macros)]
            macro_rules! #yield_from {
                ($source:expr $(,)?) => { #source };
            }
        }
    }
}

/// A loop needs parentheses around a struct literal. The call that it becomes does not, and rustc would call them
/// unused.
fn without_needed_parentheses(expr: &Expr) -> &Expr {
    let is_brace = |token| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    match expr {
        Expr::Paren(paren) if paren.attrs.is_empty() && paren.expr.to_token_stream().into_iter().any(is_brace) => {
            &paren.expr
        }
        _ => expr,
    }
}

pub(crate) fn is_for_await(attribute: &Attribute) -> bool {
    attribute.path().is_ident("for_await")
}

/// A break to the label of the body that is never taken.
pub(crate) fn emit_break(runtime: &Runtime, label: &Lifetime, span: Span) -> TokenStream {
    let private = runtime.private(span);
    quote_spanned!(span=> if false { break #label #private::never() })
}

pub(crate) fn label(span: Span) -> Lifetime {
    Lifetime::new(LABEL, Span::mixed_site().located_at(span))
}

/// What stands in the parentheses of a yield. If there is an error, then it stands in the expression, too.
pub(crate) struct Operand {
    pub(crate) expr: Expr,
    pub(crate) error: Option<syn::Error>,
}

pub(crate) fn parse_operand(runtime: &Runtime, kind: Suspension, mac: &Macro) -> Operand {
    match parse_finished_operand(kind, mac) {
        Ok(expr) => Operand { expr, error: None },
        Err(error) => {
            let expr = parse_unfinished_operand(&mac.tokens, runtime.compile_error(&error));
            Operand { expr, error: Some(error) }
        }
    }
}

fn parse_finished_operand(kind: Suspension, mac: &Macro) -> syn::Result<Expr> {
    let (path, name) = (&mac.path, kind.name());
    if mac.tokens.is_empty() && kind == Suspension::Yield {
        return Ok(Expr::Verbatim(quote_spanned!(path.span()=> ())));
    }
    if mac.tokens.is_empty() {
        let message = format!("`{name}` needs something to delegate to: an iterator or a generator");
        return Err(syn::Error::new_spanned(path, message));
    }
    mac.parse_body_with(|input: ParseStream<'_>| {
        let operand = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() {
            return Ok(operand);
        }
        Err(input.error(match kind {
            Suspension::Yield => "`yield_!` takes one value; to yield several as one, yield a tuple: `yield_!((a, b))`",
            Suspension::YieldFrom => "`yield_from!` takes one source; write it once for each",
        }))
    })
}
