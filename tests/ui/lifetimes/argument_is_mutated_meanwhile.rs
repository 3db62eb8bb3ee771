use gen_core::generator;

#[generator]
fn words(text: &str) -> impl Iterator<Item = &str> {
    yield_!(text);
}

fn main() {
    let mut text = String::from("some words");
    let mut words = words(&text);
    text.push('!');
    let _ = words.next();
}
