//! Makes expressions.

use super::Maker;
use crate::ast::{Argument, Arm, Call, Condition, Error, Expression, Kind, Pattern, Received, Source};

impl Maker {
    pub(super) fn constant(&mut self) -> Expression {
        Expression::Constant(self.rng.i64(0..10))
    }

    pub(super) fn leaf(&mut self) -> Expression {
        let variables = self.scope.variables.clone();
        match self.choose_of(&variables) {
            Some(variable) if !self.one_in(4) => Expression::Read(variable),
            _ => self.constant(),
        }
    }

    fn boxed(&mut self) -> Box<Expression> {
        Box::new(self.expression())
    }

    fn expressions(&mut self, least: usize) -> Vec<Expression> {
        let count = self.rng.usize(least..4);
        (0..count).map(|_| self.expression()).collect()
    }

    pub(super) fn expression(&mut self) -> Expression {
        if !self.grow() {
            return self.leaf();
        }
        self.depth += 1;
        let made = match self.rng.u32(0..36) {
            0..=3 => Some(self.operation()),
            4..=8 => self.yield_(),
            9..=10 => self.delegate(),
            11 => Some(self.temporary()),
            12 => self.around(),
            13..=14 => Some(self.element()),
            15 => Some(Expression::Call(self.boxed(), self.boxed())),
            16 => Some(self.macro_()),
            17 => Some(self.if_else()),
            18 => Some(self.match_()),
            19 => self.loop_(),
            20 => Some(self.labelled()),
            21 => self.asked(),
            _ => None,
        };
        self.depth -= 1;
        made.unwrap_or_else(|| self.leaf())
    }

    fn operation(&mut self) -> Expression {
        let operator = self.choose(&["+", "-", "*", "^"]);
        Expression::Binary(operator, self.boxed(), self.boxed())
    }

    pub(super) fn yield_(&mut self) -> Option<Expression> {
        if !self.spend(0) {
            return None;
        }
        self.note("yield");
        let value = self.boxed();
        let received = self.received(self.kind.is_resumed_with_unit());
        Some(Expression::Yield(value, received))
    }

    fn received(&mut self, unit: bool) -> Received {
        let error = if self.kind == Kind::Thrown { self.error() } else { Error::None };
        Received { unit, error }
    }

    fn error(&mut self) -> Error {
        match self.rng.u32(0..5) {
            0..=1 => {
                self.note("`?` of a yield");
                Error::Propagate
            }
            2 => Error::Increment,
            _ => {
                self.note("`match` of a yield");
                let (value, error) = (self.variable(), self.variable());
                let mut arm = |variable| {
                    self.scoped(|maker| {
                        maker.scope.variables.push(variable);
                        maker.block()
                    })
                };
                let (on_value, on_error) = (arm(value), arm(error));
                Error::Match(value, on_value, error, on_error)
            }
        }
    }

    pub(super) fn delegate(&mut self) -> Option<Expression> {
        let kind = self.kind;
        let (source, unit) = match kind {
            Kind::Sent => (self.call(&[Kind::Sent]).map(Source::Call)?, false),
            _ if self.one_in(2) && !self.scope.items.is_empty() => (self.items_source()?, true),
            _ if self.one_in(3) => (self.plain_source().0, true),
            _ if self.one_in(2) && !self.scope.held.is_empty() => (self.held_source()?, true),
            _ => {
                let other = if kind == Kind::Thrown { Kind::Thrown } else { Kind::Returning };
                let call = self.call(&[Kind::Items, other])?;
                let unit = self.made[&call.function].kind == Kind::Items;
                (Source::Call(call), unit)
            }
        };
        if !self.spend(0) {
            return None;
        }
        self.note(match source {
            Source::Call(_) => "yield_from! of a generator",
            Source::Items(..) => "yield_from! of an iterator",
            Source::Held(..) => "yield_from! of a held generator",
            _ => "yield_from! of an iterable",
        });
        let received = self.received(unit);
        Some(Expression::Delegate(source, received))
    }

    fn held_source(&mut self) -> Option<Source> {
        let inside = &self.scope.held[self.scope.outside.1..];
        let movable: Vec<_> = inside.iter().copied().filter(|(name, _)| !self.moved.contains(name)).collect();
        self.choose_of(&movable).map(|(name, function)| Source::Held(self.move_away(name), function))
    }

    /// Something iterable, and how long it is.
    pub(super) fn plain_source(&mut self) -> (Source, u32) {
        let length = self.rng.u32(0..4);
        if self.one_in(2) {
            return (Source::Range(self.boxed(), length.into()), length);
        }
        let in_macro = self.one_in(2);
        let items = if in_macro { self.macro_arguments() } else { self.expressions(1) };
        let length = u32::try_from(items.len()).unwrap_or(u32::MAX);
        (if in_macro { Source::Vec(items) } else { Source::Array(items) }, length)
    }

    /// A call of a function of one of these kinds.
    pub(super) fn call(&mut self, kinds: &[Kind]) -> Option<Call> {
        let callable = self.made.iter().filter(|(_, made)| kinds.contains(&made.kind));
        let callable: Vec<_> = callable.map(|(&index, made)| (index, made.cost)).collect();
        let (function, cost) = self.choose_of(&callable)?;
        if !self.spend(cost) {
            return None;
        }
        let argument = self.boxed();
        Some(Call { function, argument, arguments: self.arguments(function) })
    }

    pub(super) fn arguments(&mut self, function: usize) -> Vec<Argument> {
        let needs = self.made[&function].needs.clone();
        needs.into_iter().map(|need| self.argument(need)).collect()
    }

    pub(super) fn guard_argument(&mut self) -> Argument {
        let moved = if self.one_in(2) { self.movable_guard() } else { None };
        match moved {
            Some(guard) => {
                self.note("guard moved into a generator");
                Argument::MovedGuard(self.move_away(guard))
            }
            None => Argument::NewGuard(self.name()),
        }
    }

    fn temporary(&mut self) -> Expression {
        self.note("temporary with a destructor");
        Expression::Temporary(self.name(), self.boxed())
    }

    fn around(&mut self) -> Option<Expression> {
        let guards = self.guards();
        let guard = self.choose_of(&guards)?;
        self.note("guard borrowed around an expression");
        Some(Expression::Around(guard, self.without(guard, Self::boxed)))
    }

    fn element(&mut self) -> Expression {
        self.note("array or tuple");
        let elements = self.expressions(2);
        let index = self.rng.usize(0..elements.len());
        if self.one_in(2) { Expression::Array(elements, index) } else { Expression::Tuple(elements, index) }
    }

    fn macro_(&mut self) -> Expression {
        self.note("arguments of a macro");
        Expression::Macro(self.macro_arguments())
    }

    fn macro_arguments(&mut self) -> Vec<Expression> {
        self.scoped(|maker| {
            maker.scope.in_macro = true;
            maker.expressions(1)
        })
    }

    fn if_else(&mut self) -> Expression {
        self.note("if else");
        Expression::If(Box::new(self.condition()), self.block(), self.block())
    }

    fn match_(&mut self) -> Expression {
        self.note("match");
        let scrutinee = self.boxed();
        let arms = (0..self.rng.usize(1..4)).map(|_| self.arm()).collect();
        Expression::Match(scrutinee, arms, self.block())
    }

    fn arm(&mut self) -> Arm {
        let low = self.rng.i64(0..8);
        let pattern = match self.rng.u32(0..3) {
            0 => Pattern::Either(low, low + 8),
            1 => Pattern::Range(low, low + 7),
            _ => Pattern::Bind(self.variable()),
        };
        self.scoped(|maker| {
            if let Pattern::Bind(variable) = pattern {
                maker.scope.variables.push(variable);
            }
            let guard = maker.one_in(2).then(|| maker.repeated(1, Self::condition));
            if guard.is_some() {
                maker.note("match guard");
            }
            Arm { pattern, guard, body: maker.block() }
        })
    }

    fn loop_(&mut self) -> Option<Expression> {
        if !self.spend(0) {
            return None;
        }
        self.note("loop with a value");
        let label = self.name();
        let turns = self.rng.u32(1..4);
        let value = self.repeated(turns, Self::boxed);
        let body = self.in_loop(label, true, turns, |maker| maker.statements(1..4));
        Some(Expression::Loop { label, turns: turns.into(), body, value })
    }

    fn labelled(&mut self) -> Expression {
        let label = self.name();
        self.scoped(|maker| {
            maker.scope.blocks.push(label);
            Expression::Labelled(label, maker.block())
        })
    }

    pub(super) fn condition(&mut self) -> Condition {
        match self.rng.u32(0..10) {
            0 if self.grow() => Condition::And(Box::new(self.condition()), Box::new(self.condition())),
            1 if self.grow() => Condition::Or(Box::new(self.condition()), Box::new(self.condition())),
            2 if self.grow() => Condition::Not(Box::new(self.condition())),
            3..=5 => Condition::Even(self.expression()),
            _ => Condition::Less(self.expression(), self.expression()),
        }
    }
}
