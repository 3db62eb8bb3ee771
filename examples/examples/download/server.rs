//! A web server on loopback that is not to be relied on.

use std::collections::HashMap;
use std::future::pending;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_RANGE, RANGE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures::Stream;
use gen_core::try_generator;
use reqwest::Url;
use tokio::net::TcpListener;

/// What it has. The first part of a path says how it is sent.
pub(crate) const FILES: [&str; 6] =
    ["/plain/alice", "/flaky/bleak-house", "/slow/candide", "/plain/dracula", "/flaky/emma", "/plain/frankenstein"];

/// `/flaky` refuses so often before it gives in.
const REFUSALS: u32 = 2;

const CHUNK: usize = 16 * 1024;

/// How often each file was asked for.
#[derive(Clone, Default)]
struct Requests {
    by_file: Arc<Mutex<HashMap<String, u32>>>,
}

impl Requests {
    /// Counts one more, and returns how many there were before.
    fn count(&self, file: &str) -> u32 {
        let mut by_file = self.by_file.lock().unwrap_or_else(PoisonError::into_inner);
        let requests = by_file.entry(file.to_owned()).or_default();
        *requests += 1;
        *requests - 1
    }
}

/// Starts the server as a task, on a port that is free, and returns its address. It runs until the program ends.
pub(crate) async fn start() -> io::Result<Url> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let routes = Router::new()
        .route("/plain/{name}", get(plain))
        .route("/flaky/{name}", get(flaky))
        .route("/slow/{name}", get(slow))
        .with_state(Requests::default());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Url::parse(&format!("http://{address}")).map_err(io::Error::other)
}

async fn plain(Path(name): Path<String>, headers: HeaderMap) -> Response {
    send(&name, &headers, usize::MAX)
}

async fn flaky(State(requests): State<Requests>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    if requests.count(&name) < REFUSALS {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    send(&name, &headers, usize::MAX)
}

/// The first time, it falls silent after two chunks.
async fn slow(State(requests): State<Requests>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let chunks = if requests.count(&name) == 0 { 2 } else { usize::MAX };
    send(&name, &headers, chunks)
}

/// The file from where the client wants it, and after so many chunks nothing more.
fn send(name: &str, headers: &HeaderMap, chunks: usize) -> Response {
    let content = content(name);
    let total = content.len();
    let from = first_byte(headers).unwrap_or(0).min(total);
    let length = (CONTENT_LENGTH, (total - from).to_string());
    let body = Body::from_stream(body(content.slice(from..), chunks));
    if from == 0 {
        return ([length], body).into_response();
    }
    let range = (CONTENT_RANGE, format!("bytes {from}-{}/{total}", total.saturating_sub(1)));
    (StatusCode::PARTIAL_CONTENT, [length, range], body).into_response()
}

/// A body is a generator: the server asks for a chunk when the last one is on its way, and has no more than one in memory.
#[try_generator]
async fn body(content: Bytes, chunks: usize) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    for (number, chunk) in content.chunks(CHUNK).enumerate() {
        if number == chunks {
            pending::<()>().await;
        }
        yield_!(content.slice_ref(chunk));
    }
}

/// Of `Range: bytes=N-`, the only form that is known here.
fn first_byte(headers: &HeaderMap) -> Option<usize> {
    headers.get(RANGE)?.to_str().ok()?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
}

/// Some text: the longer the name, the longer the book.
fn content(name: &str) -> Bytes {
    (1..=name.len() * 500).flat_map(|line| format!("{name}, line {line}\n").into_bytes()).collect()
}
