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

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Ident, Lifetime};

use crate::emitter::Emitter;
use crate::operand::YieldKind;
use crate::signature::is_unit;

/// The label of the body. rustc quotes it where a yield cannot reach it. The underscore keeps it from being called
/// unused.
const LABEL: &str = "'_yield_must_stand_directly_in_the_generator_body";

impl Emitter<'_> {
    pub(crate) fn suspension(&self, kind: YieldKind, operand: &TokenStream, span: Span) -> TokenStream {
        match kind {
            YieldKind::Yield => self.yield_(operand, span),
            YieldKind::YieldFrom => self.yield_from(operand, span),
        }
    }

    // Input:
    //     yield_!(x)
    //
    // Output:
    //     {
    //         let __value: Y = x;
    //         if false { break '__generator }
    //         ::gen_core::__private::yield_(&__co, __value).await
    //     }
    //
    // The break has a value, `::gen_core::__private::never()`, unless the body evaluates to `()`. The `let` ends the
    // temporaries of `x` before the generator suspends: no lock stays taken meanwhile. The last line
    // is for a synchronous generator; in an asynchronous one it is
    //
    //     ::gen_core::__private::deliver(&__co, __value).await;
    //     ::gen_core::__private::park(&__co).await
    fn yield_(&self, value: &TokenStream, span: Span) -> TokenStream {
        let yields = &self.asked.yields;
        let span = Span::mixed_site().located_at(span);
        let private = self.runtime.private(span);
        let proof = self.proof(span);
        let (ty, item) = if self.asked.tries() && self.asked.is_expression {
            (quote!(#yields), quote_spanned!(span=> #private::Ok(__value)))
        } else if self.asked.tries() {
            (
                quote_spanned!(span=> <#yields as #private::TryItem>::Value),
                quote_spanned!(span=> <#yields as #private::TryItem>::from_value(__value)),
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
    //             if false { break '__generator }
    //             let __offer = ::gen_core::__private::offer(&__source, &__co);
    //             let __default = (&&__offer).default_value();
    //             let __tag = (&&&&&&&__offer).tag();
    //             ::gen_core::__private::delegate(__tag, __source, &__co, __default)
    //         }
    //     }).await
    //
    // In a `#[try_generator]` it is
    //
    //             let __offer = ::gen_core::__private::try_offer(&__source, &__co);
    //             let __tag = (&&&&&&&__offer).tag();
    //             ::gen_core::__private::try_delegate(__tag, __source, &__co)
    //         }
    //     }).await?
    //
    // and the `?` ends the generator with the source's first error.
    //
    // The temporaries of `source` live until the delegation is over, as those of a `for` loop do. `__source` does not:
    // what is borrowed in the state machine, as it is for the offer, takes room there for as long as it is in scope.
    fn yield_from(&self, source: &TokenStream, span: Span) -> TokenStream {
        let span = Span::mixed_site().located_at(span);
        let private = self.runtime.private(span);
        let proof = self.proof(span);
        let traits = self.resolution(span);
        let (offer, default, delegate, end) = if self.asked.tries() {
            (
                quote_spanned!(span=> try_offer),
                None,
                quote_spanned!(span=> try_delegate(__tag, __source, &__co)),
                quote_spanned!(span=> await?),
            )
        } else {
            (
                quote_spanned!(span=> offer),
                Some(quote_spanned!(span=> let __default = (&&__offer).default_value();)),
                quote_spanned!(span=> delegate(__tag, __source, &__co, __default)),
                quote_spanned!(span=> await),
            )
        };
        quote_spanned! {span=>
            (match #private::source(#source) {
                __source => {
                    #[allow(unused_imports)]
                    use #private::resolve::{#traits};
                    #proof
                    let __offer = #private::#offer(&__source, &__co);
                    #default
                    let __tag = (&&&&&&&__offer).tag();
                    #private::#delegate
                }
            }).#end
        }
    }

    /// The traits that decide what the source is.
    fn resolution(&self, span: Span) -> TokenStream {
        let asynchronous =
            self.asked.is_async().then(|| quote_spanned!(span=> ViaAsyncGenerator as _, ViaStream as _,));
        let refusals = match (self.asked.is_async(), self.asked.tries()) {
            (false, false) => quote_spanned!(span=> ViaNothing as _, ViaOtherItems as _),
            (false, true) => quote_spanned!(span=> ViaNoResults as _, ViaOtherResults as _),
            (true, false) => quote_spanned!(span=> ViaNothingAsync as _, ViaOtherItems as _),
            (true, true) => quote_spanned!(span=> ViaNoResultsAsync as _, ViaOtherResults as _),
        };
        quote_spanned! {span=>
            HasDefault as _, HasNoDefault as _, ViaGenerator as _, ViaIterable as _, ViaPinGenerator as _,
            #asynchronous #refusals
        }
    }

    pub(crate) fn proof(&self, span: Span) -> TokenStream {
        self.break_to(&label(span), span)
    }

    /// A break to the label of the body that is never taken. One with a value costs rustc a call, so it has none where
    /// the body evaluates to `()`.
    pub(crate) fn break_to(&self, label: &Lifetime, span: Span) -> TokenStream {
        let private = self.runtime.private(span);
        let value = (!is_unit(&self.asked.returns)).then(|| quote_spanned!(span=> #private::never()));
        quote_spanned!(span=> if false { break #label #value })
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

pub(crate) fn label(span: Span) -> Lifetime {
    Lifetime::new(LABEL, Span::mixed_site().located_at(span))
}
