//! Runs one contender a number of times, for `instructions.sh` to count what is executed meanwhile, or tells how many items
//! a run has.
// Sixteen generators in one another are types in types.
#![recursion_limit = "256"]

use gen_benches::{Case, case, names, stream_case, stream_names};
use std::process::ExitCode;

const USAGE: &str = "usage: count WORKLOAD hand|for|fold|CONTENDER TIMES, or count WORKLOAD items";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match count(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("count: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn count(arguments: &[&str]) -> Result<(), String> {
    match *arguments {
        [workload, "items"] => println!("{}", find(workload)?.items()),
        [workload, "hand", times] => repeat(&find(workload)?, &["hand-one-for", "hand"], times)?,
        [workload, "for", times] => repeat(&find(workload)?, &["generator-one-for", "generator"], times)?,
        [workload, "fold", times] => repeat(&find(workload)?, &["generator-one-fold"], times)?,
        [workload, contender, times] => repeat(&find(workload)?, &[contender], times)?,
        _ => return Err(USAGE.to_owned()),
    }
    Ok(())
}

fn find(workload: &str) -> Result<Case, String> {
    case(workload).or_else(|| stream_case(workload)).ok_or_else(|| {
        let names: Vec<_> = names().chain(stream_names()).collect();
        format!("there is no workload {workload}; there are: {}", names.join(", "))
    })
}

/// Runs the first contender that the case has.
fn repeat(case: &Case, names: &[&str], times: &str) -> Result<(), String> {
    let contender = names.iter().find_map(|name| case.contender(name));
    let contender = contender.ok_or_else(|| format!("{} has no {}", case.name(), names.join(" nor ")))?;
    let times: u32 = times.parse().map_err(|error| format!("{times}: {error}"))?;
    for _ in 0..times {
        let _ = contender.run();
    }
    Ok(())
}
