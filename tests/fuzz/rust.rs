//! Writes programs as Rust: a module for each program, in it one for each arrangement of the forms.

mod body;
mod items;

use std::fmt::Write;

use self::body::Body;
use crate::ast::{Arrangement, Form, Kind, Program};

const HEADER: &str = "\
#![allow(warnings, reason = \"nobody has written this\")]
#![recursion_limit = \"512\"]

use std::pin::Pin;

use futures_core::Stream;
use gen_core::*;
use gen_tests_fuzz_runtime::*;
";

/// A crate that runs `programs`.
pub(crate) fn write_crate(programs: &[Program]) -> String {
    let mut text = HEADER.to_owned();
    let mut main = String::new();
    for program in programs {
        text += &write_program(program);
        let _ = writeln!(main, "p{}::run();", program.seed);
    }
    let quiet = "std::panic::set_hook(Box::new(|_| {}));";
    indent(&format!("{text}\nfn main() {{\n{quiet}\n{main}}}\n"))
}

fn write_program(program: &Program) -> String {
    let arrangements = program.arrangements.iter().enumerate();
    let modules: String = arrangements.clone().map(|(index, it)| write_arrangement(program, it, index)).collect();
    let runs: String = arrangements.map(|(index, it)| write_traces(program, it, index)).collect();
    format!("\nmod p{} {{\nuse super::*;\n{modules}\npub fn run() {{\n{runs}}}\n}}\n", program.seed)
}

fn write_arrangement(program: &Program, arrangement: &Arrangement, index: usize) -> String {
    let functions = program.functions.iter().enumerate();
    let functions: String = functions
        .map(|(index, function)| Body { program, forms: &arrangement.forms, index }.function(function))
        .collect();
    format!("\nmod a{index} {{\nuse super::*;\n{functions}\n{}}}\n", write_entry(program, arrangement))
}

/// The function that drives the first generator.
fn write_entry(program: &Program, arrangement: &Arrangement) -> String {
    let form = arrangement.forms[0];
    let call = Body { program, forms: &arrangement.forms, index: 0 }.call(&program.entry);
    let generator = match form {
        Form::Pin if program.kind() == Kind::Items => format!("Owned::new({call})"),
        Form::Pin => format!("Box::pin({call})"),
        Form::AsyncPin => format!("Blocking(Box::pin({call}))"),
        form if form.is_async() => format!("Blocking({call})"),
        _ => call,
    };
    let script: Vec<_> = program.script.iter().map(|op| format!("Op::{op:?}")).collect();
    let script = script.join(", ");
    if program.kind() == Kind::Items {
        format!("pub fn run(way: Way) {{\niterate(way, &[{script}], {generator});\n}}\n")
    } else {
        format!("pub fn run() {{\ndrive(&[{script}], {generator});\n}}\n")
    }
}

fn write_traces(program: &Program, arrangement: &Arrangement, index: usize) -> String {
    let (seed, name) = (program.seed, arrangement.name);
    if program.kind() == Kind::Items {
        format!(
            "trace(\"{seed}\\t{name}, next\", || a{index}::run(Way::External));\n\
             trace(\"{seed}\\t{name}, for_each\", || a{index}::run(Way::Internal));\n"
        )
    } else {
        format!("trace(\"{seed}\\t{name}\", a{index}::run);\n")
    }
}

/// Indents by the brackets at the ends of the lines.
fn indent(text: &str) -> String {
    let mut depth = 0;
    let mut indented = String::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        let closes = line.starts_with('}');
        let here = if closes { depth - 1 } else { depth };
        let _ = writeln!(indented, "{:width$}{line}", "", width = 4 * here);
        depth = here + usize::from(line.ends_with('{'));
    }
    indented
}
