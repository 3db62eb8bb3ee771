macro_rules! yield_ {
    ($e:expr) => {
        1 | 2
    };
}

#[gen_core::generator]
fn items() -> impl Iterator<Item = u32> {
    match 1 {
        yield_!(1) => {}
        _ => {}
    }
    let x: yield_from!(u32) = 4;
    yield_!(x);
}

fn main() {
    items();
}
