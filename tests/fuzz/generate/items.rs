//! Makes iterators: parameters, arguments for them, and what is done with them.

use super::{Made, Maker, Need};
use crate::ast::{
    Access, Adapter, Argument, Call, Expression, Item, ItemKind, Items, Kind, Name, Parameter, Plan, Source, Statement,
    Style, Through, Variable,
};

/// What a generator that is an argument may cost: a loop over it runs as often as it yields.
const MOST_COST_OF_ARGUMENT: u32 = 20;
/// How often a loop over an iterator runs, about.
const TURNS: u32 = 3;

impl Maker {
    pub(super) fn parameters(&mut self) -> Vec<Parameter> {
        let iterators = if self.one_in(2) { self.rng.usize(1..=2) } else { 0 };
        let mut parameters: Vec<_> = (0..iterators).map(|_| self.items_parameter()).collect();
        parameters.extend((0..self.rng.usize(0..=2)).map(|_| Parameter::Guard(self.guard())));
        if self.one_in(6) {
            let reference = Variable { name: self.name(), access: Access::Reference };
            self.scope.variables.push(reference);
            parameters.push(Parameter::Reference(reference));
        }
        self.rng.shuffle(&mut parameters);
        parameters
    }

    fn items_parameter(&mut self) -> Parameter {
        self.note("iterator in a parameter");
        let name = self.name();
        let of = self.choose(&[ItemKind::Number, ItemKind::Number, ItemKind::Guard]);
        let items = Items { name, written: name, of, mutable: self.one_in(2), peekable: false };
        self.scope.items.push(items);
        let style = self.choose(&[Style::Impl, Style::Impl, Style::Generic, Style::Where, Style::Dyn]);
        let beside = self.one_in(10).then(|| self.variable());
        self.scope.variables.extend(beside);
        Parameter::Items { items, style, beside }
    }

    /// The statements of a function: what it does with the iterators that are its parameters is what users write.
    pub(super) fn function_body(&mut self) -> Vec<Statement> {
        let parameters = self.scope.items.clone();
        if parameters.is_empty() {
            return self.statements(2..7);
        }
        let mut body = self.before_loops();
        let (count, only_loops) = (parameters.len(), self.one_in(3));
        for items in parameters {
            if !self.one_in(6) {
                body.extend(if only_loops { self.for_items(items) } else { self.use_of(items) });
                body.extend(self.use_of_local(count));
            }
            if !only_loops || self.one_in(2) {
                body.extend(self.statements(0..3));
            }
        }
        body
    }

    /// A statement with the newest iterator in a local; before it there are so many in parameters.
    fn use_of_local(&mut self, parameters: usize) -> Option<Statement> {
        let local = self.scope.items[parameters..].last().copied()?;
        let is_there = !self.moved.contains(&local.name);
        if is_there && local.peekable && local.mutable && self.one_in(2) {
            return Some(Statement::Log(self.ask(local)?));
        }
        self.use_of(local)
    }

    fn before_loops(&mut self) -> Vec<Statement> {
        match self.rng.u32(0..5) {
            0 | 1 => Vec::new(),
            2 => (0..self.rng.usize(1..3)).map(|_| self.let_constant()).collect(),
            3 => vec![self.new_guard()],
            _ => self.statements(1..3),
        }
    }

    fn let_constant(&mut self) -> Statement {
        let access = if self.one_in(2) { Access::Mutable } else { Access::Immutable };
        let variable = Variable { name: self.name(), access };
        self.scope.variables.push(variable);
        Statement::Let(variable, self.constant())
    }

    /// The iterators that are there.
    fn all_items(&self) -> Vec<Items> {
        self.scope.items.iter().copied().filter(|items| !self.moved.contains(&items.name)).collect()
    }

    fn is_movable(&self, items: Items) -> bool {
        let inside = &self.scope.items[self.scope.outside.2..];
        !self.moved.contains(&items.name) && inside.iter().any(|other| other.name == items.name)
    }

    fn movable_items(&mut self, of: ItemKind) -> Option<Items> {
        let mut movable = self.all_items();
        movable.retain(|&items| items.of == of && self.is_movable(items));
        self.choose_of(&movable)
    }

    fn askable_items(&mut self) -> Option<Items> {
        let mut askable = self.all_items();
        askable.retain(|items| items.mutable);
        self.choose_of(&askable)
    }

    /// A statement with some iterator.
    pub(super) fn items_statement(&mut self) -> Option<Statement> {
        let all = self.all_items();
        let items = self.choose_of(&all)?;
        self.use_of(items)
    }

    fn use_of(&mut self, items: Items) -> Option<Statement> {
        if self.moved.contains(&items.name) {
            return None;
        }
        let movable = self.is_movable(items);
        match self.rng.u32(0..16) {
            0 if movable => {
                self.note("drop of an iterator");
                self.move_away(items.name);
                Some(Statement::DropItems(items))
            }
            1..=3 if movable => Some(self.adapt(items)),
            4 => self.shadowing(items),
            5..=6 if items.mutable => self.while_let(items),
            7 if items.mutable => Some(Statement::Log(self.ask(items)?)),
            8 => self.nested(items),
            9 if !self.scope.in_macro => self.for_over_call(),
            _ => self.for_items(items),
        }
    }

    /// A loop over the iterator in an `if`.
    fn nested(&mut self, items: Items) -> Option<Statement> {
        let condition = self.condition();
        let inner = self.scoped(|maker| maker.for_items(items))?;
        Some(Statement::If(condition, vec![inner]))
    }

    fn adapt(&mut self, from: Items) -> Statement {
        let adapter = self.choose(&[Adapter::Itself, Adapter::Peekable, Adapter::Peekable, Adapter::Fuse]);
        let name = self.name();
        let written = if self.one_in(2) { from.written } else { name };
        self.note(if written == name { "iterator in a local" } else { "iterator shadowed by itself" });
        let peekable = adapter == Adapter::Peekable || adapter == Adapter::Itself && from.peekable;
        let to = Items { name, written, mutable: !self.one_in(4), peekable, ..from };
        self.move_away(from.name);
        self.scope.items.push(to);
        Statement::Adapt(from, to, adapter)
    }

    fn shadowing(&mut self, items: Items) -> Option<Statement> {
        self.note("iterator shadowed by an array");
        let elements: Vec<_> = (0..self.rng.usize(1..3)).map(|_| self.constant()).collect();
        // What is in the loop must not mean the iterator.
        let hidden = self.scope.items.iter().filter(|other| other.written == items.written);
        let hidden: Vec<_> = hidden.map(|other| other.name).filter(|name| !self.moved.contains(name)).collect();
        self.moved.extend(hidden.iter());
        let made = self.loop_over(Source::Shadowing(items, elements), ItemKind::Number, false);
        self.moved.retain(|name| !hidden.contains(name));
        made
    }

    fn for_items(&mut self, items: Items) -> Option<Statement> {
        let through = self.through(items)?;
        self.note(if through.borrows() { "for over a borrowed iterator" } else { "for over an iterator" });
        let enumerated = through == Through::Enumerate;
        let source = Source::Items(items, through);
        if through.borrows() {
            return self.without(items.name, |maker| maker.loop_over(source, items.of, enumerated));
        }
        self.move_away(items.name);
        self.loop_over(source, items.of, enumerated)
    }

    fn through(&mut self, items: Items) -> Option<Through> {
        let movable = self.is_movable(items);
        match self.rng.u32(0..20) {
            _ if self.moved.contains(&items.name) || !movable && !items.mutable => None,
            0 if items.mutable => Some(Through::ByRef),
            1 if items.mutable => Some(Through::Reference),
            _ if !movable => Some(Through::ByRef),
            2 => Some(Through::Parentheses),
            3 => Some(Through::IntoIter),
            4 => Some(Through::Enumerate),
            5 => Some(Through::Take(self.rng.i64(0..4))),
            6 => Some(Through::Fuse),
            7 => Some(Through::Macro),
            8 => Some(Through::Function),
            _ => Some(Through::Itself),
        }
    }

    fn loop_over(&mut self, source: Source, of: ItemKind, enumerated: bool) -> Option<Statement> {
        if !self.spend(0) {
            return None;
        }
        let label = self.name();
        let (item, body) = self.items_loop(label, of, enumerated);
        Some(Statement::For { label, item, source, body })
    }

    fn while_let(&mut self, items: Items) -> Option<Statement> {
        if !self.spend(0) {
            return None;
        }
        self.note("while let over an iterator");
        let label = self.name();
        let (item, body) = self.items_loop(label, items.of, false);
        Some(Statement::WhileLet { label, item, items, body })
    }

    /// The binding and the body of a loop over an iterator.
    fn items_loop(&mut self, label: Name, of: ItemKind, enumerated: bool) -> (Item, Vec<Statement>) {
        self.in_loop(label, false, TURNS, |maker| {
            let item = maker.item(of, enumerated);
            let mut body = if maker.one_in(2) { Vec::new() } else { maker.statements(0..3) };
            if !maker.one_in(4) {
                body.extend(maker.yield_().map(Statement::Expression));
            }
            if maker.one_in(3) {
                body.push(maker.conditional_exit());
            }
            body.extend(maker.statements(0..2));
            (item, body)
        })
    }

    fn item(&mut self, of: ItemKind, enumerated: bool) -> Item {
        let index = enumerated.then(|| self.variable());
        self.scope.variables.extend(index);
        match of {
            ItemKind::Guard => {
                self.note("item with a destructor");
                let guard = self.guard();
                index.map_or(Item::Guard(guard), |index| Item::IndexedGuard(index, guard))
            }
            ItemKind::Number => {
                let number = self.variable();
                self.scope.variables.push(number);
                index.map_or(Item::Number(number), |index| Item::Indexed(index, number))
            }
        }
    }

    /// Asks some iterator for an item, or for whether there is one.
    pub(super) fn asked(&mut self) -> Option<Expression> {
        let items = self.askable_items()?;
        self.ask(items)
    }

    fn ask(&mut self, items: Items) -> Option<Expression> {
        if !self.spend(0) {
            return None;
        }
        if items.peekable && self.one_in(2) {
            self.note("peek");
            return Some(Expression::Peek(items));
        }
        self.note("step of an iterator");
        Some(Expression::Ask(items))
    }

    /// An iterator to delegate to.
    pub(super) fn items_source(&mut self) -> Option<Source> {
        let items = self.movable_items(ItemKind::Number)?;
        let through = self.choose(&[Through::Itself, Through::Itself, Through::Take(2), Through::Macro]);
        self.move_away(items.name);
        Some(Source::Items(items, through))
    }

    pub(super) fn argument(&mut self, need: Need) -> Argument {
        match need {
            Need::Guard => self.guard_argument(),
            Need::Reference => Argument::Reference,
            Need::Items(of) => self.items_argument(of),
        }
    }

    fn items_argument(&mut self, of: ItemKind) -> Argument {
        let moved = if self.one_in(2) { self.movable_items(of) } else { None };
        if let Some(items) = moved {
            self.note("iterator moved into a generator");
            self.move_away(items.name);
            return Argument::MovedItems(items);
        }
        let generator = if of == ItemKind::Number && self.one_in(3) { self.generator_argument() } else { None };
        match generator {
            Some(call) => Argument::Generator(call),
            None => Argument::NewItems(self.name(), of, self.plan()),
        }
    }

    /// A generator for an iterator parameter. Nothing may be suspended while it is an argument already.
    fn generator_argument(&mut self) -> Option<Call> {
        let is_fit = |made: &Made| made.kind == Kind::Items && made.cost <= MOST_COST_OF_ARGUMENT;
        let fit: Vec<_> = self.made.iter().filter(|(_, made)| is_fit(made)).map(|(&index, _)| index).collect();
        let function = self.choose_of(&fit)?;
        if !self.spend(self.made[&function].cost) {
            return None;
        }
        self.note("generator in an argument");
        let argument = Box::new(self.leaf());
        Some(Call { function, argument, arguments: self.arguments(function) })
    }

    fn plan(&mut self) -> Plan {
        Plan {
            length: self.rng.usize(0..4),
            panics_at: self.one_in(8).then(|| self.rng.usize(0..4)),
            panics_in_drop: self.one_in(12),
            again: if self.one_in(3) { self.rng.usize(1..3) } else { 0 },
        }
    }
}
