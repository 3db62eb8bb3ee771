use gen_core::generator;

#[generator]
fn words() -> impl Iterator<Item = &'static str> {
    let text = String::from("some words");
    for word in text.split(' ') {
        yield_!(word);
    }
}

fn main() {}
