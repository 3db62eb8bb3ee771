//! Compares what the ways of running a program have done.

use std::slice;

use crate::ast::{Kind, Program};
use crate::python::write_script;
use crate::run::Trace;
use crate::rust::write_crate;

/// Compares all traces with the first, which is that of Python if it has run, and reports the first difference, if
/// there is one.
pub(crate) fn report_difference(program: &Program, traces: &[Trace], python: bool) -> bool {
    let different = find_difference(program, traces, python);
    if let Some(difference) = &different {
        let program = slice::from_ref(program);
        println!("{}\n{}\n{difference}", write_crate(program), write_script(program));
    }
    different.is_some()
}

fn find_difference(program: &Program, traces: &[Trace], python: bool) -> Option<String> {
    let seed = program.seed;
    let ways = if program.kind() == Kind::Items { 2 } else { 1 };
    let expected = program.arrangements.len() * ways + usize::from(python);
    if traces.len() != expected {
        return Some(format!("seed {seed}: {} traces instead of {expected}", traces.len()));
    }
    let (first, others) = traces.split_first()?;
    let other = others.iter().find(|other| other.events != first.events)?;
    let same = first.events.iter().zip(&other.events).take_while(|(first, other)| first == other);
    let index = same.count();
    let line = |trace: &Trace| format!("{}: {}", trace.way, trace.events.join("; "));
    Some(format!(
        "seed {seed}: event {index} is {:?} in {}, but {:?} in {}\n{}\n{}",
        first.events.get(index),
        first.way,
        other.events.get(index),
        other.way,
        line(first),
        line(other),
    ))
}
