//! A file in, its bytes out.

use std::io;

use futures_util::Stream;
use gen_core::try_generator;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// The most that is read at a time.
const CHUNK_BYTES: usize = 128 * 1024;

/// The bytes of anything that can be read, as they come.
#[try_generator]
pub(crate) async fn chunks(mut input: impl AsyncRead + Unpin) -> impl Stream<Item = io::Result<Vec<u8>>> {
    loop {
        let chunk = read_chunk(&mut input).await?;
        if chunk.is_empty() {
            return Ok(());
        }
        yield_!(chunk);
    }
}

/// The bytes that come next; none at the end.
pub(crate) async fn read_chunk(input: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut chunk = Vec::with_capacity(CHUNK_BYTES);
    input.read_buf(&mut chunk).await?;
    Ok(chunk)
}
