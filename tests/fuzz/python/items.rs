//! Writes iterators: parameters, arguments for them, and loops over them.

use super::{Writer, new_guard};
use crate::ast::{
    Adapter, Argument, Item, ItemKind, Items, Name, PLAIN_ARGUMENT, Parameter, Plan, Source, Statement, Through,
};

/// The names of the parameters that have destructors.
pub(super) fn owned(parameters: &[Parameter]) -> String {
    let names = parameters.iter().filter_map(|parameter| match parameter {
        Parameter::Guard(name) => Some(format!("g{name}")),
        Parameter::Items { items, .. } => Some(format!("s{}", items.written)),
        Parameter::Reference(_) => None,
    });
    names.collect::<Vec<_>>().join(", ")
}

/// The name that holds each item of a loop, and what of it must be dropped.
fn item_names(item: Item) -> (String, String) {
    match item {
        Item::Number(number) => (format!("v{}", number.name), String::new()),
        Item::Guard(guard) => (format!("g{guard}"), format!("g{guard}")),
        Item::Indexed(index, number) => (format!("v{}, v{}", index.name, number.name), String::new()),
        Item::IndexedGuard(index, guard) => (format!("v{}, g{guard}", index.name), format!("g{guard}")),
    }
}

impl Writer<'_> {
    /// What stands behind references and beside iterators.
    pub(super) fn plain_parameters(&mut self, parameters: &[Parameter]) {
        for parameter in parameters {
            if let Parameter::Reference(plain) | Parameter::Items { beside: Some(plain), .. } = parameter {
                self.line(format!("v{} = {PLAIN_ARGUMENT}", plain.name));
            }
        }
    }

    /// None for what is no object with a destructor.
    pub(super) fn argument(&mut self, argument: &Argument) -> Option<String> {
        match argument {
            Argument::NewGuard(name) => Some(new_guard(*name)),
            Argument::MovedGuard(name) => Some(format!("g{name}")),
            Argument::Reference => None,
            Argument::NewItems(name, of, plan) => Some(new_items(*name, *of, *plan)),
            Argument::MovedItems(items) => Some(format!("s{}", items.written)),
            Argument::Generator(call) => Some(self.call(call)),
        }
    }

    pub(super) fn adapt(&mut self, from: Items, to: Items, adapter: Adapter) {
        let from = format!("s{}", from.written);
        let local = match adapter {
            Adapter::Itself => from,
            Adapter::Peekable => format!("Peekable({from})"),
            Adapter::Fuse => format!("Fuse({from})"),
        };
        let local = self.own(&local);
        self.line(format!("s{} = {local}", to.written));
    }

    pub(super) fn for_(&mut self, label: Name, item: Item, source: &Source, body: &[Statement]) {
        self.scope("", |writer| {
            let mut items = writer.source(source);
            if is_owned(source) {
                items = writer.own(&items);
            }
            let items = writer.keep(&items);
            let (names, dropped) = item_names(item);
            let head = format!("for {names} in {items}:");
            writer.loop_of(label, &head, |writer| writer.body(label, &dropped, body));
        });
    }

    pub(super) fn while_let(&mut self, label: Name, item: Item, items: Items, body: &[Statement]) {
        let (name, dropped) = item_names(item);
        self.loop_of(label, "while True:", |writer| {
            writer.line(format!("{name} = next(s{}, None)", items.written));
            writer.line(format!("if {name} is None: break"));
            writer.body(label, &dropped, body);
        });
    }
}

/// Whether the loop drops what it is over.
fn is_owned(source: &Source) -> bool {
    match source {
        Source::Call(_) => true,
        Source::Items(_, through) => !through.borrows(),
        _ => false,
    }
}

fn new_items(name: Name, of: ItemKind, plan: Plan) -> String {
    let Plan { length, panics_at, panics_in_drop, again } = plan;
    let panics_at = panics_at.map_or_else(|| "None".to_owned(), |at| at.to_string());
    let panics_in_drop = if panics_in_drop { "True" } else { "False" };
    format!("{of:?}s(\"s{name}\", {length}, {panics_at}, {panics_in_drop}, {again})")
}

/// What a loop or a delegation is given.
pub(super) fn through(items: Items, through: Through) -> String {
    let name = format!("s{}", items.written);
    match through {
        Through::Enumerate => format!("Enumerate({name})"),
        Through::Take(count) => format!("Take({name}, {count})"),
        Through::Fuse => format!("Fuse({name})"),
        _ => name,
    }
}
