use gen_core::{Generator, LocalBoxGenerator};

fn resume_with_less<'a>(
    generator: LocalBoxGenerator<'static, (), &'static str>,
) -> LocalBoxGenerator<'static, (), &'a str> {
    generator
}

fn yield_for_longer<'a>(
    generator: LocalBoxGenerator<'static, &'a str>,
) -> LocalBoxGenerator<'static, &'static str> {
    generator
}

fn live_longer<'a>(generator: LocalBoxGenerator<'a, u32>) -> LocalBoxGenerator<'static, u32> {
    generator
}

fn smuggle(mut generator: impl Generator<&'static str, Yield = (), Return = ()>) {
    let text = String::from("short");
    let _ = generator.resume(&text);
}

fn main() {}
