//! `log_report` on real logs, 2,000 lines each. They are no part of this repository: `LOGHUB` names the folder that
//! they are in.
//!
//! The figures were counted with `grep`, `awk` and `wc`, not with the program.

mod common;

use common::log_report::{json, line_counts, log_report, real_logs, rows};
use common::{run, stderr};
use serde_json::Value;

fn report_on_real_log(name: &str) -> Value {
    let output = run(log_report().arg("--json").arg(real_logs().join(name)));
    assert_eq!(stderr(&output), "");
    assert_eq!(output.status.code(), Some(0));
    let report = json(&output);
    assert_eq!(line_counts(&report["lines"]), [2000, 2000, 0, 0, 0]);
    report
}

#[test]
#[ignore = "LOGHUB must name the folder of the logs"]
fn apache() {
    let report = report_on_real_log("Apache_2k.log");
    assert_eq!(rows(&report, "levels"), [("error", 595, 595), ("notice", 1405, 0)]);
    let sources = [("jk2_init()", 848, 12), ("workerEnv.init()", 569, 0), ("mod_jk", 551, 551), ("-", 32, 32)];
    assert_eq!(rows(&report, "sources"), sources);
    assert_eq!(rows(&report, "hours")[0], ("2005-12-04 06:00", 340, 90));
    assert_eq!(
        rows(&report, "messages"),
        [
            ("mod_jk child workerEnv in error state #", 539, 539),
            ("Directory index forbidden by rule: /var/www/html/", 32, 32),
            ("jk2_init() Can't find child # in scoreboard", 12, 12),
            ("mod_jk child init # -#", 12, 12),
        ]
    );
}

#[test]
#[ignore = "LOGHUB must name the folder of the logs"]
fn hadoop() {
    let report = report_on_real_log("Hadoop_2k.log");
    let levels = [("fatal", 2, 2), ("error", 150, 150), ("warn", 808, 0), ("info", 1040, 0)];
    assert_eq!(rows(&report, "levels"), levels);
    assert_eq!(rows(&report, "sources").len(), 31);
    assert_eq!(rows(&report, "sources")[0], ("org.apache.hadoop.ipc.Client", 622, 0));
    let allocator = ("org.apache.hadoop.mapreduce.v2.app.rm.RMContainerAllocator", 457, 148);
    assert_eq!(rows(&report, "sources")[1], allocator);
    assert_eq!(rows(&report, "hours"), [("2015-10-18 18:00", 2000, 152)]);
    assert_eq!(rows(&report, "messages")[0], ("ERROR IN CONTACTING RM.", 147, 147));
    assert_eq!(rows(&report, "messages").iter().map(|row| row.1).sum::<u64>(), 152);
}

#[test]
#[ignore = "LOGHUB must name the folder of the logs"]
fn zookeeper() {
    let report = report_on_real_log("Zookeeper_2k.log");
    assert_eq!(rows(&report, "levels"), [("error", 13, 13), ("warn", 1318, 0), ("info", 669, 0)]);
    assert_eq!(rows(&report, "sources").len(), 20);
    let top = [("QuorumCnxManager$SendWorker", 576, 0), ("QuorumCnxManager$RecvWorker", 557, 0)];
    assert_eq!(rows(&report, "sources")[..2], top);
    assert_eq!(rows(&report, "hours")[0], ("2015-07-29 19:00", 1474, 12));
    let messages =
        [("Unexpected exception causing shutdown while sock still open", 12, 12), ("Unexpected Exception:", 1, 1)];
    assert_eq!(rows(&report, "messages"), messages);
}
