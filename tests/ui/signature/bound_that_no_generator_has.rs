use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> + Clone {
    yield_!(1);
}

#[generator]
fn letters() -> impl Iterator<Item = char> + ExactSizeIterator + Send {
    yield_!('a');
}

fn main() {
    numbers().zip(letters()).count();
}
