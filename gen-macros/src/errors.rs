//! The sink that collects errors, so that all of a function's are shown at once.

use std::cell::RefCell;
use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Collects errors; panics if it is dropped before they were taken out.
pub(crate) struct Errors {
    errors: RefCell<Option<Vec<syn::Error>>>,
}

impl Errors {
    pub(crate) fn new() -> Self {
        Self { errors: RefCell::new(Some(Vec::new())) }
    }

    /// Adds an error on the tokens of `spanned`.
    pub(crate) fn on(&self, spanned: impl ToTokens, message: impl Display) {
        self.push(syn::Error::new_spanned(spanned, message));
    }

    /// The same, if there is something to say.
    pub(crate) fn on_if(&self, spanned: impl ToTokens, message: Option<impl Display>) {
        if let Some(message) = message {
            self.on(spanned, message);
        }
    }

    pub(crate) fn push(&self, error: syn::Error) {
        self.errors.borrow_mut().as_mut().expect("errors are added before they are taken").push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.borrow().as_ref().is_none_or(Vec::is_empty)
    }

    /// The `compile_error!` invocations that show the errors.
    pub(crate) fn into_tokens(self) -> TokenStream {
        let errors = self.errors.take().unwrap_or_default();
        errors.iter().map(syn::Error::to_compile_error).collect()
    }
}

impl Drop for Errors {
    fn drop(&mut self) {
        assert!(self.errors.get_mut().is_none() || std::thread::panicking(), "errors were not shown");
    }
}
