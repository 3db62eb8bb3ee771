//! A file larger than one wants to hold in memory, read through a pipeline of generators.
//!
//! Run it with `cargo run --release --example large_file`, or with another size in MiB, as `-- 1000`. It writes a file of
//! 100 MiB with the readings of thermometers into a temporary directory, reads it line by line, picks out what is too
//! hot, and prints how much memory that took: a few MiB, whatever the size of the file. (Where there is no
//! `/proc/self/status` to learn that from, it says so.) If it takes 20 MiB or more, it fails.

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::{env, fmt};

use gen_core::{generator, try_generator};

const MIB: u64 = 1024 * 1024;
const DEFAULT_SIZE_IN_MIB: u64 = 100;
const ALLOWED_MEMORY_IN_KIB: u64 = 20 * 1024;
/// In tenths of a degree.
const TOO_HOT: u32 = 298;

type AnyError = Box<dyn Error>;

struct Reading {
    second: u64,
    sensor: String,
    /// In tenths of a degree.
    temperature: u32,
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (degrees, tenths) = (self.temperature / 10, self.temperature % 10);
        write!(f, "second {}, {}, {degrees}.{tenths} degrees", self.second, self.sensor)
    }
}

/// What eight thermometers tell, second by second, without an end.
#[generator]
fn thermometers() -> impl Iterator<Item = String> {
    for second in 0_u64.. {
        for sensor in 0..8 {
            let temperature = 200 + (second * 37 + sensor * 11) % 101;
            yield_!(format!("{second} sensor-{sensor} {temperature}"));
        }
    }
}

/// Writes lines until the file has the wanted size. Returns how many there are.
fn write_file(path: &Path, size: u64) -> io::Result<u64> {
    let mut file = BufWriter::new(File::create(path)?);
    let (mut written, mut lines) = (0, 0);
    for line in thermometers() {
        writeln!(file, "{line}")?;
        written += line.len() as u64 + 1;
        lines += 1;
        if written >= size {
            break;
        }
    }
    file.flush()?;
    Ok(lines)
}

/// The source of the pipeline: the lines of a file, of which it holds one.
///
/// The file is open as long as the generator lives. Errors go down the pipeline as items: with `#[try_generator]`, `?`
/// makes an error the last item.
#[try_generator]
fn lines(path: &Path) -> impl Iterator<Item = io::Result<String>> {
    for line in BufReader::new(File::open(path)?).lines() {
        yield_!(line?);
    }
}

/// Reads each line. What comes in is a `Result`, and `?` passes its error on.
#[try_generator]
fn readings(lines: impl Iterator<Item = io::Result<String>>) -> impl Iterator<Item = Result<Reading, AnyError>> {
    for line in lines {
        yield_!(parsed(&line?)?);
    }
}

fn parsed(line: &str) -> Result<Reading, AnyError> {
    let mut words = line.split(' ');
    let (Some(second), Some(sensor), Some(temperature), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(format!("`{line}` is no reading: the file has been changed, run the program again").into());
    };
    Ok(Reading { second: second.parse()?, sensor: sensor.to_owned(), temperature: temperature.parse()? })
}

/// Lets through what is too hot.
#[try_generator]
fn too_hot(
    readings: impl Iterator<Item = Result<Reading, AnyError>>,
) -> impl Iterator<Item = Result<Reading, AnyError>> {
    for reading in readings {
        let reading = reading?;
        if reading.temperature > TOO_HOT {
            yield_!(reading);
        }
    }
}

/// Pulls all items through the pipeline, and keeps three things of them.
fn report_on(path: &Path) -> Result<(), AnyError> {
    let (mut count, mut first, mut last) = (0_u64, None, None);
    // Each turn of this loop reads as many lines as it takes to come to the next alarm, and forgets them again.
    for alarm in too_hot(readings(lines(path))) {
        let alarm = alarm?;
        count += 1;
        if first.is_none() {
            first = Some(alarm.to_string());
        }
        last = Some(alarm);
    }
    println!("too hot: {count} times");
    if let (Some(first), Some(last)) = (first, last) {
        println!("first: {first}");
        println!("last: {last}");
    }
    Ok(())
}

/// What Linux says about the memory of this process: resident now, and at most so far, in KiB.
fn resident_memory() -> Option<(u64, u64)> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kib =
        |name: &str| status.lines().find_map(|line| line.strip_prefix(name)?.trim().split(' ').next()?.parse().ok());
    Some((kib("VmRSS:")?, kib("VmHWM:")?))
}

fn check_memory() -> Result<(), AnyError> {
    let Some((now, at_most)) = resident_memory() else {
        println!("resident memory: skipped, as /proc/self/status does not tell it here");
        return Ok(());
    };
    println!("resident memory: {now} KiB now, {at_most} KiB at most");
    if at_most >= ALLOWED_MEMORY_IN_KIB {
        let message = format!(
            "{at_most} KiB of memory are too much, {ALLOWED_MEMORY_IN_KIB} KiB are allowed: look for a stage of the \
             pipeline that collects its items"
        );
        return Err(message.into());
    }
    println!("that is below {} MiB, as it should be", ALLOWED_MEMORY_IN_KIB / 1024);
    Ok(())
}

fn size_in_mib() -> Result<u64, AnyError> {
    let Some(argument) = env::args_os().nth(1) else { return Ok(DEFAULT_SIZE_IN_MIB) };
    let size = argument.to_str().and_then(|size| size.parse().ok()).filter(|size| (1..=100_000).contains(size));
    size.ok_or_else(|| format!("{argument:?} is no size: give MiB as a whole number from 1 to 100000").into())
}

fn run() -> Result<(), AnyError> {
    let size = size_in_mib()?;
    // The directory is removed, with the file in it, when this function is left.
    let directory = tempfile::tempdir()
        .map_err(|error| format!("no temporary directory: {error}; set TMPDIR to where you may write"))?;
    let path = directory.path().join("readings.txt");
    let lines = write_file(&path, size * MIB)
        .map_err(|error| format!("{}: {error}; set TMPDIR to where there is room for the file", path.display()))?;
    println!("a file of {size} MiB: {lines} lines");
    report_on(&path)?;
    check_memory()
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("large_file: {error}");
            ExitCode::FAILURE
        }
    }
}
