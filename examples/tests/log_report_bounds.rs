//! What `log_report` does not keep, and that it says so.

mod common;

use std::fmt::Write as _;
use std::fs;

use common::log_report::{Logs, json, line_counts, log_report, report_on, rows};
use common::run;

const LIMIT: usize = 64 * 1024;

/// Different for each number, also when digits are masked.
fn word(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..4 {
        word.push(char::from(b'k' + u8::try_from(number % 16).expect("a small number")));
        number /= 16;
    }
    word
}

#[test]
fn a_long_line_is_cut() {
    let start = "2015-10-18 18:01:47 ERROR ";
    let whole = "x".repeat(LIMIT - start.len());
    let report = report_on(format!("{start}{whole}\r\n{start}{whole}\n{start}{whole}"));
    assert_eq!(line_counts(&report["lines"]), [3, 3, 0, 0, 0]);
    assert!(!report["notes"].to_string().contains("longer than 65536 bytes"), "{}", report["notes"]);

    let report = report_on(format!("{start}{whole}12345\r\nnext\n").replace("next", start));
    assert_eq!(line_counts(&report["lines"]), [2, 2, 0, 0, 0]);
    let note = report["notes"][0].as_str().expect("a note");
    assert_eq!(note, "lines longer than 65536 bytes: 1 (the other 6 bytes of them were not looked at)");
}

#[test]
fn a_cut_within_a_character_is_no_encoding_error() {
    let report = report_on(format!("2015-10-18 18:01:47 INFO {}\n", "日".repeat(LIMIT)));
    assert_eq!(line_counts(&report["lines"]), [1, 1, 0, 0, 0]);
}

#[test]
fn the_continuation_of_a_record_is_cut() {
    let logs = Logs::new();
    let trace = "\tat org.example.shop.Orders.save(Orders.java:64)\n".repeat(3000);
    let log = logs.write("a.log", format!("2015-10-18 18:01:47 ERROR deep\n{trace}"));
    let saved = logs.path().join("saved");
    let report = json(&run(log_report().arg("--json").arg("--output").arg(&saved).arg(log)));
    assert_eq!(line_counts(&report["lines"]), [3001, 1, 3000, 0, 0]);
    let text = fs::read_to_string(saved.join("a.log.errors")).expect("the error records");
    assert!(text.len() < LIMIT + 200);
    let kept = text.matches("\tat ").count() as u64;
    assert!(text.ends_with(&format!("    [{} lines cut]\n", 3000 - kept)), "{kept} kept");
    let note = format!("({} of these lines were counted, but not kept)", 3000 - kept);
    assert!(report["notes"][0].as_str().is_some_and(|text| text.ends_with(&note)), "{}", report["notes"]);
}

#[test]
fn only_so_many_different_names_are_counted() {
    let mut content = String::new();
    for number in 0..10_007 {
        let word = word(number);
        writeln!(content, "Jun 14 15:16:01 host {word}[1]: error: {word} failed").expect("a string takes all");
    }
    content.push_str("Jun 14 15:16:01 host kkkk[2]: error: kkkk failed\n");
    let report = report_on(content);
    assert_eq!(line_counts(&report["lines"])[1], 10_008);
    for table in ["sources", "messages"] {
        let rows = rows(&report, table);
        assert_eq!(rows.len(), 10_000);
        assert_eq!(rows[0].1, 2, "what was there before the bound was met goes on being counted");
        assert_eq!(rows.iter().map(|row| row.1).sum::<u64>(), 10_001);
    }
    let notes = report["notes"].as_array().expect("a list");
    assert_eq!(notes.len(), 2);
    for (note, what) in notes.iter().zip(["sources", "error messages"]) {
        let expected =
            format!("more than 10000 different {what}: the table has those that came first, and lacks 7 records");
        assert!(note.as_str().is_some_and(|note| note.contains(&expected)), "{note}");
    }
}

#[test]
fn a_long_message_is_shortened() {
    let long = "very ".repeat(100);
    let report = report_on(format!("2015-10-18 18:01:47 ERROR {long} long\n2015-10-18 18:01:47 ERROR {long} slow\n"));
    assert_eq!(rows(&report, "messages"), [(&long[..200], 2, 2)]);
    assert!(report["notes"][0].as_str().is_some_and(|note| note.contains("longer than 200 characters")));
}
