//! Writes statements.

use super::{Writer, new_guard};
use crate::ast::{Block, Condition, Expression, Kind, Name, Statement};

impl Writer<'_> {
    pub(super) fn statements(&mut self, statements: &[Statement]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    /// The value of a block, in a variable that has this name.
    pub(super) fn block(&mut self, Block { statements, value }: &Block, result: &str) {
        self.scope("", |writer| {
            writer.statements(statements);
            let value = writer.whole(value);
            writer.line(format!("{result} = {value}"));
        });
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Let(variable, value) | Statement::Assign(variable, value) => {
                let value = self.whole(value);
                self.line(format!("v{} = {value}", variable.name));
            }
            Statement::Borrow(reference, of) => self.line(format!("v{} = v{}", reference.name, of.name)),
            Statement::AddAssign(variable, value) | Statement::AddThrough(variable, value) => {
                let value = self.whole(value);
                self.line(format!("v{0} = (v{0} + {value}) & 255", variable.name));
            }
            Statement::Guard(name) => {
                let guard = self.own(&new_guard(*name));
                self.line(format!("g{name} = {guard}"));
            }
            // The guard is a place here, which is dropped and filled anew.
            Statement::Replace(name) => self.line(format!("g{name}.replace(\"g{name}\")")),
            Statement::Drop(name) => self.line(format!("g{name}.close()")),
            Statement::Log(value) => self.log(value),
            Statement::Expression(value) => {
                self.whole(value);
            }
            Statement::If(condition, statements) => {
                let condition = self.condition(condition);
                self.line(format!("if {condition}:"));
                self.indented(|writer| writer.scope("", |writer| writer.statements(statements)));
            }
            Statement::For { label, item, source, body } => self.for_(*label, *item, source, body),
            Statement::WhileLet { label, item, items, body } => self.while_let(*label, *item, *items, body),
            Statement::While { label, turns, condition, body } => self.while_(*label, *turns, condition, body),
            Statement::Break(label, value) => self.break_(*label, value.as_ref()),
            Statement::Continue(label) if self.loops.last() == Some(label) => self.line("continue"),
            Statement::Continue(label) => self.leave(format!("continue {label}")),
            Statement::Return(value) if self.kind == Kind::Items => {
                self.log(value);
                self.line("return");
            }
            Statement::Return(value) => {
                let value = self.whole(value);
                self.line(format!("return {value}"));
            }
            Statement::Fail(error) => {
                let error = self.whole(error);
                self.line(format!("raise Thrown({error})"));
            }
            Statement::Panic => self.line("panic()"),
            Statement::Pause => {}
            Statement::Hold(name, call) => {
                let call = self.scope("", |writer| {
                    let call = writer.call(call);
                    writer.keep(&call)
                });
                let held = self.own(&call);
                self.line(format!("h{name} = {held}"));
            }
            Statement::Step(name, _) => self.line(format!("log_item(next(h{name}, None))")),
            Statement::Adapt(from, to, adapter) => self.adapt(*from, *to, *adapter),
            Statement::DropItems(items) => self.line(format!("s{}.close()", items.written)),
        }
    }

    fn log(&mut self, value: &Expression) {
        self.scope("", |writer| {
            let value = writer.expression(value);
            writer.line(format!("log({value})"));
        });
    }

    /// A loop with `head`. What is left inside of it by name is a target, unless Python leaves it by itself.
    pub(super) fn loop_of(&mut self, label: Name, head: &str, write: impl FnOnce(&mut Self)) {
        self.loops.push(label);
        self.line(format!("w{label} = 0"));
        self.target(&format!("break {label}"), |writer| {
            writer.line(head);
            writer.indented(write);
        });
        self.loops.pop();
    }

    pub(super) fn body(&mut self, label: Name, owned: &str, body: &[Statement]) {
        self.target(&format!("continue {label}"), |writer| {
            writer.scope(owned, |writer| writer.statements(body));
        });
    }

    fn while_(&mut self, label: Name, turns: i64, condition: &Condition, body: &[Statement]) {
        self.loop_of(label, &format!("while w{label} < {turns}:"), |writer| {
            let condition = writer.condition(condition);
            writer.line(format!("if not {condition}: break"));
            writer.line(format!("w{label} += 1"));
            writer.body(label, "", body);
        });
    }

    fn break_(&mut self, label: Name, value: Option<&Expression>) {
        if let Some(value) = value {
            let value = self.whole(value);
            self.line(format!("r{label} = {value}"));
        }
        if self.loops.last() == Some(&label) {
            self.line("break");
        } else {
            self.leave(format!("break {label}"));
        }
    }
}
