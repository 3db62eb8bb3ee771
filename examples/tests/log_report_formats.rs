//! Which lines `log_report` takes for what.

mod common;

use common::log_report::{Logs, json, line_counts, log_report, report_on, rows};
use common::run;

/// The hour and the level that a log of one line is counted under.
fn hour_and_level(line: &str) -> (String, String) {
    let report = report_on(line);
    let (hours, levels) = (rows(&report, "hours"), rows(&report, "levels"));
    assert_eq!((hours.len(), levels.len()), (1, 1), "{line}");
    (hours[0].0.to_owned(), levels[0].0.to_owned())
}

#[test]
fn timestamps_of_all_formats() {
    let hours = [
        ("2015-10-18 18:01:47,978 INFO [main] a.B: up", "2015-10-18 18:00"),
        ("2015-10-18T18:01:47.978 INFO up", "2015-10-18 18:00"),
        ("2015-10-18 18:01:47 INFO up", "2015-10-18 18:00"),
        ("[2015-10-18 18:01:47,978] INFO up", "2015-10-18 18:00"),
        ("2016-02-29 23:59:59,999 INFO up", "2016-02-29 23:00"),
        ("2015-10-18T18:01:47.978Z INFO up", "2015-10-18 18:00 UTC"),
        ("2015-10-18T18:01:47.978+02:00 INFO up", "2015-10-18 16:00 UTC"),
        ("2015-10-18T18:01:47-0730 INFO up", "2015-10-19 01:00 UTC"),
        ("2015-10-18T18:01:47+05:30 INFO up", "2015-10-18 12:00 UTC"),
        ("2015-10-18 18:01:47 +0200 INFO up", "2015-10-18 16:00 UTC"),
        ("2015-10-18T18:01:47,978+02 INFO up", "2015-10-18 16:00 UTC"),
        ("[Sun Dec 04 04:47:44 2005] [info] up", "2005-12-04 04:00"),
        ("[Sun Dec  4 04:47:44 2005] [info] up", "2005-12-04 04:00"),
        ("[Sun Dec 04 04:47:44.123456 2005] [core:info] [pid 7] up", "2005-12-04 04:00"),
        ("Jun 14 15:16:01 host sshd[123]: info: up", "Jun 14 15:00"),
        ("Jun  4 05:16:01 host sshd[123]: info: up", "Jun 04 05:00"),
        ("Feb 29 05:16:01 host sshd[123]: info: up", "Feb 29 05:00"),
    ];
    for (line, hour) in hours {
        assert_eq!(hour_and_level(line), (hour.to_owned(), "info".to_owned()), "{line}");
    }
}

#[test]
fn what_is_no_timestamp() {
    let lines = [
        "2015-13-18 18:01:47,978 INFO month 13",
        "2015-02-29 18:01:47,978 INFO no leap year",
        "2015-10-18 24:01:47,978 INFO hour 24",
        "2015-10-18 INFO no time",
        "2015-10-18T18:01:47Zulu INFO more letters",
        "[Mon Dec 04 04:47:44 2005] [info] it was a Sunday",
        "[Sun Dec 04 04:47:44] [info] no year",
        "Jun 31 15:16:01 host sshd[123]: day 31",
        "Abc 14 15:16:01 host sshd[123]: month Abc",
        "INFO 2015-10-18 18:01:47,978 not at the beginning",
    ];
    let logs = Logs::new();
    let log = logs.write("a.log", format!("2015-10-18 18:01:47 INFO one record\n{}\n", lines.join("\n")));
    let report = json(&run(log_report().arg("--json").arg(log)));
    assert_eq!(line_counts(&report["lines"]), [11, 1, 0, 0, 10]);
    let shown = report["unreadable"].as_array().expect("a list");
    assert_eq!(shown.len(), 5);
    for (index, (row, line)) in shown.iter().zip(lines).enumerate() {
        assert_eq!(row["line"], index + 2);
        assert_eq!(row["text"], line);
    }
}

#[test]
fn sources_and_levels() {
    let forms = [
        ("2015-10-18 18:01:47,978 INFO [main] org.a.B$C: up", "org.a.B$C", "info"),
        ("2015-10-18 18:01:47,978 WARN [Reader #1 for port 62270] Log.org.a.B: up", "Log.org.a.B", "warn"),
        ("2015-10-18 18:01:47,978 ERROR org.a.B: down", "org.a.B", "error"),
        ("2015-10-18 18:01:47,978 ERROR Failed: no class without a dot", "-", "error"),
        ("2015-07-29 17:41:44,747 - WARN  [SendWorker:188:Manager$Worker@688] - bye", "Manager$Worker", "warn"),
        (
            "2015-07-29 17:41:44,747 - INFO  [Peer[myid=1]/0:0:0:0:2181:Election@774] - a [b:C@1] - d",
            "Election",
            "info",
        ),
        ("[Sun Dec 04 04:47:44 2005] [error] mod_jk child in error state 6", "mod_jk", "error"),
        ("[Sun Dec 04 04:47:44 2005] [notice] workerEnv.init() ok", "workerEnv.init()", "notice"),
        ("[Sun Dec 04 04:47:44 2005] [error] [client 1.2.3.4] forbidden", "-", "error"),
        ("[Sun Dec 04 04:47:44.1 2005] [core:crit] [pid 1:tid 2] [client 1.2.3.4] AH1: no", "core", "fatal"),
        ("Jun 14 15:16:01 combo sshd(pam_unix)[19939]: check pass; user unknown", "sshd(pam_unix)", "none"),
        ("Jun 14 15:16:01 combo sshd[19939]: error: no", "sshd", "error"),
        ("Jun 14 15:16:01 combo kernel: up", "kernel", "none"),
        ("2015-10-18T18:01:47.978Z combo cron[1]: run", "cron", "none"),
        ("2015-10-18 18:01:47 Warning: disk", "-", "warn"),
        ("2015-10-18 18:01:47 nothing else is known", "-", "none"),
        ("2015-10-18 18:01:47", "-", "none"),
    ];
    for (line, source, level) in forms {
        let report = report_on(line);
        assert_eq!(rows(&report, "sources")[0].0, source, "{line}");
        assert_eq!(rows(&report, "levels")[0].0, level, "{line}");
    }
}

#[test]
fn continuation_lines_join_their_record() {
    let report = report_on(
        "2015-10-18 18:01:47 ERROR one\n\
         java.lang.IllegalStateException: no\n\
         org.example.Broken$Inner\n\
         \tat a.B.c(B.java:1)\n\
         at a.B.c(B.java:1)\n\
         \n\
         Caused by: java.io.IOException\n\
         ... 12 more\n\
         \u{20} an indented line\n\
         2015-10-18 18:01:48 ERROR two\n",
    );
    assert_eq!(line_counts(&report["lines"]), [10, 2, 7, 1, 0]);
    assert_eq!(rows(&report, "levels"), [("error", 2, 2)]);
}

#[test]
fn what_follows_no_record_continues_none() {
    let logs = Logs::new();
    let log = logs.write("a.log", "  indented\n\tat a.B\n2015-10-18 18:01:47 INFO x\n x\nwhat\n  indented\n \t \n");
    let report = json(&run(log_report().arg("--json").arg(log)));
    assert_eq!(line_counts(&report["lines"]), [7, 1, 1, 1, 4]);
    let numbers: Vec<_> = (0..4).map(|row| report["unreadable"][row]["line"].as_u64()).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(5), Some(6)]);
}

#[test]
fn a_continuation_does_not_reach_into_the_next_log() {
    let logs = Logs::new();
    let first = logs.write("a.log", "2015-10-18 18:01:47 INFO x\n");
    let second = logs.write("b.log", " not of a.log\n2015-10-18 18:01:47 INFO x\n");
    let report = json(&run(log_report().arg("--json").args([first, second])));
    assert_eq!(line_counts(&report["logs"][0]["lines"]), [1, 1, 0, 0, 0]);
    assert_eq!(line_counts(&report["logs"][1]["lines"]), [2, 1, 0, 0, 1]);
}

#[test]
fn every_end_of_line_is_an_end_of_line() {
    let unix = "2015-10-18 18:01:47 ERROR a\n\n\tat b\n2015-10-18 18:01:48 INFO c\n";
    for content in [unix.to_owned(), unix.trim_end().to_owned(), unix.replace('\n', "\r\n"), format!("\u{feff}{unix}")]
    {
        let report = report_on(&content);
        assert_eq!(line_counts(&report["lines"]), [4, 2, 1, 1, 0], "{content:?}");
        assert_eq!(rows(&report, "messages"), [("a", 1, 1)]);
    }
}

#[test]
fn numbers_and_ids_in_messages_are_masked() {
    let masked = [
        ("order 17 of 0x7fA3 took 12.5 ms", "order # of # took # ms"),
        ("10.0.0.1:80 and fe80 refused", "# and fe# refused"),
        ("job 6f1c0f8e-52a7-4a3e-9a5b-0d5a5f4c2b11 died", "job # died"),
        ("container_1445_0020_01 lost", "container_#_#_# lost"),
        ("task Event@73af9c is bad", "task Event@# is bad"),
        ("commit deadbeefcafe is a bad face", "commit # is a bad face"),
        ("jk2_init() failed 3 times", "jk2_init() failed # times"),
    ];
    for (message, expected) in masked {
        let report = report_on(format!("2015-10-18 18:01:47 ERROR {message}"));
        assert_eq!(rows(&report, "messages"), [(expected, 1, 1)]);
    }
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let logs = Logs::new();
    let log = logs.write("a.log", "2015-10-18 18:01:47 ERROR \u{1b}[2J\n\u{1b}]0;title\u{7}\n");
    let output = run(log_report().arg(log));
    let text = common::stdout(&output);
    assert!(text.contains(r"\u{1b}[#J") && text.contains(r"\u{1b}]0;title\u{7}"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}
