//! Fetches several URLs at a time, through a generator that retries and takes up a body where it broke off.
//!
//! Run it with `cargo run --release --example download`. It starts a web server on this machine, which refuses two of
//! the files at first and falls silent in the middle of another, and fetches all of them. It prints how many bytes of each
//! have come, in how many attempts, and a checksum that shows that none is missing or there twice. On stderr there are
//! progress bars, if that is a terminal.
//!
//! With URLs as arguments (`-- http://..`) it fetches these; a path such as `/plain/a` is one on the server of its own.
//! What cannot be fetched is on stderr, and then the exit status is 1.
//!
//! ```text
//! server.rs   the server, which sends bodies that are generators
//! fetch.rs    the generator of a download: chunks, and notes of retries
//! main.rs     runs the downloads, a few at a time, and shows them
//! ```

mod fetch;
mod server;

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use reqwest::{Client, Url};

use crate::fetch::{Failure, Step, fetch};

/// Fetches URLs, several at a time, and prints what has come.
#[derive(Parser)]
#[command(name = "download")]
struct Args {
    /// `http://` URLs, or paths on the server that this program starts; without any, the files of that server
    #[arg(value_name = "URL_OR_PATH")]
    urls: Vec<String>,

    /// How many to fetch at a time
    #[arg(long, value_name = "N", default_value = "3")]
    concurrency: NonZeroUsize,

    /// How long to wait for a server that sends nothing
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 500)]
    timeout: u64,
}

/// A file that has come as a whole.
struct Fetched {
    bytes: u64,
    attempts: u32,
    checksum: u64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("download: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything has come, or what is in the way of all of it.
async fn run(args: &Args) -> Result<bool, String> {
    let server = server::start().await.map_err(|error| {
        format!("cannot start the server on loopback ({error}): allow programs to listen on 127.0.0.1")
    })?;
    let urls = urls(&args.urls, &server)?;
    let patience = Duration::from_millis(args.timeout);
    let client = Client::builder()
        .no_proxy()
        .connect_timeout(patience)
        .read_timeout(patience)
        .build()
        .map_err(|error| format!("cannot set up the client ({error}): give another time-out"))?;

    let bars = MultiProgress::new();
    let running = Running::default();
    let downloads = urls.iter().enumerate().map(|(index, url)| {
        let (client, bars, running) = (&client, &bars, &running);
        async move {
            let _counted = running.enter();
            (index, download(client, url, bars).await)
        }
    });
    // This is the limit: never are more of these futures alive, and each is dropped when it is done.
    let mut results: Vec<_> = stream::iter(downloads).buffer_unordered(args.concurrency.get()).collect().await;
    // They are done in any order; they are shown in the order in which they were asked for.
    results.sort_by_key(|(index, _)| *index);
    let all_came = show(&urls, &results);
    println!("{} downloads, at most {} at a time", urls.len(), running.most.get());
    Ok(all_came)
}

fn urls(arguments: &[String], server: &Url) -> Result<Vec<Url>, String> {
    let own = server::FILES.map(String::from);
    let arguments = if arguments.is_empty() { &own } else { arguments };
    let parse = |argument: &String| {
        server
            .join(argument)
            .map_err(|error| format!("{argument} is no URL ({error}): write http://HOST/PATH, or /PATH"))
    };
    arguments.iter().map(parse).collect()
}

/// Reads one download to its end. Its bytes are counted and summed up as they come, and not kept.
async fn download(client: &Client, url: &Url, bars: &MultiProgress) -> Result<Fetched, Failure> {
    let bar = bars.add(new_bar(url));
    let mut fetched = Fetched { bytes: 0, attempts: 1, checksum: 0xcbf2_9ce4_8422_2325 };
    let mut steps = fetch(client.clone(), url.clone());
    while let Some(step) = steps.try_next().await? {
        match step {
            Step::Length(length) => bar.set_length(length),
            Step::Chunk(chunk) => {
                fetched.bytes += chunk.len() as u64;
                fetched.checksum = chunk.iter().fold(fetched.checksum, |sum, &byte| fnv(sum, byte));
                bar.set_position(fetched.bytes);
            }
            Step::Retry(failure) => {
                fetched.attempts += 1;
                bar.set_message(failure.to_string());
            }
        }
    }
    bar.finish();
    Ok(fetched)
}

fn new_bar(url: &Url) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:20} {bar:30} {bytes:>10} of {total_bytes} {msg}");
    let bar = ProgressBar::new(0).with_prefix(url.path().to_owned());
    if let Ok(style) = style {
        bar.set_style(style);
    }
    bar
}

/// One step of the checksum FNV-1a.
fn fnv(sum: u64, byte: u8) -> u64 {
    (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

/// Whether there is a file for each URL.
fn show(urls: &[Url], results: &[(usize, Result<Fetched, Failure>)]) -> bool {
    let mut all_came = true;
    println!("   bytes  attempts          checksum  path");
    for (url, (_, result)) in urls.iter().zip(results) {
        match result {
            Ok(Fetched { bytes, attempts, checksum }) => {
                println!("{bytes:>8}  {attempts:>8}  {checksum:016x}  {}", url.path());
            }
            Err(failure) => {
                all_came = false;
                eprintln!("download: {url}: {failure}: {}", failure.advice());
            }
        }
    }
    all_came
}

/// How many downloads are running, and how many there were at most.
#[derive(Default)]
struct Running {
    now: Cell<usize>,
    most: Cell<usize>,
}

impl Running {
    fn enter(&self) -> Counted<'_> {
        self.now.set(self.now.get() + 1);
        self.most.set(self.most.get().max(self.now.get()));
        Counted { running: self }
    }
}

/// Counts a download for as long as it lives.
struct Counted<'a> {
    running: &'a Running,
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.running.now.set(self.running.now.get() - 1);
    }
}
