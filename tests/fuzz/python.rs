//! Writes programs as Python.
//!
//! Each expression becomes statements that put its value into a variable, in the order of evaluation. So every `yield` is a
//! statement of its own, and nothing depends on how Python evaluates what contains one. What a scope owns stands in a `with`
//! block: the scope of a Rust block, of the temporaries of a statement, or of a condition.

use std::mem;

use crate::ast::{
    Arm, Block, Call, Condition, Error, Expression, Function, GuardArgument, Kind, Name, Op, Pattern, Program,
    Received, Source, Statement,
};

/// A script that runs `programs`.
pub(crate) fn write_script(programs: &[Program]) -> String {
    programs.iter().fold("from runtime import *\n".to_owned(), |text, program| text + &write_program(program))
}

fn write_program(program: &Program) -> String {
    let functions = program.functions.iter().enumerate();
    let functions: String = functions.map(|(index, function)| write_function(program, function, index)).collect();
    let mut writer = Writer::new(program, program.kind());
    let call = writer.call(&program.entry);
    let script: Vec<_> = program.script.iter().map(|&op| write_op(program.kind(), op)).collect();
    let drive = if program.kind() == Kind::Items { "drive_items" } else { "drive" };
    writer.line(format!("trace({}, {drive}, [{}], {call})", program.seed, script.join(", ")));
    format!("\n{functions}\n{}\n", writer.lines.join("\n"))
}

fn write_op(kind: Kind, op: Op) -> String {
    let sent = |name, value| match kind {
        Kind::Items | Kind::Returning => format!("(\"{name}\", None, \"()\")"),
        Kind::Sent => format!("(\"{name}\", {value}, \"{value}\")"),
        Kind::Thrown => format!("(\"{name}\", {value}, \"Ok({value})\")"),
    };
    match op {
        Op::Rest(None) => "(\"Rest\", None)".to_owned(),
        Op::Rest(Some(panics_at)) => format!("(\"Rest\", {panics_at})"),
        Op::Iterate(count) => format!("(\"Iterate\", {count})"),
        Op::Resume(value) => sent("Resume", value),
        Op::Send(value) => sent("Send", value),
        Op::Throw(error) => format!("(\"Throw\", {error}, \"{error}\")"),
        Op::Next | Op::Start | Op::Close | Op::Status => format!("(\"{op:?}\",)"),
    }
}

fn write_function(program: &Program, function: &Function, index: usize) -> String {
    let mut writer = Writer::new(program, function.kind);
    let guards: Vec<_> = function.guards.iter().map(|guard| format!("g{guard}")).collect();
    let guards = guards.join(", ");
    writer.line("@primed");
    writer.line(format!("def f{}_{index}(v{}, {guards}):", program.seed, function.parameter.name));
    writer.indented(|writer| {
        writer.scope(&guards, |writer| {
            writer.line(
                function
                    .first
                    .map_or_else(|| "yield START".to_owned(), |first| format!("v{} = (yield START) or 0", first.name)),
            );
            writer.statements(&function.body);
            if function.kind != Kind::Items {
                let value = writer.whole(&function.value);
                writer.line(format!("return {value}"));
            }
        });
    });
    writer.lines.join("\n") + "\n"
}

struct Writer<'a> {
    program: &'a Program,
    kind: Kind,
    lines: Vec<String>,
    /// The variables that were made.
    count: u32,
    /// The scopes that are open, and whether they own anything.
    scopes: Vec<(u32, bool)>,
    /// The loops that are open, and labelled blocks.
    loops: Vec<Name>,
    /// The targets that exceptions leave.
    targets: Vec<String>,
}

impl<'a> Writer<'a> {
    fn new(program: &'a Program, kind: Kind) -> Self {
        Self { program, kind, lines: Vec::new(), count: 0, scopes: Vec::new(), loops: Vec::new(), targets: Vec::new() }
    }

    fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    fn fresh(&mut self) -> u32 {
        self.count += 1;
        self.count
    }

    /// Puts the value of a Python expression into a variable.
    fn keep(&mut self, value: &str) -> String {
        let name = format!("t{}", self.fresh());
        self.line(format!("{name} = {value}"));
        name
    }

    /// The lines that `write` writes.
    fn apart(&mut self, write: impl FnOnce(&mut Self)) -> Vec<String> {
        let outer = mem::take(&mut self.lines);
        write(self);
        mem::replace(&mut self.lines, outer)
    }

    fn indented(&mut self, write: impl FnOnce(&mut Self)) {
        let lines = self.apart(write);
        self.extend_indented(lines);
    }

    fn extend_indented(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            self.line("    pass");
        }
        self.lines.extend(lines.into_iter().map(|line| format!("    {line}")));
    }

    /// A scope that owns `owned` from the start.
    fn scope<T>(&mut self, owned: &str, write: impl FnOnce(&mut Self) -> T) -> T {
        let name = self.fresh();
        self.scopes.push((name, !owned.is_empty()));
        let outer = mem::take(&mut self.lines);
        let written = write(self);
        let lines = mem::replace(&mut self.lines, outer);
        match self.scopes.pop() {
            Some((_, true)) => {
                self.line(format!("with Scope({owned}) as s{name}:"));
                self.extend_indented(lines);
            }
            _ => self.lines.extend(lines),
        }
        written
    }

    /// Lets the innermost scope own the value of a Python expression.
    fn own(&mut self, value: &str) -> String {
        let Some((scope, owns)) = self.scopes.last_mut() else { return value.to_owned() };
        *owns = true;
        format!("s{scope}.own({value})")
    }

    /// What `raise Leave(target)` leaves.
    fn target(&mut self, target: &str, write: impl FnOnce(&mut Self)) {
        let lines = self.apart(write);
        if self.targets.iter().any(|other| other == target) {
            self.line(format!("with Target(\"{target}\"):"));
            self.extend_indented(lines);
        } else {
            self.lines.extend(lines);
        }
    }

    fn leave(&mut self, target: String) {
        self.line(format!("raise Leave(\"{target}\")"));
        self.targets.push(target);
    }

    // Statements

    fn statements(&mut self, statements: &[Statement]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    /// The value of a block, in a variable that has this name.
    fn block(&mut self, Block { statements, value }: &Block, result: &str) {
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
            Statement::For { label, item, source, body } => self.for_(*label, item.name, source, body),
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
        }
    }

    fn log(&mut self, value: &Expression) {
        self.scope("", |writer| {
            let value = writer.expression(value);
            writer.line(format!("log({value})"));
        });
    }

    /// A loop with `head`. What is left inside of it by name is a target, unless Python leaves it by itself.
    fn loop_of(&mut self, label: Name, head: &str, write: impl FnOnce(&mut Self)) {
        self.loops.push(label);
        self.line(format!("w{label} = 0"));
        self.target(&format!("break {label}"), |writer| {
            writer.line(head);
            writer.indented(write);
        });
        self.loops.pop();
    }

    fn body(&mut self, label: Name, body: &[Statement]) {
        self.target(&format!("continue {label}"), |writer| {
            writer.scope("", |writer| writer.statements(body));
        });
    }

    fn for_(&mut self, label: Name, item: Name, source: &Source, body: &[Statement]) {
        self.scope("", |writer| {
            let mut items = writer.source(source);
            if let Source::Call(_) = source {
                items = writer.own(&items);
            }
            let items = writer.keep(&items);
            writer.loop_of(label, &format!("for v{item} in {items}:"), |writer| writer.body(label, body));
        });
    }

    fn while_(&mut self, label: Name, turns: i64, condition: &Condition, body: &[Statement]) {
        self.loop_of(label, &format!("while w{label} < {turns}:"), |writer| {
            let condition = writer.condition(condition);
            writer.line(format!("if not {condition}: break"));
            writer.line(format!("w{label} += 1"));
            writer.body(label, body);
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

    // Expressions: the name of what holds the value

    /// An expression whose temporaries end with it.
    fn whole(&mut self, expression: &Expression) -> String {
        self.scope("", |writer| writer.expression(expression))
    }

    fn expression(&mut self, expression: &Expression) -> String {
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
            writer.body(label, body);
        });
        result
    }

    /// The name of a condition's value; it is a scope of temporaries.
    fn condition(&mut self, condition: &Condition) -> String {
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

    fn call(&mut self, Call { function, argument, guards }: &Call) -> String {
        let mut arguments = vec![self.expression(argument)];
        arguments.extend(guards.iter().map(|guard| match guard {
            GuardArgument::New(name) => new_guard(*name),
            GuardArgument::Moved(name) => format!("g{name}"),
        }));
        format!("f{}_{function}({})", self.program.seed, arguments.join(", "))
    }

    /// A Python expression for something to iterate over or to delegate to.
    fn source(&mut self, source: &Source) -> String {
        match source {
            Source::Range(from, count) => {
                let from = self.expression(from);
                format!("range({from}, {from} + {count})")
            }
            Source::Array(items) | Source::Vec(items) => format!("[{}]", self.list(items).join(", ")),
            Source::Call(call) => self.call(call),
            Source::Held(name, _) => format!("h{name}"),
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

fn new_guard(name: Name) -> String {
    format!("Guard(\"g{name}\")")
}
