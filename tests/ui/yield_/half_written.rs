use gen_core::{gen_, generator};

struct Pair {
    left: u32,
}

#[generator]
fn items(pair: Pair) -> impl Iterator<Item = u32> {
    yield_!(pair.);
    yield_!(u32::max(pair., 1));
    yield_!(pair.left +);
    yield_from!(Some(pair.));
    yield_!(Some(pair.).unwrap());
}

fn main() {
    let pair = Pair { left: 1 };
    let more = gen_!({
        yield_!(pair.left);
        pair.
    });
    for _ in items(pair).chain(more) {}
}
