//! The macros of `gen-core`, which re-exports them: depend on that crate instead.
//!
//! A macro here is a small compiler: `input` (what was written) -> `signature` (what was asked) -> `check` (is it
//! allowed) -> `rewrite` (the body) -> `emit`. Only the phases up to `check` can fail. An attribute goes but half the
//! way itself: see `expand`.

#![forbid(unsafe_code)]

mod beside;
mod check;
mod emit;
mod emitter;
mod errors;
mod expand;
mod expand_beside;
mod expand_for_await;
mod expand_yield;
mod expression;
mod function;
mod grouping;
mod input;
mod no_yield;
mod operand;
mod parameters;
mod rewrite;
mod runtime;
mod signature;
#[cfg(test)]
mod tests;
mod unfinished;
mod value;
mod wrong_return_type;

use proc_macro::TokenStream;

use crate::grouping::{replace_invisible_groups, replace_invisible_groups_of_signature};
use crate::signature::Attribute;

/// Turns a function with `yield_!` in it into a generator: see `gen_core::generator`, where the documentation stands,
/// and its examples run.
#[proc_macro_attribute]
pub fn generator(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::generator(Attribute::Generator, &arguments.into(), &replace_invisible_groups_of_signature(item.into()))
        .into()
}

/// Turns a function with `yield_!` in it into a generator that errors end: see `gen_core::try_generator`.
#[proc_macro_attribute]
pub fn try_generator(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::generator(Attribute::TryGenerator, &arguments.into(), &replace_invisible_groups_of_signature(item.into()))
        .into()
}

/// The body of the function that an attribute emits. Not public API.
#[doc(hidden)]
#[proc_macro]
pub fn __generator_body(tokens: TokenStream) -> TokenStream {
    expand::generator_body(replace_invisible_groups(tokens.into())).into()
}

/// A generator as a block: see `gen_core::gen_`.
#[proc_macro]
pub fn gen_(tokens: TokenStream) -> TokenStream {
    expand::generator_block(Attribute::Generator, replace_invisible_groups(tokens.into())).into()
}

/// A generator as a block that errors end: see `gen_core::try_gen_`.
#[proc_macro]
pub fn try_gen_(tokens: TokenStream) -> TokenStream {
    expand::generator_block(Attribute::TryGenerator, replace_invisible_groups(tokens.into())).into()
}

/// A generator as an expression: see `gen_core::gen_expr`.
#[proc_macro]
pub fn gen_expr(tokens: TokenStream) -> TokenStream {
    expand::generator_expression(replace_invisible_groups(tokens.into())).into()
}
