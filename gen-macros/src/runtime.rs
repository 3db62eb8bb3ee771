//! How an expansion refers to the runtime.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Path, Token};

/// The hidden module of the runtime that this version of the macros is made for. An expansion that meets another
/// version of the runtime does not compile.
const PRIVATE_MODULE: &str = concat!(
    "__private_",
    env!("CARGO_PKG_VERSION_MAJOR"),
    "_",
    env!("CARGO_PKG_VERSION_MINOR"),
    "_",
    env!("CARGO_PKG_VERSION_PATCH")
);

/// Where the runtime is: `::gen_core`, unless the user says otherwise.
#[derive(Default)]
pub(crate) struct Runtime {
    written: Option<Written>,
}

/// `unsafe(crate = path)`.
struct Written {
    unsafe_token: Token![unsafe],
    path: Path,
}

impl Runtime {
    /// The runtime at `path`, for which `unsafe_token` vouches.
    pub(crate) fn vouched_for(unsafe_token: Token![unsafe], path: Path) -> Self {
        Self { written: Some(Written { unsafe_token, path }) }
    }

    /// The crate itself. An error that is due to it is shown at `span`.
    pub(crate) fn root(&self, span: Span) -> TokenStream {
        self.written
            .as_ref()
            .map_or_else(|| quote_spanned!(span=> ::gen_core), |written| written.path.to_token_stream())
    }

    /// The hidden module with everything that an expansion refers to.
    pub(crate) fn private(&self, span: Span) -> TokenStream {
        let root = self.root(span);
        let module = Ident::new(PRIVATE_MODULE, span);
        quote_spanned!(span=> #root::#module)
    }

    /// An error as an expression, in an expansion which is complete but for it. As it stands at the user's tokens, it
    /// may be another `compile_error!` than rustc's that is found, and the expansion may compile. Then it panics here,
    /// where something could be awaited that is trusted not to be; and it does so without a name, which could be
    /// another's.
    ///
    /// No token of it is mixed-site, for it may stand in the arguments of a user's macro: see `expand_yield`.
    pub(crate) fn compile_error(&self, error: &syn::Error) -> TokenStream {
        let (span, message) = (error.span(), error.to_string());
        let private: TokenStream = self.private(span).into_iter().map(|token| relocated(token, span)).collect();
        let shown = quote_spanned!(span=> #private::compile_error! { #message });
        let span = Span::call_site().located_at(span);
        quote_spanned!(span=> { let () = [()][1]; #shown })
    }

    /// The block that calls the runtime. If the user says where the runtime is, then it is their `unsafe` that begins
    /// the block, and a crate that forbids `unsafe` code refuses it. The comment that clippy would want there belongs
    /// to the attribute.
    pub(crate) fn unsafe_block(&self, call: TokenStream) -> TokenStream {
        let Some(&Written { unsafe_token, .. }) = self.written.as_ref() else {
            return braced(Token![unsafe](Span::call_site()), call);
        };
        let block = braced(unsafe_token, call);
        quote_spanned! {Span::mixed_site()=>
            {
                #[allow(clippy::undocumented_unsafe_blocks)]
                let __generator = #block;
                __generator
            }
        }
    }
}

fn braced(unsafe_token: Token![unsafe], call: TokenStream) -> TokenStream {
    let mut block = Group::new(Delimiter::Brace, call);
    block.set_span(unsafe_token.span);
    quote!(#unsafe_token #block)
}

fn relocated(mut token: TokenTree, span: Span) -> TokenTree {
    token.set_span(token.span().located_at(span));
    token
}
