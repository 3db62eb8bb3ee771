//! Writes programs as Python.
//!
//! Each expression becomes statements that put its value into a variable, in the order of evaluation. So every `yield`
//! is a statement of its own, and nothing depends on how Python evaluates what contains one. What a scope owns stands
//! in a `with` block: the scope of a Rust block, of the temporaries of a statement, or of a condition.

mod expressions;
mod items;
mod statements;

use std::mem;

use self::items::owned;
use crate::ast::{Function, Kind, Name, Op, Program};

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
        Op::Next | Op::Start | Op::Close | Op::Status | Op::Move | Op::Forget => format!("(\"{op:?}\",)"),
    }
}

fn write_function(program: &Program, function: &Function, index: usize) -> String {
    let mut writer = Writer::new(program, function.kind);
    let owned = owned(&function.parameters);
    writer.line("@primed");
    writer.line(format!("def f{}_{index}(v{}, {owned}):", program.seed, function.parameter.name));
    writer.indented(|writer| {
        writer.scope(&owned, |writer| {
            match function.first {
                Some(first) => writer.line(format!("v{} = (yield START) or 0", first.name)),
                None => writer.line("yield START"),
            }
            writer.plain_parameters(&function.parameters);
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
    /// The loops that are open.
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
                self.line(format!("with Scope({owned}) as scope{name}:"));
                self.extend_indented(lines);
            }
            _ => self.lines.extend(lines),
        }
        written
    }

    /// Lets the innermost scope own the value of a Python expression.
    fn own(&mut self, value: &str) -> String {
        let (scope, owns) = self.scopes.last_mut().expect("a function is a scope");
        *owns = true;
        format!("scope{scope}.own({value})")
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
}

fn new_guard(name: Name) -> String {
    format!("Guard(\"g{name}\")")
}
