use gen_core::generator;

#[generator]
fn words(text: &str) -> impl Iterator<Item = &str> {
    for word in text.split(' ') {
        yield_!(word);
    }
}

fn dangling() -> usize {
    let mut words = {
        let text = String::from("some words");
        words(&text)
    };
    words.next().map_or(0, str::len)
}

fn main() {}
