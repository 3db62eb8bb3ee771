//! Runs one contender a number of times, for `instructions.sh` to count what is executed meanwhile.
use gen_benches::{case, names};
use std::process::ExitCode;

const USAGE: &str = "usage: count WORKLOAD hand|for|fold N";

fn main() -> ExitCode {
    match count(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("count: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn count(mut arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let (Some(workload), Some(way), Some(times)) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err(USAGE.to_owned());
    };
    let case = case(&workload).ok_or_else(|| {
        let names: Vec<_> = names().collect();
        format!("there is no workload {workload}; there are: {}", names.join(", "))
    })?;
    let name = match way.as_str() {
        "hand" => "hand-one-for",
        "for" => "generator-one-for",
        "fold" => "generator-one-fold",
        _ => return Err(USAGE.to_owned()),
    };
    let contender = case.contender(name).ok_or_else(|| format!("{workload} has no {name}"))?;
    let times: u32 = times.parse().map_err(|error| format!("{times}: {error}"))?;
    for _ in 0..times {
        let _ = contender.run();
    }
    Ok(())
}
