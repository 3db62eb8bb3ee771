//! Draws the chart, and writes the tables of `README.md`, from what `cargo bench` has measured last.

// Sixteen generators in one another are types in types, also for those who only use their library.
#![recursion_limit = "256"]

mod document;
mod draw;
mod ratios;
mod results;
mod tables;

use crate::ratios::Ratios;
use crate::results::Results;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("chart: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let results = Results::read(&results::directory(here))?;
    let ratios = Ratios::new(&results)?;
    let nightly_results = Results::read(&results::nightly_directory(here)).ok();
    let nightly = nightly_results.as_ref().and_then(|results| Ratios::new(results).ok());
    let tables = tables::all(&ratios, nightly.as_ref());
    draw::chart(&here.join("chart.svg"), &ratios, nightly.as_ref())?;
    let streams = tables::streams(&results, nightly_results.as_ref());
    document::replace(&here.join("README.md"), "ratios", &tables)?;
    document::replace(&here.join("README.md"), "streams", &streams)?;
    println!("{tables}\n{streams}");
    Ok(())
}
