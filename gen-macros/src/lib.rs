//! The macros of `gen-core`, which re-exports them: depend on that crate instead.

mod check;
mod emit;
mod errors;
mod expand;
mod input;
mod parameters;
mod rewrite;
mod signature;
mod suspend;

use proc_macro::TokenStream;

/// Turns a function with `yield_!` in it into a generator.
#[proc_macro_attribute]
pub fn generator(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::generator(arguments.into(), &item.into()).into()
}
