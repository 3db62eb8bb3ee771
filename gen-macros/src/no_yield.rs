//! Whether there is a yield in the block of `gen_!` at all. Without one, nothing says of what type the items are that
//! it does not yield: then it is `()`.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::Visit;
use syn::{Ident, Macro, Stmt};

/// Whether a body is known not to yield: a macro that is not known may hide a yield.
pub(crate) fn yields_nothing(statements: &[Stmt]) -> bool {
    let mut find = FindYield { found: false };
    for statement in statements {
        find.visit_stmt(statement);
    }
    !find.found
}

struct FindYield {
    found: bool,
}

impl<'ast> Visit<'ast> for FindYield {
    fn visit_macro(&mut self, mac: &'ast Macro) {
        self.found |= mac.path.segments.last().is_none_or(|last| may_yield(&last.ident, mac.tokens.clone()));
    }

    fn visit_token_stream(&mut self, _: &'ast TokenStream) {
        self.found = true;
    }
}

/// Whether this is a macro whose yields are those of another generator.
fn is_generator(name: &Ident) -> bool {
    ["gen_", "gen_expr", "try_gen_"].iter().any(|generator| name == generator)
}

/// Whether this is a macro of the standard library, or called like one, in which nothing is hidden.
fn is_of_std(name: &Ident) -> bool {
    const NAMES: [&str; 24] = [
        "assert",
        "assert_eq",
        "assert_ne",
        "cfg",
        "column",
        "concat",
        "dbg",
        "debug_assert",
        "debug_assert_eq",
        "debug_assert_ne",
        "eprint",
        "eprintln",
        "file",
        "format",
        "format_args",
        "line",
        "matches",
        "panic",
        "print",
        "println",
        "todo",
        "unimplemented",
        "unreachable",
        "vec",
    ];
    NAMES.iter().any(|of_std| name == of_std)
}

/// Whether a yield may stand in what another macro is given.
fn holds_yield(tokens: TokenStream) -> bool {
    let tokens: Vec<_> = tokens.into_iter().collect();
    tokens.iter().enumerate().any(|(i, token)| match (&tokens[..i], token) {
        ([.., TokenTree::Ident(name), TokenTree::Punct(mark)], TokenTree::Group(group)) if mark.as_char() == '!' => {
            may_yield(name, group.stream())
        }
        (_, TokenTree::Group(group)) => holds_yield(group.stream()),
        _ => false,
    })
}

/// Whether a yield of ours may stand in a macro that is called so, or come out of it.
fn may_yield(name: &Ident, tokens: TokenStream) -> bool {
    !is_generator(name) && (!is_of_std(name) || holds_yield(tokens))
}
