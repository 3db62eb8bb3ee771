//! Writes expressions: statements, and the name of what holds the value.

use super::items::through;
use super::{Writer, new_guard};
use crate::ast::{Arm, Block, Call, Condition, Error, Expression, Kind, Name, Pattern, Received, Source, Statement};

impl Writer<'_> {
    /// An expression whose temporaries end with it.
    pub(super) fn whole(&mut self, expression: &Expression) -> String {
        self.scope("", |writer| writer.expression(expression))
    }

    pub(super) fn expression(&mut self, expression: &Expression) -> String {
        match expression {
            Expression::Constant(value) => self.keep(&value.to_string()),
            Expression::Read(variable) => self.keep(&format!("v{}", variable.name)),
            Expression::Binary(operator, left, right) => {
                let (left, right) = (self.expression(left), self.expression(right));
                self.keep(&format!("({left} {operator} {right}) & 255"))
            }
            Expression::Temporary(name, value) => {
                let guard = self.own(&new_guard(*name));
                self.line(guard);
                self.expression(value)
            }
            Expression::Around(_, value) => self.expression(value),
            Expression::Yield(value, received) => {
                let value = self.whole(value);
                self.received(&format!("yield {value}"), received)
            }
            Expression::Delegate(source, received) => {
                let items = self.source(source);
                let is_items = match source {
                    Source::Call(call) => self.program.functions[call.function].kind == Kind::Items,
                    _ => true,
                };
                let source = if is_items { format!("items({items})") } else { items };
                self.received(&format!("yield from {source}"), received)
            }
            Expression::Ask(items) => self.keep(&format!("found(s{})", items.written)),
            Expression::Peek(items) => self.keep(&format!("s{}.peek()", items.written)),
            Expression::Array(elements, index) | Expression::Tuple(elements, index) => {
                self.list(elements).swap_remove(*index)
            }
            Expression::Call(left, right) => {
                let (left, right) = (self.expression(left), self.expression(right));
                self.keep(&format!("(3 * {left} + {right}) & 255"))
            }
            Expression::Macro(elements) => {
                let elements = self.list(elements).join(" + ");
                self.keep(&format!("({elements}) & 255"))
            }
            Expression::If(condition, then, otherwise) => self.if_else(condition, then, otherwise),
            Expression::Match(scrutinee, arms, rest) => self.match_(scrutinee, arms, rest),
            Expression::Loop { label, turns, body, value } => self.loop_(*label, *turns, body, value),
            Expression::Labelled(label, block) => {
                let result = format!("r{label}");
                self.target(&format!("break {label}"), |writer| writer.block(block, &result));
                result
            }
        }
    }

    fn list(&mut self, expressions: &[Expression]) -> Vec<String> {
        expressions.iter().map(|expression| self.expression(expression)).collect()
    }

    fn received(&mut self, suspension: &str, Received { unit, error }: &Received) -> String {
        let received = format!("t{}", self.fresh());
        let ok = if *unit { "1" } else { &received };
        if let Error::None | Error::Propagate = error {
            self.line(format!("{received} = {suspension}"));
            return ok.to_owned();
        }
        let thrown = format!("t{}", self.fresh());
        for line in [
            "try:",
            &format!("    {received} = {suspension}"),
            &format!("    {thrown} = None"),
            "except Thrown as error:",
            &format!("    {thrown} = error.value"),
        ] {
            self.line(line);
        }
        match error {
            Error::Match(value, on_value, error, on_error) => {
                let bind = |name, value: &str| format!("v{name} = {value}");
                let result = format!("t{}", self.fresh());
                self.line(format!("if {thrown} is None:"));
                self.branch(&bind(value.name, ok), on_value, &result);
                self.line("else:");
                self.branch(&bind(error.name, &thrown), on_error, &result);
                result
            }
            _ => self.keep(&format!("{ok} if {thrown} is None else {thrown} + 1")),
        }
    }

    /// A block after an assignment.
    fn branch(&mut self, assignment: &str, block: &Block, result: &str) {
        self.indented(|writer| {
            writer.line(assignment);
            writer.block(block, result);
        });
    }

    fn if_else(&mut self, condition: &Condition, then: &Block, otherwise: &Block) -> String {
        let condition = self.condition(condition);
        let result = format!("t{}", self.fresh());
        self.line(format!("if {condition}:"));
        self.indented(|writer| writer.block(then, &result));
        self.line("else:");
        self.indented(|writer| writer.block(otherwise, &result));
        result
    }

    /// First the arm is found, then run.
    fn match_(&mut self, scrutinee: &Expression, arms: &[Arm], rest: &Block) -> String {
        let scrutinee = self.expression(scrutinee);
        let scrutinee = self.keep(&format!("{scrutinee} & 15"));
        let chosen = self.keep("None");
        for (index, arm) in arms.iter().enumerate() {
            self.line(format!("if {chosen} is None and {}:", matches(&arm.pattern, &scrutinee)));
            self.indented(|writer| writer.choose(arm, &scrutinee, &format!("{chosen} = {index}")));
        }
        let result = format!("t{}", self.fresh());
        for (index, arm) in arms.iter().enumerate() {
            self.line(format!("if {chosen} == {index}:"));
            self.indented(|writer| writer.block(&arm.body, &result));
        }
        self.line(format!("if {chosen} is None:"));
        self.indented(|writer| writer.block(rest, &result));
        result
    }

    fn choose(&mut self, arm: &Arm, scrutinee: &str, choice: &str) {
        if let Pattern::Bind(variable) = arm.pattern {
            self.line(format!("v{} = {scrutinee}", variable.name));
        }
        match &arm.guard {
            None => self.line(choice),
            Some(guard) => {
                let guard = self.condition(guard);
                self.line(format!("if {guard}: {choice}"));
            }
        }
    }

    fn loop_(&mut self, label: Name, turns: i64, body: &[Statement], value: &Expression) -> String {
        let result = format!("r{label}");
        self.loop_of(label, "while True:", |writer| {
            writer.line(format!("if w{label} == {turns}:"));
            writer.indented(|writer| {
                let value = writer.whole(value);
                writer.line(format!("{result} = {value}"));
                writer.line("break");
            });
            writer.line(format!("w{label} += 1"));
            writer.body(label, "", body);
        });
        result
    }

    /// The name of a condition's value; it is a scope of temporaries.
    pub(super) fn condition(&mut self, condition: &Condition) -> String {
        self.scope("", |writer| writer.operand(condition))
    }

    fn operand(&mut self, condition: &Condition) -> String {
        match condition {
            Condition::Less(left, right) => {
                let (left, right) = (self.expression(left), self.expression(right));
                self.keep(&format!("{left} < {right}"))
            }
            Condition::Even(value) => {
                let value = self.expression(value);
                self.keep(&format!("{value} % 2 == 0"))
            }
            Condition::And(left, right) => self.lazy(left, "", right),
            Condition::Or(left, right) => self.lazy(left, "not ", right),
            Condition::Not(condition) => {
                let condition = self.operand(condition);
                self.keep(&format!("not {condition}"))
            }
        }
    }

    /// Both operands are scopes of temporaries.
    fn lazy(&mut self, left: &Condition, not: &str, right: &Condition) -> String {
        let left = self.condition(left);
        self.line(format!("if {not}{left}:"));
        self.indented(|writer| {
            let right = writer.condition(right);
            writer.line(format!("{left} = {right}"));
        });
        left
    }

    pub(super) fn call(&mut self, Call { function, argument, arguments: others }: &Call) -> String {
        let mut arguments = vec![self.expression(argument)];
        for argument in others {
            arguments.extend(self.argument(argument));
        }
        format!("f{}_{function}({})", self.program.seed, arguments.join(", "))
    }

    /// A Python expression for something to iterate over or to delegate to.
    pub(super) fn source(&mut self, source: &Source) -> String {
        match source {
            Source::Range(from, count) => {
                let from = self.expression(from);
                format!("range({from}, {from} + {count})")
            }
            Source::Array(items) | Source::Vec(items) | Source::Shadowing(_, items) => {
                format!("[{}]", self.list(items).join(", "))
            }
            Source::Call(call) => self.call(call),
            Source::Held(name, _) => format!("h{name}"),
            Source::Items(items, way) => through(*items, *way),
        }
    }
}

fn matches(pattern: &Pattern, scrutinee: &str) -> String {
    match pattern {
        Pattern::Either(a, b) => format!("{scrutinee} in ({a}, {b})"),
        Pattern::Range(low, high) => format!("{low} <= {scrutinee} <= {high}"),
        Pattern::Bind(_) => "True".to_owned(),
    }
}
