use gen_core::generator;

#[generator]
fn numbers(last: u32) -> impl Iterator<Item = u32> {
    if last == 0 {
        return None;
    }
    yield_!(last);
    Some(0)
}

fn main() {}
