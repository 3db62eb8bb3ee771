//! The two macros that suspend, and what is written in their parentheses.

use quote::quote_spanned;
use syn::parse::ParseStream;
use syn::spanned::Spanned;
use syn::{Expr, Macro, Path, Token};

use crate::runtime::Runtime;
use crate::unfinished::parse_unfinished_operand;

/// One of the two macros that suspend.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum YieldKind {
    Yield,
    YieldFrom,
}

impl YieldKind {
    pub(crate) fn of(path: &Path) -> Option<Self> {
        if path.is_ident("yield_") {
            Some(Self::Yield)
        } else if path.is_ident("yield_from") {
            Some(Self::YieldFrom)
        } else {
            None
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Yield => "yield_!",
            Self::YieldFrom => "yield_from!",
        }
    }
}

/// The operand of a yield. If there is an error, then it is in the expression, too.
pub(crate) struct Operand {
    pub(crate) expr: Expr,
    pub(crate) error: Option<syn::Error>,
}

pub(crate) fn parse_operand(runtime: &Runtime, kind: YieldKind, mac: &Macro) -> Operand {
    match parse_finished_operand(kind, mac) {
        Ok(expr) => Operand { expr, error: None },
        Err(error) => {
            let expr = parse_unfinished_operand(&mac.tokens, runtime.compile_error(&error));
            Operand { expr, error: Some(error) }
        }
    }
}

fn parse_finished_operand(kind: YieldKind, mac: &Macro) -> syn::Result<Expr> {
    let (path, name) = (&mac.path, kind.name());
    if mac.tokens.is_empty() && kind == YieldKind::Yield {
        return Ok(Expr::Verbatim(quote_spanned!(path.span()=> ())));
    }
    if mac.tokens.is_empty() {
        let message = format!("`{name}` needs something to delegate to: an iterator or a generator");
        return Err(syn::Error::new_spanned(path, message));
    }
    mac.parse_body_with(|input: ParseStream<'_>| {
        let operand = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        if input.is_empty() {
            return Ok(operand);
        }
        Err(input.error(match kind {
            YieldKind::Yield => "`yield_!` takes one value; to yield several as one, yield a tuple: `yield_!((a, b))`",
            YieldKind::YieldFrom => "`yield_from!` takes one source; write it once for each",
        }))
    })
}
