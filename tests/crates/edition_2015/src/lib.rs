//! Macros of a crate of edition 2015, in which `async` is a name like any other.

/// Gives the name `async` to another macro.
#[macro_export]
macro_rules! give_async {
    ($macro_:ident) => {
        $macro_! { async }
    };
}
