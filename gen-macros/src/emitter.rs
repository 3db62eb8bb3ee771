//! Writes a generator: the body in `emit`, what suspends it in `expand_yield`, and its loops over streams in
//! `expand_for_await`.

use crate::runtime::Runtime;
use crate::signature::Asked;

/// The generator that is asked for, and how it refers to the runtime.
pub(crate) struct Emitter<'a> {
    pub(crate) runtime: &'a Runtime,
    pub(crate) asked: &'a Asked,
}
