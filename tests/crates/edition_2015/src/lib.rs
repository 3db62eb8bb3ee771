//! Macros of a crate of edition 2015, in which `async` is a name like any other, and a path with a leading `::` begins
//! at the root of the crate.

/// Gives the name `async` to another macro.
#[macro_export]
macro_rules! give_async {
    ($macro_:ident) => {
        $macro_! { async }
    };
}

/// Gives a literal to another macro.
#[macro_export]
macro_rules! give_a_literal {
    ($macro_:ident) => {
        $macro_! { 2 }
    };
}

/// Gives the name `async` and a semicolon to another macro.
#[macro_export]
macro_rules! give_async_and_semicolon {
    ($macro_:ident) => {
        $macro_! { async ; }
    };
}

/// Swallows errors, where this crate is called `core`.
#[macro_export]
macro_rules! compile_error {
    ($($message:tt)*) => {};
}
