//! Errors that go into a generator, and its end: `throw`, `close`, and who cleans up.
//!
//! Run it with `cargo run --release --example throw_and_close`. An error that the body handles lets it go on to its next
//! `yield_!`, one that it does not handle ends it; and what it holds is released at the end, on `close`, and when the
//! generator goes out of scope.

use gen_core::{Generator, GeneratorState, SendError, ThrowExt, generator};

/// What can be thrown in.
#[derive(Debug)]
enum Trouble {
    PaperJam,
    Fire,
}

/// Something that has to be cleaned up: a `with` block or `finally` in Python, a type with `Drop` in Rust.
struct Device(&'static str);

impl Device {
    fn switched_on(name: &'static str) -> Self {
        println!("  (the {name} is switched on)");
        Self(name)
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        println!("  (the {} is switched off)", self.0);
    }
}

/// Yields how many pages it has printed.
///
/// Throwing sends the error in, so a generator that is thrown errors is sent `Result`s: `yield_!` evaluates to `Ok` of what
/// is sent, and to `Err` of what is thrown. Which errors there are is part of the signature, as with any function.
#[generator]
fn printer() -> impl Generator<Result<&'static str, Trouble>, Yield = u32, Return = Result<u32, Trouble>> {
    let _printer = Device::switched_on("printer");
    let mut pages = 0;
    loop {
        // Python: `try: text = yield pages`, `except PaperJam: ..`.
        match yield_!(pages) {
            Ok("") => return Ok(pages),
            Ok(text) => println!("  printed: {text}"),
            Err(Trouble::PaperJam) => {
                println!("  paper is straightened out; the page is lost");
                continue;
            }
            // What is not handled is passed on, as `?` would do.
            Err(trouble) => return Err(trouble),
        }
        pages += 1;
    }
}

/// Another generator around it: what is thrown in goes to the innermost, and its result comes back from there.
#[generator]
fn office() -> impl Generator<Result<&'static str, Trouble>, Yield = u32, Return = Result<u32, Trouble>> {
    let _light = Device::switched_on("light");
    let pages = yield_from!(printer())?;
    println!("  {pages} pages are put on the desk");
    Ok(pages)
}

/// What a generator of this kind answers.
type Answer = Result<GeneratorState<u32, Result<u32, Trouble>>, SendError<()>>;

fn show(what: &str, answer: Answer) {
    match answer {
        Ok(GeneratorState::Yielded(pages)) => println!("{what}: {pages} pages so far"),
        Ok(GeneratorState::Complete(Ok(pages))) => println!("{what}: the end, after {pages} pages"),
        Ok(GeneratorState::Complete(Err(trouble))) => println!("{what}: the end, by {trouble:?}"),
        Err(refused) => println!("{what}: {refused}"),
    }
}

/// A generator of either kind, and what one can do with it. What is refused is dropped here.
trait Conversation: ThrowExt<&'static str, Trouble, Yield = u32, Return = Result<u32, Trouble>> {
    fn begin(&mut self) {
        if let Ok(state) = self.start() {
            show("start", Ok(state));
        }
    }

    fn print(&mut self, text: &'static str) {
        show(&format!("send {text:?}"), self.send(Ok(text)).map_err(|refused| refused.map(drop)));
    }

    fn disturb(&mut self, trouble: Trouble) {
        let what = format!("throw {trouble:?}");
        show(&what, self.throw(trouble).map_err(|refused| refused.map(drop)));
    }
}

impl<G> Conversation for G where G: ThrowExt<&'static str, Trouble, Yield = u32, Return = Result<u32, Trouble>> {}

fn main() {
    println!("an error that is handled");
    let mut pages = printer();
    // An error needs a `yield_!` that waits for it, too. (In Python it would be raised where the body begins.)
    pages.disturb(Trouble::PaperJam);
    pages.begin();
    pages.print("one");
    // The body catches this, and goes on to its next `yield_!`, whose value `throw` answers with.
    pages.disturb(Trouble::PaperJam);
    pages.print("two");
    // Nothing more to print: the body ends, and cleans up as it does.
    pages.print("");

    println!("an error that is not handled");
    let mut pages = printer();
    pages.begin();
    pages.print("one");
    pages.disturb(Trouble::Fire);
    println!("it is {:?}", pages.status());
    pages.print("two");

    println!("an error that goes through two generators");
    let mut pages = office();
    pages.begin();
    pages.disturb(Trouble::PaperJam);
    pages.disturb(Trouble::Fire);

    println!("a generator that is closed");
    let mut pages = office();
    pages.begin();
    // The body does not go on: it is dropped where it stands, the innermost first. Python throws `GeneratorExit` in, which
    // a body could catch; a destructor always runs, and cannot yield.
    pages.close();
    println!("it is {:?}", pages.status());
    // A second time it has nothing to do.
    pages.close();

    println!("a generator that goes out of scope");
    {
        let mut pages = office();
        pages.begin();
    }
    println!("it is gone");

    println!("a generator that was never started");
    // Nothing of the body has run, so there is nothing to clean up.
    drop(office());
}
