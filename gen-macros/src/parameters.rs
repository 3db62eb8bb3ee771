//! How the parameters get into the body.
//!
//! All of them move into the generator and live until the body ends, as if it were a function (rules 1 and 2). The `async`
//! block captures what it mentions, and drops what it has captured after its locals, in the order of the mentions: so they
//! are mentioned in reverse. A parameter that is only captured lies in the state machine once; one that is bound anew by a
//! `let` lies there twice, so that is done only where it must be: for a pattern, for what the body does not use, so
//! that rustc can say so, and for the first resume value, which is not captured at all. From the first such parameter on,
//! all are bound, to keep the order.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Ident, Pat, PatIdent, PatType, Receiver, Signature};

use crate::input::Runtime;
use crate::signature::{is_called, is_resume};

/// The parameters of a generator function.
pub(crate) struct Parameters {
    /// What stays in the signature.
    pub(crate) inputs: Vec<FnArg>,
    /// Mentions that capture, in the order in which the captured values are to be dropped.
    pub(crate) captures: Vec<TokenStream>,
    /// Bindings of patterns, of what the body does not use, and of the first resume value.
    pub(crate) bindings: Vec<TokenStream>,
    /// Whether one of the parameters receives the argument of the first resumption.
    pub(crate) takes_first: bool,
}

/// Takes the parameters of `signature`; `uses` tells whether the body uses one.
pub(crate) fn parse_parameters(runtime: &Runtime, signature: &Signature, uses: impl Fn(&Ident) -> bool) -> Parameters {
    let mut parameters =
        Parameters { inputs: Vec::new(), captures: Vec::new(), bindings: Vec::new(), takes_first: false };
    for (index, input) in signature.inputs.iter().enumerate() {
        match input {
            FnArg::Receiver(receiver) => {
                parameters.capture(&receiver.attrs, &receiver.self_token);
                let attrs = receiver.attrs.iter().filter(|attribute| !is_resume(attribute)).cloned().collect();
                parameters.inputs.push(FnArg::Receiver(Receiver { attrs, ..receiver.clone() }));
            }
            FnArg::Typed(parameter) if parameter.attrs.iter().any(is_resume) => {
                parameters.takes_first = true;
                parameters.bindings.push(bind_first_resume(runtime, signature.asyncness.is_some(), parameter));
            }
            FnArg::Typed(parameter) => parameters.add(parameter, index, &uses),
        }
    }
    parameters.captures.reverse();
    parameters
}

impl Parameters {
    fn add(&mut self, parameter: &PatType, index: usize, uses: impl Fn(&Ident) -> bool) {
        let name = plain_name(&parameter.pat);
        let in_order = self.bindings.is_empty();
        match name.filter(|name| in_order && uses(name)) {
            Some(name) => {
                self.capture(&parameter.attrs, name);
                self.inputs.push(FnArg::Typed(parameter.clone()));
            }
            None => self.bind(parameter, name, index),
        }
    }

    // Input:
    //     f(n: u32, (a, _): (u32, u32))
    //
    // Output:
    //     f(n: u32, __argument1: (u32, u32))
    //
    //     let n = n;
    //     let __argument1 = __argument1;
    //     let (a, _) = __argument1;
    //
    // The parameter's name is mixed-site, so lints that look at uses see only those of the user.
    fn bind(&mut self, parameter: &PatType, name: Option<&Ident>, index: usize) {
        let PatType { attrs, pat: pattern, .. } = parameter;
        let span = Span::mixed_site().located_at(pattern.span());
        let argument = match name {
            Some(name) => with_span(name, span),
            None => Ident::new(&format!("__argument{index}"), span),
        };
        self.capture(attrs, &argument);
        if name.is_none() {
            self.bindings.push(quote_spanned!(span=> #(#attrs)* let #argument = #argument;));
        }
        // The attributes may allow a lint, which is found at the binding.
        self.bindings.push(quote_spanned!(span=> #(#attrs)* let #pattern = #argument;));
        self.inputs.push(FnArg::Typed(PatType {
            attrs: conditions(attrs).cloned().collect(),
            pat: Box::new(Pat::Ident(PatIdent {
                attrs: Vec::new(),
                by_ref: None,
                mutability: None,
                ident: argument,
                subpat: None,
            })),
            ..parameter.clone()
        }));
    }

    fn capture(&mut self, attributes: &[Attribute], name: &impl ToTokens) {
        let span = Span::mixed_site().located_at(name.span());
        let attributes = conditions(attributes);
        self.captures.push(quote_spanned!(span=> #(#attributes)* let _ = &#name;));
    }
}

// Input:
//     #[resume] first: R
//
// Output:
//     let __first: R = ::gen_core::__private::first_argument(&__co).await;
//     let first = __first;
//
// The attributes stand at the second statement: whatever they are, the argument is taken.
fn bind_first_resume(runtime: &Runtime, asynchronous: bool, parameter: &PatType) -> TokenStream {
    let PatType { attrs, pat, ty, .. } = parameter;
    let attrs = attrs.iter().filter(|attribute| !is_resume(attribute));
    let span = Span::mixed_site().located_at(ty.span());
    let private = runtime.private(asynchronous, span);
    quote_spanned! {span=>
        let __first: #ty = #private::first_argument(&__co).await;
        #(#attrs)* let #pat = __first;
    }
}

/// On what condition a parameter, and what is done with it, is there.
fn conditions(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| is_called(attribute, "cfg"))
}

fn with_span(ident: &Ident, span: Span) -> Ident {
    let mut ident = ident.clone();
    ident.set_span(span);
    ident
}

/// The name that a pattern binds by value, if it is nothing but that. What begins with a capital may be a unit struct.
fn plain_name(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(PatIdent { attrs, by_ref: None, ident, subpat: None, .. })
            if attrs.is_empty() && !ident.to_string().starts_with(char::is_uppercase) =>
        {
            Some(ident)
        }
        _ => None,
    }
}

/// Whether `name` occurs in `tokens`, be it in the string of a format macro.
pub(crate) fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Literal(literal) => literal.to_string().contains(name),
        TokenTree::Punct(_) => false,
    })
}
