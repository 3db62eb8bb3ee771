//! The macros of `gen-core`, which re-exports them: depend on that crate instead.
//!
//! A macro here is a small compiler: `input` (what was written) -> `signature` (what was asked) -> `check` (is it allowed) ->
//! `rewrite` (the body) -> `emit`. Only the phases up to `check` can fail.

#![forbid(unsafe_code)]

mod check;
mod emit;
mod errors;
mod expand;
mod expression;
mod input;
mod no_yield;
mod parameters;
mod rewrite;
mod signature;
mod suspend;
#[cfg(test)]
mod tests;
mod unfinished;
mod value;
mod wrong_return_type;

use proc_macro::TokenStream;

use crate::signature::Attribute;

/// Turns a function with `yield_!` in it into a generator: see `gen_core::generator`, where the documentation stands, and
/// its examples run.
#[proc_macro_attribute]
pub fn generator(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::generator(Attribute::Generator, arguments.into(), &item.into()).into()
}

/// Turns a function with `yield_!` in it into a generator that errors end: see `gen_core::try_generator`.
#[proc_macro_attribute]
pub fn try_generator(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::generator(Attribute::TryGenerator, arguments.into(), &item.into()).into()
}

/// A generator as a block: see `gen_core::gen_`.
#[proc_macro]
pub fn gen_(tokens: TokenStream) -> TokenStream {
    expand::generator_block(Attribute::Generator, tokens.into()).into()
}

/// A generator as a block that errors end: see `gen_core::try_gen_`.
#[proc_macro]
pub fn try_gen_(tokens: TokenStream) -> TokenStream {
    expand::generator_block(Attribute::TryGenerator, tokens.into()).into()
}

/// A generator as an expression: see `gen_core::gen_expr`.
#[proc_macro]
pub fn gen_expr(tokens: TokenStream) -> TokenStream {
    expand::generator_expression(tokens.into()).into()
}
