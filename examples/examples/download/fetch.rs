//! One download: a stream of its chunks, however many attempts they take.

use std::fmt;
use std::time::Duration;

use axum::body::Bytes;
use futures::Stream;
use gen_core::{AsyncGenerator, generator, try_generator};
use reqwest::header::RANGE;
use reqwest::{Client, Response, StatusCode, Url};

/// How often a download is tried.
const ATTEMPTS: u32 = 4;

/// How long to wait before the second attempt; before each further one, twice as long as before the last.
const FIRST_WAIT: Duration = Duration::from_millis(5);

/// What happens in a download.
pub(crate) enum Step {
    /// So many bytes there are in all.
    Length(u64),
    /// The next bytes of the body. All chunks together are the body, each byte once.
    Chunk(Bytes),
    /// It did not work, and is tried once more.
    Retry(Failure),
}

/// Why an attempt came to nothing.
pub(crate) enum Failure {
    Refused(StatusCode),
    /// The server answers a question for the rest of a body with something else.
    NoRest,
    Broken(reqwest::Error),
}

impl Failure {
    /// Whether another attempt may help.
    fn is_temporary(&self) -> bool {
        match self {
            Self::Refused(status) => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            Self::NoRest => false,
            Self::Broken(error) => !error.is_builder(),
        }
    }

    /// What the user can do.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::Refused(status) if status.is_client_error() => "check the path",
            Self::Refused(_) => "try again later",
            Self::NoRest => "try again on a better line: this server cannot take up a body where it broke off",
            Self::Broken(error) if error.is_timeout() => "try again later, or with a longer --timeout",
            Self::Broken(error) if error.is_builder() => "give an http:// URL",
            Self::Broken(_) => "check the address, and whether the server runs",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(status) => write!(f, "the server answers {status}"),
            Self::NoRest => f.write_str("the server does not send the rest of the body"),
            Self::Broken(error) if error.is_timeout() => f.write_str("nothing came for too long"),
            Self::Broken(error) if error.is_connect() => f.write_str("no connection"),
            Self::Broken(error) => write!(f, "the connection broke ({error})"),
        }
    }
}

/// Fetches a URL, with retries. The failure of the last attempt is its last item.
///
/// Each attempt is a generator of its own. `yield_from!` passes on what that yields, and evaluates to what it returns.
#[try_generator]
pub(crate) async fn fetch(client: Client, url: Url) -> impl Stream<Item = Result<Step, Failure>> {
    let mut received = 0;
    let mut wait = FIRST_WAIT;
    for number in 1.. {
        let Err(failure) = yield_from!(attempt(&client, &url, &mut received)) else { break };
        if number == ATTEMPTS || !failure.is_temporary() {
            return Err(failure);
        }
        yield_!(Step::Retry(failure));
        tokio::time::sleep(wait).await;
        wait *= 2;
    }
}

/// Asks for what is not `received` yet, and counts what comes: an attempt that breaks off is not in vain.
#[generator]
async fn attempt(
    client: &Client,
    url: &Url,
    received: &mut u64,
) -> impl AsyncGenerator<Yield = Result<Step, Failure>, Return = Result<(), Failure>> {
    let mut response = request(client, url, *received).await?;
    if let Some(length) = response.content_length() {
        yield_!(Ok(Step::Length(*received + length)));
    }
    while let Some(chunk) = response.chunk().await.map_err(Failure::Broken)? {
        *received += chunk.len() as u64;
        yield_!(Ok(Step::Chunk(chunk)));
    }
    Ok(())
}

async fn request(client: &Client, url: &Url, received: u64) -> Result<Response, Failure> {
    let mut request = client.get(url.clone());
    if received > 0 {
        request = request.header(RANGE, format!("bytes={received}-"));
    }
    let response = request.send().await.map_err(Failure::Broken)?;
    match response.status() {
        StatusCode::OK if received == 0 => Ok(response),
        StatusCode::PARTIAL_CONTENT if received > 0 => Ok(response),
        status if status.is_success() => Err(Failure::NoRest),
        status => Err(Failure::Refused(status)),
    }
}
