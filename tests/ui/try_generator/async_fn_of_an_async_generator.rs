use gen_core::try_generator;

#[try_generator]
async fn numbers(text: &str) -> impl gen_core::AsyncGenerator<Yield = u32, Return = Result<(), String>> {
    yield_!(text.len() as u32);
}

fn main() {}
