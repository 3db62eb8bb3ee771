//! How the parameters get into the body.
//!
//! All of them move into the generator and live until the body ends, as if it were a function (rules 1 and 2). The
//! `async` block captures what it mentions, and drops what it has captured after its locals, in the order of the
//! mentions: so they are mentioned in reverse. A parameter that is only captured lies in the state machine once; one
//! that is bound anew by a `let` lies there twice, so that is done only where it must be: for a pattern, for what the
//! body does not use, so that rustc can say so, and for the first resume value, which is not captured at all. From the
//! first such parameter on, all are bound, to keep the order.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote_spanned;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, FnArg, Ident, Meta, Pat, PatIdent, PatType, Receiver, Signature, Token};

use crate::check::{is_inert, is_inert_name};
use crate::input::ParameterName;
use crate::runtime::Runtime;
use crate::signature::{is_called, is_resume};

/// The parameters as they stand in the emitted signature.
pub(crate) struct RenamedParameters {
    pub(crate) inputs: Vec<FnArg>,
    /// One for each of the inputs.
    pub(crate) names: Vec<ParameterName>,
}

// Input:
//     f(n: u32, (a, _): (u32, u32), #[resume] first: u32)
//
// Output:
//     f(n: u32, __argument1: (u32, u32))
//
/// Gives those parameters of `signature` a name that must be bound anew; `uses` tells whether the body uses a
/// parameter.
///
/// The new names are mixed-site, so that nothing of the user's means them, and lints that look at uses see only those
/// of the user.
pub(crate) fn rename_parameters(signature: &Signature, uses: impl Fn(&Ident) -> bool) -> RenamedParameters {
    let mut renamed = RenamedParameters { inputs: Vec::new(), names: Vec::new() };
    let mut in_order = true;
    for (index, input) in signature.inputs.iter().enumerate() {
        match input {
            FnArg::Receiver(receiver) => renamed.keep_receiver(receiver),
            FnArg::Typed(parameter) if parameter.attrs.iter().any(is_resume) => in_order = false,
            FnArg::Typed(parameter) => match plain_name(&parameter.pat) {
                Some(name) if in_order && uses(name) => renamed.keep(parameter, name),
                name => {
                    in_order = false;
                    renamed.rename(parameter, name, index);
                }
            },
        }
    }
    renamed
}

impl RenamedParameters {
    fn keep_receiver(&mut self, receiver: &Receiver) {
        let attrs = receiver.attrs.iter().filter(|attribute| !is_resume(attribute)).cloned().collect();
        self.inputs.push(FnArg::Receiver(Receiver { attrs, ..receiver.clone() }));
        self.names.push(ParameterName::Kept(Ident::new("self", receiver.self_token.span)));
    }

    fn keep(&mut self, parameter: &PatType, name: &Ident) {
        self.inputs.push(FnArg::Typed(parameter.clone()));
        self.names.push(ParameterName::Kept(name.clone()));
    }

    fn rename(&mut self, parameter: &PatType, name: Option<&Ident>, index: usize) {
        let span = Span::mixed_site().located_at(parameter.pat.span());
        let ident = match name {
            Some(name) => with_span(name, span),
            None => Ident::new(&format!("__argument{index}"), span),
        };
        let pattern =
            PatIdent { attrs: Vec::new(), by_ref: None, mutability: None, ident: ident.clone(), subpat: None };
        let stays = |attribute: &&Attribute| is_called(attribute, "cfg") || !is_inert_on_all_conditions(attribute);
        self.inputs.push(FnArg::Typed(PatType {
            attrs: parameter.attrs.iter().filter(stays).cloned().collect(),
            pat: Box::new(Pat::Ident(pattern)),
            ..parameter.clone()
        }));
        self.names.push(ParameterName::Renamed(ident));
    }
}

/// The parameters as the body gets them.
#[derive(Default)]
pub(crate) struct Parameters {
    /// Mentions that capture, in the order in which the captured values are to be dropped.
    pub(crate) captures: Vec<TokenStream>,
    /// Bindings of patterns, of what the body does not use, and of the first resume value.
    pub(crate) bindings: Vec<TokenStream>,
    /// Whether one of the parameters receives the argument of the first resumption.
    pub(crate) takes_first: bool,
}

/// Captures and binds the parameters of `signature`, whose `names` are those of [`rename_parameters`], but for the one
/// that lies `beside` the body.
pub(crate) fn bind_parameters(
    runtime: &Runtime,
    signature: &Signature,
    names: &[ParameterName],
    beside: Option<&Ident>,
) -> Parameters {
    let mut parameters = Parameters::default();
    let mut names = names.iter();
    for input in &signature.inputs {
        match input {
            FnArg::Typed(parameter) if parameter.attrs.iter().any(is_resume) => {
                parameters.takes_first = true;
                parameters.bindings.push(bind_first_resume(runtime, parameter));
            }
            FnArg::Receiver(Receiver { attrs, .. }) | FnArg::Typed(PatType { attrs, .. }) => {
                let Some(name) = names.next().filter(|name| beside != Some(name.ident())) else { continue };
                parameters.capture(attrs, name.ident());
                if let (FnArg::Typed(parameter), ParameterName::Renamed(ident)) = (input, name) {
                    parameters.bind(parameter, ident);
                }
            }
        }
    }
    parameters.captures.reverse();
    parameters
}

impl Parameters {
    // Input:
    //     (a, _): (u32, u32), which is called __argument1
    //
    // Output:
    //     let __argument1 = __argument1;
    //     let (a, _) = __argument1;
    //
    // The attributes may allow a lint, which is found at the binding. What may be a macro stays in the signature: a
    // macro that stood here would be given tokens of ours.
    fn bind(&mut self, parameter: &PatType, argument: &Ident) {
        let PatType { attrs, pat: pattern, .. } = parameter;
        let attrs: Vec<_> = attrs.iter().filter(|attribute| is_inert_on_all_conditions(attribute)).collect();
        let span = Span::mixed_site().located_at(pattern.span());
        if plain_name(pattern).is_none() {
            let mutability = borrows_mutably(pattern).then(|| Token![mut](span));
            self.bindings.push(quote_spanned!(span=> #(#attrs)* let #mutability #argument = #argument;));
        }
        self.bindings.push(quote_spanned!(span=> #(#attrs)* let #pattern = #argument;));
    }

    fn capture(&mut self, attributes: &[Attribute], name: &Ident) {
        let span = Span::mixed_site().located_at(name.span());
        let attributes = conditions(attributes);
        self.captures.push(quote_spanned!(span=> #(#attributes)* let _ = &#name;));
    }
}

/// Mentions of the parameters that are declared `mut`, which is not to be called needless where nothing else mentions
/// them.
pub(crate) fn mention_as_mutable(signature: &Signature, names: &[ParameterName]) -> Vec<TokenStream> {
    let is_kept = |name: &Ident| names.iter().any(|kept| matches!(kept, ParameterName::Kept(kept) if kept == name));
    let mention = |input: &FnArg| {
        let FnArg::Typed(PatType { attrs, pat, .. }) = input else { return None };
        let Pat::Ident(PatIdent { mutability: Some(_), ident, .. }) = &**pat else { return None };
        let span = Span::mixed_site().located_at(ident.span());
        let attributes = conditions(attrs);
        is_kept(ident).then(|| quote_spanned!(span=> #(#attributes)* let _ = &mut #ident;))
    };
    signature.inputs.iter().filter_map(mention).collect()
}

/// Whether what a pattern is matched with is borrowed as mutable. A macro may say so, too.
fn borrows_mutably(pattern: &Pat) -> bool {
    struct FindRefMut(bool);
    impl<'ast> Visit<'ast> for FindRefMut {
        fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
            self.0 |= pattern.by_ref.is_some() && pattern.mutability.is_some();
            visit::visit_pat_ident(self, pattern);
        }

        fn visit_macro(&mut self, _: &'ast syn::Macro) {
            self.0 = true;
        }
    }
    let mut find = FindRefMut(false);
    find.visit_pat(pattern);
    find.0
}

// Input:
//     #[resume] first: R
//
// Output:
//     let __first: R = ::gen_core::__private::first_argument(&__co).await;
//     let first = __first;
//
// The attributes stand at the second statement: whatever they are, the argument is taken.
fn bind_first_resume(runtime: &Runtime, parameter: &PatType) -> TokenStream {
    let PatType { attrs, pat, ty, .. } = parameter;
    let attrs = attrs.iter().filter(|attribute| is_inert(attribute));
    let span = Span::mixed_site().located_at(ty.span());
    let private = runtime.private(span);
    let mutability = borrows_mutably(pat).then(|| Token![mut](span));
    quote_spanned! {span=>
        let #mutability __first: #ty = #private::first_argument(&__co).await;
        #(#attrs)* let #pat = __first;
    }
}

/// On what condition a parameter, and what is done with it, is there.
fn conditions(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| is_called(attribute, "cfg"))
}

/// Whether an attribute leaves alone what it stands at, as do those that it may become by a `cfg_attr`.
fn is_inert_on_all_conditions(attribute: &Attribute) -> bool {
    is_inert(attribute)
        || is_called(attribute, "cfg")
        || is_called(attribute, "cfg_attr")
            && attribute
                .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .is_ok_and(|arguments| arguments.iter().skip(1).all(|meta| is_inert_name(meta.path())))
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
    count_mentions(tokens, name) > 0
}

/// How often `name` occurs in `tokens`.
pub(crate) fn count_mentions(tokens: &TokenStream, name: &str) -> usize {
    let count = |token| match token {
        TokenTree::Group(group) => count_mentions(&group.stream(), name),
        TokenTree::Ident(ident) => usize::from(ident == name),
        TokenTree::Literal(literal) => literal.to_string().matches(name).count(),
        TokenTree::Punct(_) => 0,
    };
    tokens.clone().into_iter().map(count).sum()
}
