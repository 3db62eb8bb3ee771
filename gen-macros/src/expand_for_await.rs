//! What a `#[for_await]` loop becomes.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprForLoop, Item, Stmt};

use crate::check::is_for_await;
use crate::emitter::Emitter;

impl Emitter<'_> {
    // Input:
    //     #[for_await]
    //     'label: for pattern in stream { .. }
    //
    // Output:
    //     match ::gen_core::__private::stream(stream) {
    //         __stream => {
    //             let mut __stream = ::gen_core::__private::pin!(__stream);
    //             'label: while let Some(__item @ _) = ::gen_core::__private::next(&mut __stream).await {
    //                 let pattern = __item;
    //                 { const _: () = (); .. }
    //             }
    //         }
    //     }
    //
    // The temporaries of `stream` live until the loop is over, as those of a `for` loop do. With `@ _` the name cannot
    // be that of a constant of the user's. `hygiene` is that of what is written.
    pub(crate) fn for_await(&self, for_loop: &ExprForLoop, hygiene: Span) -> TokenStream {
        let ExprForLoop { attrs, label, pat, expr, body, .. } = for_loop;
        let attrs = attrs.iter().filter(|attribute| !is_for_await(attribute));
        let span = hygiene.located_at(expr.span());
        let private = self.runtime.private(span);
        let expr = without_needed_parentheses(expr);
        let body = with_needed_braces(body, span);
        quote_spanned! {span=>
            #(#attrs)*
            match #private::stream(#expr) {
                __stream => {
                    let mut __stream = #private::pin!(__stream);
                    #label while let #private::Some(__item @ _) =
                        #private::next(&mut __stream).await
                    {
                        let #pat = __item;
                        #body
                    }
                }
            }
        }
    }
}

/// The block of a loop, to stand behind what binds the item. If it did not begin with an item, rustc would say that it
/// needs no braces.
pub(crate) fn with_needed_braces(block: &Block, span: Span) -> Block {
    let mut block = block.clone();
    block.stmts.insert(0, Stmt::Item(Item::Verbatim(quote_spanned!(span=> const _: () = ();))));
    block
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
