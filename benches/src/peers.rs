//! The same generator functions as other crates would have them.
