//! The report for people.

use std::fmt::Display;

use crate::report::{LineCounts, Named, Report};

/// The report, with at most `top` rows in the tables that could be long.
pub(crate) fn render(report: &Report, top: usize) -> String {
    let mut text = String::new();
    lines(&mut text, report);
    levels(&mut text, report);
    table(&mut text, "Sources", &report.sources, top);
    table(&mut text, "Hours", &report.hours, top);
    messages(&mut text, report, top);
    unreadable(&mut text, report);
    notes(&mut text, report);
    text
}

/// Adds a line. Text from a log could hold control characters that a terminal obeys: they are shown, not sent.
fn line(text: &mut String, line: impl Display) {
    for character in line.to_string().chars() {
        if character.is_control() {
            text.extend(character.escape_default());
        } else {
            text.push(character);
        }
    }
    text.push('\n');
}

/// Text of several lines from a log, without the control characters that a terminal obeys in an unexpected way.
pub(crate) fn printable(lines: &str) -> String {
    let mut text = String::new();
    for character in lines.chars() {
        if character.is_control() && !matches!(character, '\n' | '\t') {
            text.extend(character.escape_default());
        } else {
            text.push(character);
        }
    }
    text
}

fn title(text: &mut String, title: impl Display) {
    if !text.is_empty() {
        text.push('\n');
    }
    line(text, title);
}

fn lines(text: &mut String, report: &Report) {
    title(text, "Lines");
    line(text, "     total    records  continuation    blank  unreadable  log");
    for log in &report.logs {
        line_counts(text, log.lines, &log.log);
        if let Some(path) = &log.errors_saved_in {
            line(text, format_args!("{:59}errors saved in {path}", ""));
        }
    }
    if report.logs.len() != 1 {
        line_counts(text, report.lines, "(all)");
    }
}

fn line_counts(text: &mut String, counts: LineCounts, name: &str) {
    let LineCounts { total, records, continuation, blank, unreadable } = counts;
    line(text, format_args!("{total:>10} {records:>10} {continuation:>13} {blank:>8} {unreadable:>11}  {name}"));
}

fn levels(text: &mut String, report: &Report) {
    if report.levels.is_empty() {
        return;
    }
    title(text, "Levels");
    for level in &report.levels {
        line(text, format_args!("{:>10}  {}", level.records, level.name));
    }
}

fn table(text: &mut String, what: &str, rows: &[Named], top: usize) {
    if rows.is_empty() {
        return;
    }
    title(text, format_args!("{what}{}", shown(rows.len(), top)));
    line(text, "   records     errors");
    for row in rows.iter().take(top) {
        line(text, format_args!("{:>10} {:>10}  {}", row.records, row.errors, row.name));
    }
}

fn messages(text: &mut String, report: &Report, top: usize) {
    if report.messages.is_empty() {
        return;
    }
    title(text, format_args!("Errors{}", shown(report.messages.len(), top)));
    for row in report.messages.iter().take(top) {
        line(text, format_args!("{:>10}  {}", row.errors, row.name));
    }
}

fn shown(rows: usize, top: usize) -> String {
    if rows > top { format!(" (the {top} most frequent of {rows})") } else { String::new() }
}

fn unreadable(text: &mut String, report: &Report) {
    let total = report.lines.unreadable;
    if total == 0 {
        return;
    }
    let first = report.unreadable.len();
    if total > first as u64 {
        title(text, format_args!("Unreadable lines (the first {first} of {total})"));
    } else {
        title(text, "Unreadable lines");
    }
    for row in &report.unreadable {
        line(text, format_args!("  {}:{}: {}", row.log, row.line, row.text));
    }
}

fn notes(text: &mut String, report: &Report) {
    if report.notes.is_empty() {
        return;
    }
    title(text, "Notes");
    for note in &report.notes {
        line(text, format_args!("  {note}"));
    }
}
