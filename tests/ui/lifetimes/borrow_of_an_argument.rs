use gen_core::generator;

#[generator]
fn words<'a>(text: String) -> impl Iterator<Item = &'a str> {
    for word in text.split(' ') {
        yield_!(word);
    }
}

fn main() {}
