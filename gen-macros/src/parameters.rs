//! How the parameters get into the body.
//!
//! All of them move into the generator and live until the body ends, as if it were a function (rules 1 and 2). The `async`
//! block captures what it mentions, and drops what it has captured after its locals, in the order of the mentions: so they
//! are mentioned in reverse. A parameter that is only captured lies in the state machine once; one that is bound anew by a
//! `let` lies there twice, so that is done only where it must be: for a pattern, and for what the body does not use, so
//! that rustc can say so. From the first such parameter on, all are bound, to keep the order.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Ident, Pat, PatIdent, PatType, Signature, Type};

use crate::signature::is_resume;

/// The parameters of a generator function.
pub(crate) struct Parameters {
    /// What stays in the signature.
    pub(crate) inputs: Vec<FnArg>,
    /// Mentions that capture, in the order in which the captured values are to be dropped.
    pub(crate) captures: Vec<TokenStream>,
    /// Bindings of patterns and of what the body does not use.
    pub(crate) bindings: Vec<TokenStream>,
    /// The parameter that is not in the signature.
    pub(crate) first_resume: Option<FirstResume>,
}

/// `#[resume] pattern: type`.
pub(crate) struct FirstResume {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) pattern: Pat,
    pub(crate) ty: Type,
}

/// Takes the parameters of `signature`, for a body that consists of `body`.
pub(crate) fn parse_parameters(signature: &Signature, body: &TokenStream) -> Parameters {
    let mut parameters =
        Parameters { inputs: Vec::new(), captures: Vec::new(), bindings: Vec::new(), first_resume: None };
    for (index, input) in signature.inputs.iter().enumerate() {
        match input {
            FnArg::Receiver(receiver) => {
                parameters.capture(&receiver.attrs, &receiver.self_token);
                parameters.inputs.push(input.clone());
            }
            FnArg::Typed(parameter) if parameter.attrs.iter().any(is_resume) => {
                parameters.first_resume = Some(FirstResume {
                    attributes: parameter.attrs.iter().filter(|attribute| !is_resume(attribute)).cloned().collect(),
                    pattern: (*parameter.pat).clone(),
                    ty: (*parameter.ty).clone(),
                });
            }
            FnArg::Typed(parameter) => parameters.add(parameter, index, body),
        }
    }
    parameters.captures.reverse();
    parameters
}

impl Parameters {
    fn add(&mut self, parameter: &PatType, index: usize, body: &TokenStream) {
        let name = plain_name(&parameter.pat);
        let in_order = self.bindings.is_empty();
        if let Some(name) = name.filter(|name| in_order && mentions(body, &name.to_string())) {
            self.capture(&parameter.attrs, name);
            self.inputs.push(FnArg::Typed(parameter.clone()));
            return;
        }
        let (attributes, pattern, span) = (&parameter.attrs, &parameter.pat, parameter.pat.span());
        let name = name
            .cloned()
            .unwrap_or_else(|| Ident::new(&format!("__argument{index}"), Span::mixed_site().located_at(span)));
        self.capture(attributes, &name);
        if plain_name(pattern) != Some(&name) {
            let attributes = condition(attributes, true);
            self.bindings.push(quote_spanned!(span=> #(#attributes)* let #name = #name;));
        }
        let attributes = condition(attributes, true);
        self.bindings.push(quote_spanned!(span=> #(#attributes)* let #pattern = #name;));
        let pat = Box::new(Pat::Ident(PatIdent {
            attrs: Vec::new(),
            by_ref: None,
            mutability: None,
            ident: name,
            subpat: None,
        }));
        self.inputs.push(FnArg::Typed(PatType { pat, ..parameter.clone() }));
    }

    fn capture(&mut self, attributes: &[Attribute], name: &impl ToTokens) {
        let span = Span::mixed_site().located_at(name.span());
        let attributes = condition(attributes, false);
        self.captures.push(quote_spanned!(span=> #(#attributes)* let _ = &#name;));
    }
}

/// The attributes of a parameter that hold for a statement about it: on which `cfg` it is there, and, for a statement that
/// binds it, which lints are allowed.
fn condition(attributes: &[Attribute], with_lints: bool) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(move |attribute| with_lints || attribute.path().is_ident("cfg"))
}

fn plain_name(pattern: &Pat) -> Option<&Ident> {
    match pattern {
        Pat::Ident(PatIdent { attrs, by_ref: None, ident, subpat: None, .. }) if attrs.is_empty() => Some(ident),
        _ => None,
    }
}

/// Whether `name` occurs in `tokens`, be it in the string of a format macro.
fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(&group.stream(), name),
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Literal(literal) => literal.to_string().contains(name),
        TokenTree::Punct(_) => false,
    })
}
