//! Invisible groups: what a fragment of a user's `macro_rules!`, as `$e:expr`, comes in.
//!
//! For `$e * 2` with `1 + 2` a procedural macro is given a group without delimiters that holds `1 + 2`, and two tokens
//! more. rustc's parser ignores such a group when a procedural macro has taken it up, and `syn` does in patterns and
//! statements, so the product would become `1 + 2 * 2`. Before anything is parsed, each group is replaced by what keeps
//! its meaning with delimiters that everyone heeds:
//!
//! | group | becomes |
//! |---|---|
//! | `1 + 2`, `a..b`, `x as u8`, `A \| B` | `(1 + 2)`, where it has neighbours that could take it apart |
//! | `-1`, `&x` | `(-1)` before `.`, `?`, `[..]` and `(..)` |
//! | `S { n: 1 }`, `S { n: 1 }.n` | the same in parentheses, as a condition needs them |
//! | `value.field` | `(value.field)` before `(..)`: it is not a method |
//! | `dyn A + B` | `(dyn A + B)` behind `&`, `*const`, `*mut` |
//! | `u64` | `(u64)` in `value as u64 < 1`: it is not generic |
//! | whatever is one thing by itself, as `f(x)`, `{ .. }`, `let x = 1`, an item | its tokens |
//!
//! What a group holds is found by parsing it as an expression, then as a pattern, then as a type. A pattern or a type
//! that is an expression, too, may have the same parentheses. They are call-site, so no lint calls them unused, and a
//! user's macro that is given them has no token of ours by which it could name what we name: see `expand_yield`.
//!
//! rustc knows a group again that lies in delimiters which nobody looked into. So the arguments of other macros and of
//! attributes stay as they are: there everything means what it means in a function, to `stringify!` and `$x:tt`, too.

use proc_macro2::{Delimiter, Group, Punct, Spacing, Span, TokenStream, TokenTree};
use syn::parse::Parser;
use syn::{
    BinOp, Expr, ExprBinary, ExprClosure, ExprField, ExprMacro, ExprRange, MacroDelimiter, Member, Pat, PatIdent, Type,
};

use crate::operand::YieldKind;
use crate::unfinished::is_keyword;

/// Replaces the invisible groups of `tokens`, which no macro has parsed yet.
pub(crate) fn replace_invisible_groups(tokens: TokenStream) -> TokenStream {
    if holds_invisible_group(&tokens) { replace_in(tokens, Delimiter::None) } else { tokens }
}

/// The same for a function, but for its body, which is handed on as it is.
pub(crate) fn replace_invisible_groups_of_signature(function: TokenStream) -> TokenStream {
    let mut signature: Vec<_> = function.clone().into_iter().collect();
    let has_body = is_group(signature.last(), Delimiter::Brace);
    let body = if has_body { signature.pop() } else { None };
    let signature: TokenStream = signature.into_iter().collect();
    if !holds_invisible_group(&signature) {
        return function;
    }
    replace_in(signature, Delimiter::None).into_iter().chain(body).collect()
}

fn holds_invisible_group(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::None || holds_invisible_group(&group.stream()),
        _ => false,
    })
}

/// `around` is the delimiter in which `tokens` stand.
fn replace_in(tokens: TokenStream, around: Delimiter) -> TokenStream {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut replaced = Vec::with_capacity(tokens.len());
    for (i, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                let following = first_tokens(&tokens[i + 1..]);
                let content = replace_in(group.stream(), Delimiter::None);
                let content = Place { around, before: &replaced, after: &following }.replace(group.span(), content);
                separate(&mut replaced);
                replaced.extend(content);
            }
            TokenTree::Group(group) if holds_invisible_group(&group.stream()) && !is_left_alone(group, &replaced) => {
                let content = replace_in(group.stream(), group.delimiter());
                replaced.push(delimited(group.delimiter(), content, group.span()));
            }
            token => replaced.push(token.clone()),
        }
    }
    replaced.into_iter().collect()
}

/// The two tokens that come next, as rustc sees them.
fn first_tokens(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let mut first = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                first.extend(first_tokens(&group.stream().into_iter().collect::<Vec<_>>()));
            }
            token => first.push(token.clone()),
        }
        if first.len() >= 2 {
            break;
        }
    }
    first
}

/// A mark that stood before a group is no part of an operator with the first mark in it.
fn separate(tokens: &mut [TokenTree]) {
    if let Some(TokenTree::Punct(mark)) = tokens.last_mut() {
        if mark.spacing() == Spacing::Joint && mark.as_char() != '\'' {
            let mut alone = Punct::new(mark.as_char(), Spacing::Alone);
            alone.set_span(mark.span());
            *mark = alone;
        }
    }
}

fn delimited(delimiter: Delimiter, content: TokenStream, span: Span) -> TokenTree {
    let mut group = Group::new(delimiter, content);
    group.set_span(span);
    group.into()
}

/// Whether a group is the arguments of an attribute or of a macro that is not ours, or the rules of one.
fn is_left_alone(group: &Group, before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Ident(keyword), TokenTree::Punct(mark), TokenTree::Ident(_)] => {
            mark.as_char() == '!' && keyword == "macro_rules"
        }
        // `break 'label !(..)` calls no macro.
        [path @ .., TokenTree::Ident(name), TokenTree::Punct(mark)] if mark.as_char() == '!' => {
            !is_keyword(name)
                && !ends_with_mark(path, '\'')
                && (ends_with_mark(path, ':') || YieldKind::of(&name.clone().into()).is_none())
        }
        [.., TokenTree::Punct(mark), TokenTree::Punct(inner)] if inner.as_char() == '!' => mark.as_char() == '#',
        [.., TokenTree::Punct(mark)] => mark.as_char() == '#' && group.delimiter() == Delimiter::Bracket,
        _ => false,
    }
}

fn is_let(content: &TokenStream) -> bool {
    matches!(content.clone().into_iter().next(), Some(TokenTree::Ident(keyword)) if keyword == "let")
}

fn ends_with_semicolon(content: &TokenStream) -> bool {
    is_mark(content.clone().into_iter().last().as_ref(), ';')
}

fn ends_with_mark(tokens: &[TokenTree], mark: char) -> bool {
    is_mark(tokens.last(), mark)
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

fn is_group(token: Option<&TokenTree>, delimiter: Delimiter) -> bool {
    matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == delimiter)
}

/// Where an invisible group stands.
struct Place<'a> {
    around: Delimiter,
    before: &'a [TokenTree],
    after: &'a [TokenTree],
}

impl Place<'_> {
    /// The content of a group, in parentheses where it needs them.
    fn replace(&self, span: Span, content: TokenStream) -> TokenStream {
        let semicolon = self.lacks_semicolon(&content).then(|| TokenTree::from(Punct::new(';', Spacing::Alone)));
        let content = if self.takes_apart(&content) {
            delimited(Delimiter::Parenthesis, content, Span::call_site().located_at(span)).into()
        } else {
            content
        };
        content.into_iter().chain(semicolon).collect()
    }

    /// Whether what stands next to it would take the content of a group apart.
    fn takes_apart(&self, content: &TokenStream) -> bool {
        if self.is_behind_as() {
            return is_mark(self.after.first(), '<');
        }
        if is_let(content) {
            return false;
        }
        if let Ok(expr) = syn::parse2::<Expr>(content.clone()) {
            return self.takes_apart_expression(&expr);
        }
        let pattern = Pat::parse_multi_with_leading_vert.parse2(content.clone());
        pattern.is_ok_and(|pattern| self.takes_apart_pattern(&pattern))
            || syn::parse2::<Type>(content.clone()).is_ok_and(|ty| self.takes_apart_type(&ty))
    }

    fn takes_apart_expression(&self, expr: &Expr) -> bool {
        let as_operand = match binding_of(expr) {
            Binding::Loose if holds_alternatives(expr) => !self.stands_alone() || self.is_in_list(),
            Binding::Loose => !self.stands_alone(),
            Binding::Prefix => self.is_before_postfix(),
            Binding::Tight => ends_with_name(expr) && is_group(self.after.first(), Delimiter::Parenthesis),
        };
        let in_condition = !self.stands_alone() && shows_struct_literal(expr);
        let as_statement = self.begins_statement() && !is_block_like(expr) && begins_with_block(expr);
        as_operand || in_condition || as_statement
    }

    /// Whether it is a statement that is complete without a semicolon, as only a group is.
    fn lacks_semicolon(&self, content: &TokenStream) -> bool {
        if is_let(content) {
            let ends = self.after.is_empty() && self.around == Delimiter::None;
            return !ends && !is_mark(self.after.first(), ';') && !ends_with_semicolon(content);
        }
        let begins_another = match self.after.first() {
            Some(TokenTree::Ident(keyword)) => keyword != "as" && keyword != "if" && keyword != "else",
            Some(TokenTree::Literal(_)) => true,
            Some(TokenTree::Punct(mark)) => matches!(mark.as_char(), '#' | '\''),
            Some(TokenTree::Group(_)) | None => false,
        };
        begins_another
            && self.begins_statement()
            && syn::parse2::<Expr>(content.clone()).is_ok_and(|expr| !is_block_like(&expr))
    }

    fn takes_apart_pattern(&self, pattern: &Pat) -> bool {
        match pattern {
            Pat::Or(_) => !self.stands_alone() || self.is_in_list(),
            Pat::Range(_) => !self.stands_alone(),
            // `&mut x` would be another pattern.
            Pat::Ident(PatIdent { by_ref: None, mutability: Some(_), .. }) => ends_with_mark(self.before, '&'),
            _ => false,
        }
    }

    /// Whether it is behind a pointer, whose target has no further bounds.
    fn takes_apart_type(&self, ty: &Type) -> bool {
        let bounds = match ty {
            Type::ImplTrait(opaque) => &opaque.bounds,
            Type::TraitObject(object) => &object.bounds,
            _ => return false,
        };
        let behind_pointer = match self.before {
            [.., TokenTree::Punct(mark), TokenTree::Ident(_)] if mark.as_char() == '\'' => true,
            [.., TokenTree::Ident(keyword)] => keyword == "mut" || keyword == "const",
            before => ends_with_mark(before, '&'),
        };
        bounds.len() > 1 && behind_pointer
    }

    fn is_behind_as(&self) -> bool {
        matches!(self.before.last(), Some(TokenTree::Ident(keyword)) if keyword == "as")
    }

    fn is_before_postfix(&self) -> bool {
        match self.after {
            [TokenTree::Punct(dot), following @ ..] if dot.as_char() == '.' => !ends_with_mark(following, '.'),
            [TokenTree::Punct(mark), ..] => mark.as_char() == '?',
            [TokenTree::Group(group), ..] => matches!(group.delimiter(), Delimiter::Parenthesis | Delimiter::Bracket),
            _ => false,
        }
    }

    /// Whether nothing can take an expression or a pattern apart.
    fn stands_alone(&self) -> bool {
        let begins = self.before.is_empty()
            || is_mark(self.before.last(), ',')
            || is_mark(self.before.last(), ';')
            || self.is_behind_single('=')
            || self.is_behind_single(':')
            || self.is_behind_arrow();
        let ends = self.after.is_empty()
            || is_mark(self.after.first(), ',')
            || is_mark(self.after.first(), ';')
            || matches!(self.after, [TokenTree::Punct(first), TokenTree::Punct(second)]
                if first.as_char() == '=' && first.spacing() == Spacing::Joint && second.as_char() == '>');
        begins && ends
    }

    /// Whether it may be one of several parameters of a closure, which are no place for alternatives.
    fn is_in_list(&self) -> bool {
        is_mark(self.before.last(), ',') && is_mark(self.after.first(), ',')
    }

    /// Whether rustc takes a block that it begins with for a whole statement.
    fn begins_statement(&self) -> bool {
        (self.around == Delimiter::Brace && self.before.is_empty())
            || is_mark(self.before.last(), ';')
            || is_group(self.before.last(), Delimiter::Brace)
            || self.is_behind_arrow()
    }

    /// Whether a mark precedes that is no part of a longer one.
    fn is_behind_single(&self, mark: char) -> bool {
        match self.before {
            [before @ .., TokenTree::Punct(last)] => {
                let is_longer =
                    matches!(before.last(), Some(TokenTree::Punct(first)) if first.spacing() == Spacing::Joint);
                last.as_char() == mark && !is_longer
            }
            _ => false,
        }
    }

    fn is_behind_arrow(&self) -> bool {
        match self.before {
            [.., TokenTree::Punct(first), TokenTree::Punct(second)] => {
                first.as_char() == '=' && first.spacing() == Spacing::Joint && second.as_char() == '>'
            }
            _ => false,
        }
    }
}

/// How tightly an expression holds together.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Binding {
    /// An operator next to it may bind tighter.
    Loose,
    /// It begins with an operator, and only what follows a value directly binds tighter.
    Prefix,
    /// Nothing binds tighter.
    Tight,
}

fn binding_of(expr: &Expr) -> Binding {
    match expr {
        Expr::Assign(_)
        | Expr::Binary(_)
        | Expr::Break(_)
        | Expr::Cast(_)
        | Expr::Closure(_)
        | Expr::Range(_)
        | Expr::Return(_)
        | Expr::Yield(_) => Binding::Loose,
        Expr::RawAddr(reference) => binding_behind_operator(&reference.expr),
        Expr::Reference(reference) => binding_behind_operator(&reference.expr),
        Expr::Unary(unary) => binding_behind_operator(&unary.expr),
        Expr::Group(group) => binding_of(&group.expr),
        _ => Binding::Tight,
    }
}

/// The operand of a prefix operator is loose only if it takes everything that follows, as a closure does.
fn binding_behind_operator(operand: &Expr) -> Binding {
    if binding_of(operand) == Binding::Loose { Binding::Loose } else { Binding::Prefix }
}

/// Whether it may be a pattern with alternatives.
fn holds_alternatives(expr: &Expr) -> bool {
    matches!(expr, Expr::Binary(ExprBinary { op: BinOp::BitOr(_), .. }) | Expr::Closure(_))
}

/// Whether parentheses behind it would make it a call of a method.
fn ends_with_name(expr: &Expr) -> bool {
    matches!(expr, Expr::Field(ExprField { member: Member::Named(_), .. }) | Expr::Await(_))
}

fn is_block_like(expr: &Expr) -> bool {
    match expr {
        Expr::Block(_)
        | Expr::Const(_)
        | Expr::ForLoop(_)
        | Expr::If(_)
        | Expr::Loop(_)
        | Expr::Match(_)
        | Expr::TryBlock(_)
        | Expr::Unsafe(_)
        | Expr::While(_) => true,
        Expr::Macro(ExprMacro { mac, .. }) => matches!(mac.delimiter, MacroDelimiter::Brace(_)),
        Expr::Group(group) => is_block_like(&group.expr),
        _ => false,
    }
}

fn begins_with_block(expr: &Expr) -> bool {
    is_block_like(expr) || leftmost(expr).is_some_and(begins_with_block)
}

/// The expression that an expression begins with, if it does.
fn leftmost(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Assign(assign) => Some(&assign.left),
        Expr::Await(await_) => Some(&await_.base),
        Expr::Binary(binary) => Some(&binary.left),
        Expr::Call(call) => Some(&call.func),
        Expr::Cast(cast) => Some(&cast.expr),
        Expr::Field(field) => Some(&field.base),
        Expr::Group(group) => Some(&group.expr),
        Expr::Index(index) => Some(&index.expr),
        Expr::MethodCall(call) => Some(&call.receiver),
        Expr::Range(ExprRange { start, .. }) => start.as_deref(),
        Expr::Try(try_) => Some(&try_.expr),
        _ => None,
    }
}

/// The expression that an expression ends with, if it does.
fn rightmost(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Assign(assign) => Some(&assign.right),
        Expr::Binary(binary) => Some(&binary.right),
        Expr::Break(break_) => break_.expr.as_deref(),
        Expr::Closure(ExprClosure { body, .. }) => Some(body),
        Expr::Let(let_) => Some(&let_.expr),
        Expr::Range(ExprRange { end, .. }) => end.as_deref(),
        Expr::RawAddr(reference) => Some(&reference.expr),
        Expr::Reference(reference) => Some(&reference.expr),
        Expr::Return(return_) => return_.expr.as_deref(),
        Expr::Unary(unary) => Some(&unary.expr),
        _ => None,
    }
}

/// Whether an expression holds a struct literal that no delimiters are around, as a condition may not.
fn shows_struct_literal(expr: &Expr) -> bool {
    matches!(expr, Expr::Struct(_))
        || leftmost(expr).is_some_and(shows_struct_literal)
        || rightmost(expr).is_some_and(shows_struct_literal)
}
