//! What becomes of an iterator beside the body: how it gets there, and how the loop over it asks it.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::ExprForLoop;
use syn::spanned::Spanned;

use crate::beside::looped_over;
use crate::emitter::Emitter;
use crate::expand_for_await::with_needed_braces;

impl Emitter<'_> {
    /// Whether a loop is over the iterator beside the body.
    pub(crate) fn is_beside(&self, for_loop: &ExprForLoop) -> bool {
        self.beside.is_some() && looped_over(for_loop) == self.beside
    }

    // Input:
    //     'label: for pattern in items { .. }
    //
    // Output:
    //     {
    //         'label: while let ::gen_core::__private::Some(__item @ _) = {
    //             if false { break '__generator }
    //             ::gen_core::__private::next_beside(&__co)
    //         }.await {
    //             let pattern = __item;
    //             { const _: () = (); .. }
    //         }
    //         {
    //             if false { break '__generator }
    //             ::gen_core::__private::end_beside(&__co)
    //         }.await;
    //     }
    //
    // As a yield does, each access proves where it stands. The last one ends a loop that was left by `break`. For `@ _`
    // see `for_await`.
    pub(crate) fn loop_beside(&self, for_loop: &ExprForLoop) -> TokenStream {
        let ExprForLoop { label, pat, expr, body, .. } = for_loop;
        let span = Span::mixed_site().located_at(expr.span());
        let private = self.runtime.private(span);
        let (next, end) = (self.access("next_beside", span), self.access("end_beside", span));
        let body = with_needed_braces(body, span);
        quote_spanned! {span=>
            {
                #label while let #private::Some(__item @ _) = #next.await {
                    let #pat = __item;
                    #body
                }
                #end.await;
            }
        }
    }

    fn access(&self, function: &str, span: Span) -> TokenStream {
        let private = self.runtime.private(span);
        let function = Ident::new(function, span);
        let proof = self.proof(span);
        quote_spanned!(span=> { #proof #private::#function(&__co) })
    }
}
