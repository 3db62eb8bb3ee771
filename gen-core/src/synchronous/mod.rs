//! How a synchronous body and its driver exchange values.

pub(crate) mod consumer;
pub(crate) mod header;
