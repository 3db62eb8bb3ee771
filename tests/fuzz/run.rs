//! Compiles and runs a batch of programs: the Rust ones as one package of a few crates, the Python ones as one script.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::ast::Program;
use crate::python::write_script;
use crate::rust::write_crate;

/// rustc's front end has one thread, so a crate for each of so many.
const CRATES: usize = 2;

/// What each way of running a program has done, by seed.
pub(crate) type Traces = BTreeMap<u64, Vec<Trace>>;

/// What one way of running a program has done.
pub(crate) struct Trace {
    pub(crate) way: String,
    pub(crate) events: Vec<String>,
}

/// Whether there is a Python to compare with.
pub(crate) fn has_python() -> bool {
    let version = Command::new("python3").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// Runs `programs` in Python, in the directory `at`.
pub(crate) fn run_python(at: &Path, programs: &[Program], traces: &mut Traces) -> io::Result<()> {
    let directory = at.join("python");
    fs::create_dir_all(&directory)?;
    fs::write(directory.join("runtime.py"), include_str!("runtime.py"))?;
    fs::write(directory.join("programs.py"), write_script(programs))?;
    let ended_well = run(Command::new("python3").arg(directory.join("programs.py")), traces)?;
    if ended_well { Ok(()) } else { Err(io::Error::other("the Python programs do not run to their end")) }
}

/// Compiles and runs `programs` in Rust, in the directory `at`.
pub(crate) fn run_rust(at: &Path, programs: &[Program], traces: &mut Traces) -> io::Result<()> {
    let package = at.join("rust");
    let sources = package.join("src/bin");
    if sources.exists() {
        fs::remove_dir_all(&sources)?;
    }
    fs::create_dir_all(&sources)?;
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::write(package.join("Cargo.toml"), manifest(tests))?;
    fs::copy(tests.join("../Cargo.lock"), package.join("Cargo.lock"))?;
    let chunks: Vec<_> = programs.chunks(programs.len().div_ceil(CRATES)).collect();
    for (index, chunk) in chunks.iter().enumerate() {
        fs::write(sources.join(format!("part{index}.rs")), write_crate(chunk))?;
    }
    build(&package)?;
    for index in 0..chunks.len() {
        let executable = format!("target/debug/part{index}{}", env::consts::EXE_SUFFIX);
        // That it does not end well, its missing traces show, and of which program.
        let _ = run(&mut Command::new(package.join(executable)), traces)?;
    }
    Ok(())
}

/// Assertions are on where they are in this program: an iterator lies beside a body only where they are off.
fn manifest(tests: &Path) -> String {
    let assertions = cfg!(debug_assertions);
    let path = |to: &str| format!("{{ path = \"{}\" }}", tests.join(to).display());
    let (gen_core, runtime) = (path("../gen-core"), path("crates/fuzz_runtime"));
    format!(
        "[package]\nname = \"programs\"\nedition = \"2024\"\n\n\
         [dependencies]\nfutures-core = {{ version = \"0.3\", default-features = false }}\n\
         gen-core = {gen_core}\ngen-tests-fuzz-runtime = {runtime}\n\n\
         [profile.dev]\ncodegen-units = 1\ndebug = false\ndebug-assertions = {assertions}\nincremental = false\n\
         overflow-checks = false\n\n[workspace]\n"
    )
}

fn build(package: &Path) -> io::Result<()> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--offline", "--bins", "--target-dir", "target"]).current_dir(package);
    if build.status()?.success() { Ok(()) } else { Err(io::Error::other("the programs do not compile")) }
}

/// Runs a command that prints traces, and tells whether it has ended well.
fn run(command: &mut Command, traces: &mut Traces) -> io::Result<bool> {
    let output = command.stderr(Stdio::inherit()).output()?;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let mut parts = line.splitn(3, '\t');
        let (Some(seed), Some(way), Some(events)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let Ok(seed) = seed.parse() else { continue };
        let events = events.split(';').map(str::to_owned).collect();
        traces.entry(seed).or_default().push(Trace { way: way.to_owned(), events });
    }
    Ok(output.status.success())
}

/// Where batches are written: beside the profile's directory, in that of cargo's target.
pub(crate) fn directory() -> io::Result<PathBuf> {
    let executable = env::current_exe()?;
    Ok(executable.ancestors().nth(2).unwrap_or(Path::new(".")).join("fuzz"))
}
