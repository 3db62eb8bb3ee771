//! Makes statements.

use std::ops::Range;

use super::{MOST_COST, Maker};
use crate::ast::{Access, Block, Item, Kind, Name, Source, Statement, Variable};

impl Maker {
    pub(super) fn statements(&mut self, count: Range<usize>) -> Vec<Statement> {
        let count = self.rng.usize(count);
        (0..count).map(|_| self.statement()).collect()
    }

    pub(super) fn block(&mut self) -> Block {
        self.scoped(|maker| Block { statements: maker.statements(0..3), value: Box::new(maker.expression()) })
    }

    fn statement(&mut self) -> Statement {
        if !self.grow() {
            return Statement::Log(self.expression());
        }
        let made = match self.rng.u32(0..30) {
            0..=2 => Some(self.let_()),
            3 => self.borrow(),
            4..=5 => self.assign(),
            6..=7 => Some(self.new_guard()),
            8 => self.change_guard(),
            9 => Some(self.pause()),
            10..=13 => Some(self.conditional_exit()),
            14 => Some(self.if_()),
            15..=16 => self.for_(),
            17 => self.while_(),
            18..=19 => self.hold(),
            20..=22 => self.step(),
            23 => Some(Statement::Expression(self.expression())),
            24..=26 => self.items_statement(),
            _ => None,
        };
        made.unwrap_or_else(|| self.suspension())
    }

    fn suspension(&mut self) -> Statement {
        let suspension = if self.one_in(2) { self.delegate() } else { None };
        match suspension.or_else(|| self.yield_()) {
            Some(suspension) => Statement::Expression(suspension),
            None => Statement::Pause,
        }
    }

    fn let_(&mut self) -> Statement {
        let value = self.expression();
        let access = if self.one_in(2) { Access::Mutable } else { Access::Immutable };
        let variable = Variable { name: self.name(), access };
        self.scope.variables.push(variable);
        Statement::Let(variable, value)
    }

    fn borrow(&mut self) -> Option<Statement> {
        let of = self.variable_of(Access::Immutable)?;
        let reference = Variable { name: self.name(), access: Access::Reference };
        self.note("reference to a local");
        self.scope.variables.push(reference);
        Some(Statement::Borrow(reference, of))
    }

    fn variable_of(&mut self, access: Access) -> Option<Variable> {
        let all: Vec<_> = self.scope.variables.iter().copied().filter(|variable| variable.access == access).collect();
        self.choose_of(&all)
    }

    fn assign(&mut self) -> Option<Statement> {
        let variable = self.variable_of(Access::Mutable)?;
        Some(match self.rng.u32(0..3) {
            0 => Statement::Assign(variable, self.expression()),
            1 => Statement::AddAssign(variable, self.expression()),
            _ => {
                self.note("mutable reference across an expression");
                Statement::AddThrough(variable, self.without(variable.name, Self::expression))
            }
        })
    }

    pub(super) fn new_guard(&mut self) -> Statement {
        self.note("guard in a local");
        Statement::Guard(self.guard())
    }

    fn change_guard(&mut self) -> Option<Statement> {
        if self.one_in(2) {
            let guard = self.movable_guard()?;
            self.note("drop of a local");
            return Some(Statement::Drop(self.move_away(guard)));
        }
        let guards = self.guards();
        let guard = self.choose_of(&guards)?;
        self.note("assignment to a guard");
        Some(Statement::Replace(guard))
    }

    fn pause(&mut self) -> Statement {
        self.note("await");
        Statement::Pause
    }

    fn if_(&mut self) -> Statement {
        self.note("if");
        Statement::If(self.condition(), self.scoped(|maker| maker.statements(1..4)))
    }

    /// Leaves something, where it is not sure that what follows is never reached.
    pub(super) fn conditional_exit(&mut self) -> Statement {
        let condition = self.condition();
        let exit = self.scoped(|maker| {
            let mut statements = maker.statements(0..2);
            statements.push(maker.exit());
            statements
        });
        Statement::If(condition, exit)
    }

    fn exit(&mut self) -> Statement {
        let blocks = self.scope.blocks.clone();
        let loops = self.scope.loops.clone();
        match self.rng.u32(0..14) {
            0..=3 if !loops.is_empty() => self.break_loop(&loops),
            4..=6 if !loops.is_empty() => {
                self.note("continue");
                Statement::Continue(self.choose(&loops).0)
            }
            7..=8 if !blocks.is_empty() => {
                self.note("break of a labelled block");
                Statement::Break(self.choose(&blocks), Some(self.expression()))
            }
            9 if self.kind == Kind::Thrown => {
                self.note("return Err");
                Statement::Fail(self.expression())
            }
            9..=11 => {
                self.note("panic");
                Statement::Panic
            }
            _ => {
                self.note("return");
                Statement::Return(self.expression())
            }
        }
    }

    fn break_loop(&mut self, loops: &[(Name, bool)]) -> Statement {
        let (label, takes_value) = self.choose(loops);
        self.note(if loops.last() == Some(&(label, takes_value)) { "break" } else { "break of an outer loop" });
        Statement::Break(label, takes_value.then(|| self.expression()))
    }

    fn for_(&mut self) -> Option<Statement> {
        let (source, turns) = match self.rng.u32(0..4) {
            0 if !self.scope.in_macro => (self.call(&[Kind::Items]).map(Source::Call)?, MOST_COST),
            _ => self.plain_source(),
        };
        Some(self.for_over(source, turns))
    }

    /// A loop over a generator, which may be given what is in scope.
    pub(super) fn for_over_call(&mut self) -> Option<Statement> {
        let call = self.call(&[Kind::Items])?;
        Some(self.for_over(Source::Call(call), MOST_COST))
    }

    fn for_over(&mut self, source: Source, turns: u32) -> Statement {
        self.note(if let Source::Call(_) = source { "for over a generator" } else { "for" });
        let turns = turns.clamp(1, 4);
        let label = self.name();
        let item = self.variable();
        let body = self.in_loop(label, false, turns, |maker| {
            maker.scope.variables.push(item);
            maker.statements(1..4)
        });
        Statement::For { label, item: Item::Number(item), source, body }
    }

    fn while_(&mut self) -> Option<Statement> {
        if !self.spend(0) {
            return None;
        }
        self.note("while");
        let label = self.name();
        let turns = self.rng.u32(1..4);
        let condition = self.repeated(turns + 1, Self::condition);
        let body = self.in_loop(label, false, turns, |maker| maker.statements(1..4));
        Some(Statement::While { label, turns: turns.into(), condition, body })
    }

    fn hold(&mut self) -> Option<Statement> {
        let call = self.call(&[Kind::Items])?;
        self.note("held generator");
        let name = self.name();
        self.scope.held.push((name, call.function));
        Some(Statement::Hold(name, call))
    }

    fn step(&mut self) -> Option<Statement> {
        let held: Vec<_> = self.scope.held.iter().filter(|(name, _)| !self.moved.contains(name)).copied().collect();
        let (name, function) = self.choose_of(&held)?;
        if !self.spend(0) {
            return None;
        }
        self.note("step of a held generator");
        Some(Statement::Step(name, function))
    }
}
