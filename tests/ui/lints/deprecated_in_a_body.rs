#![deny(deprecated, unused_must_use, unused_assignments)]

use futures::Stream;
use gen_core::generator;

#[deprecated(note = "count yourself")]
fn count() -> u32 {
    1
}

#[generator]
async fn numbers() -> impl Stream<Item = u32> {
    yield_!(count());
    async { 1 };
    let mut last = 1;
    last = 2;
    yield_!(last);
}

fn main() {
    numbers();
}
