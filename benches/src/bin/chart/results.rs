//! What criterion has written: for each contender the shortest time of an iteration among its samples.

use gen_benches::{names, stream_names};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::env;
use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::{Path, PathBuf};

/// Times by case and contender.
pub(crate) struct Results(BTreeMap<(String, String), f64>);

/// There are no results, or too few.
#[derive(Debug)]
pub(crate) struct Missing(pub(crate) String);

impl Display for Missing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}; `cargo bench -p gen-benches -- --quick` makes the results", self.0)
    }
}

impl std::error::Error for Missing {}

/// `sample.json`, of which every sample is a number of iterations and the time that they took together.
#[derive(Deserialize)]
struct Sample {
    iters: Vec<f64>,
    times: Vec<f64>,
}

impl Results {
    pub(crate) fn read(directory: &Path) -> Result<Self, Missing> {
        let mut times = BTreeMap::new();
        for case in names().chain(stream_names()) {
            let Ok(contenders) = fs::read_dir(directory.join(case)) else { continue };
            for contender in contenders.flatten() {
                if let Some(time) = shortest(&contender.path().join("new/sample.json")) {
                    times.insert((case.to_owned(), contender.file_name().to_string_lossy().into_owned()), time);
                }
            }
        }
        if times.is_empty() { Err(Missing("nothing has been measured".to_owned())) } else { Ok(Self(times)) }
    }

    pub(crate) fn time(&self, case: &str, contender: &str) -> Option<f64> {
        self.0.get(&(case.to_owned(), contender.to_owned())).copied()
    }

    pub(crate) fn has(&self, case: &str) -> bool {
        self.0.keys().any(|(known, _)| known == case)
    }
}

fn shortest(file: &Path) -> Option<f64> {
    let sample: Sample = serde_json::from_str(&fs::read_to_string(file).ok()?).ok()?;
    sample.iters.iter().zip(&sample.times).map(|(iterations, time)| time / iterations).min_by(f64::total_cmp)
}

/// Where criterion keeps its results.
pub(crate) fn directory(manifest: &Path) -> PathBuf {
    env::var_os("CRITERION_HOME").map_or_else(|| target(manifest).join("criterion"), PathBuf::from)
}

/// Where `nightly.sh` has it keep them.
pub(crate) fn nightly_directory(manifest: &Path) -> PathBuf {
    target(manifest).join("nightly/criterion")
}

fn target(manifest: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| manifest.join("../target"), PathBuf::from)
}
