//! Writes iterators: parameters, arguments for them, and loops over them.

use super::body::Body;
use crate::ast::{
    Adapter, Argument, Call, Form, Item, ItemKind, Items, Name, PLAIN_ARGUMENT, Parameter, Source, Statement, Style,
    Through,
};

impl Body<'_> {
    pub(super) fn parameter(&self, parameter: &Parameter) -> String {
        match parameter {
            Parameter::Guard(name) => format!("mut g{name}: Guard"),
            Parameter::Reference(variable) => format!("v{}: &'static i64", variable.name),
            Parameter::Items { items, style, beside } => {
                let bound = self.bound(*items);
                let ty = match style {
                    Style::Impl => format!("impl {bound}"),
                    Style::Generic | Style::Where => format!("T{}", items.name),
                    Style::Dyn => format!("Box<dyn {bound}>"),
                };
                let name = format!("{}s{}", mutable(*items), items.written);
                match beside {
                    Some(beside) => format!("({name}, v{}): ({ty}, i64)", beside.name),
                    None => format!("{name}: {ty}"),
                }
            }
        }
    }

    /// The bounds of the type parameters for the iterators, each with a comma, where they stand for this `style`.
    pub(super) fn generics(&self, parameters: &[Parameter], style: Style, open: &str, close: &str) -> String {
        let iterators = parameters.iter().filter_map(|parameter| match parameter {
            Parameter::Items { items, style: its, .. } => Some((*items, *its)),
            _ => None,
        });
        let written: String = iterators
            .filter_map(|(items, its)| match (its, style) {
                (Style::Where, Style::Generic) => Some(format!("T{}, ", items.name)),
                _ if its == style => Some(format!("T{}: {}, ", items.name, self.bound(items))),
                _ => None,
            })
            .collect();
        if written.is_empty() { written } else { format!("{open}{written}{close}") }
    }

    /// What may be put into a generator that is sendable must be so too.
    fn bound(&self, items: Items) -> String {
        let send = if self.forms.contains(&Form::Box) { " + Send" } else { "" };
        format!("Iterator<Item = {}> + 'static{send}", item_type(items.of))
    }

    pub(super) fn argument(&self, parameter: &Parameter, argument: &Argument) -> String {
        let written = match argument {
            Argument::NewGuard(name) => format!("Guard::new(\"g{name}\")"),
            Argument::MovedGuard(name) => format!("g{name}"),
            Argument::Reference => format!("&{PLAIN_ARGUMENT}"),
            Argument::NewItems(name, ItemKind::Number, plan) => format!("Items::numbers(\"s{name}\", {plan:?})"),
            Argument::NewItems(name, ItemKind::Guard, plan) => format!("Items::guards(\"s{name}\", {plan:?})"),
            Argument::MovedItems(items) => format!("s{}", items.written),
            Argument::Generator(call) => self.synchronous_iterator(call),
        };
        let Parameter::Items { style, beside, .. } = parameter else { return written };
        let written = if *style == Style::Dyn { format!("Box::new({written})") } else { written };
        if beside.is_some() { format!("({written}, {PLAIN_ARGUMENT})") } else { written }
    }

    fn synchronous_iterator(&self, call: &Call) -> String {
        let text = self.call(call);
        match self.forms[call.function] {
            Form::Pin => format!("Owned::new({text})"),
            Form::AsyncPin => format!("Blocking(Box::pin({text}))"),
            form if form.is_async() => format!("Blocking({text})"),
            _ => text,
        }
    }

    pub(super) fn for_(&self, label: Name, item: Item, source: &Source, body: &[Statement]) -> String {
        let (attribute, iterable) = self.iterable(source);
        let (pattern, first) = item_pattern(item);
        let body = self.statements(body);
        let written = format!("{attribute}'l{label}: for {pattern} in {iterable} {{\n{first}{body}}}");
        match source {
            Source::Shadowing(_, elements) => {
                format!("{{\nlet {iterable} = [{}];\n{written}\n}}", self.list(elements))
            }
            _ => written,
        }
    }

    pub(super) fn while_let(&self, label: Name, item: Item, items: Items, body: &[Statement]) -> String {
        let (pattern, first) = item_pattern(item);
        let body = self.statements(body);
        format!("'l{label}: while let Some({pattern}) = s{}.next() {{\n{first}{body}}}", items.written)
    }
}

fn item_type(of: ItemKind) -> &'static str {
    match of {
        ItemKind::Number => "i64",
        ItemKind::Guard => "Guard",
    }
}

fn mutable(items: Items) -> &'static str {
    if items.mutable { "mut " } else { "" }
}

/// The pattern of a loop, and what stands first in its body: an index is no `i64` yet.
fn item_pattern(item: Item) -> (String, String) {
    let as_number = |index: Name| format!("let v{index} = v{index} as i64;\n");
    match item {
        Item::Number(number) => (format!("v{}", number.name), String::new()),
        Item::Guard(guard) => (format!("mut g{guard}"), String::new()),
        Item::Indexed(index, number) => (format!("(v{}, v{})", index.name, number.name), as_number(index.name)),
        Item::IndexedGuard(index, guard) => (format!("(v{}, mut g{guard})", index.name), as_number(index.name)),
    }
}

/// What a loop or a delegation is given.
pub(super) fn through(items: Items, through: Through) -> String {
    let name = format!("s{}", items.written);
    match through {
        Through::Itself => name,
        Through::Parentheses => format!("({name})"),
        Through::IntoIter => format!("{name}.into_iter()"),
        Through::Enumerate => format!("{name}.enumerate()"),
        Through::Take(count) => format!("{name}.take({count})"),
        Through::Fuse => format!("{name}.fuse()"),
        Through::Macro => format!("same!({name})"),
        Through::Function => format!("pass({name})"),
        Through::ByRef => format!("{name}.by_ref()"),
        Through::Reference => format!("&mut {name}"),
    }
}

pub(super) fn adapt(from: Items, to: Items, adapter: Adapter) -> String {
    let call = match adapter {
        Adapter::Itself => "",
        Adapter::Peekable => ".peekable()",
        Adapter::Fuse => ".fuse()",
    };
    format!("let {}s{} = s{}{call};", mutable(to), to.written, from.written)
}
