use gen_core::try_generator;

#[try_generator]
fn lines(text: &str) -> impl Iterator<Item = Result<u32, std::num::ParseIntError>> {
    yield_from!(text.split(' ').map(|_| Err(std::fmt::Error)));
}

fn main() {}
