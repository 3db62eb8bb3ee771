//! Writes a generator: the body in `emit`, what suspends it in `expand_yield`, its loops over streams in
//! `expand_for_await`, and what lies beside it in `expand_beside`.

use proc_macro2::Ident;

use crate::runtime::Runtime;
use crate::signature::Asked;

/// The generator that is asked for, and how it refers to the runtime.
pub(crate) struct Emitter<'a> {
    pub(crate) runtime: &'a Runtime,
    pub(crate) asked: &'a Asked,
    /// The iterator that lies beside the body.
    pub(crate) beside: Option<&'a Ident>,
    /// How many tokens the body was written with.
    pub(crate) tokens: usize,
}
