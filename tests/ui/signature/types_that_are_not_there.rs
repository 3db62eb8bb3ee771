use futures::stream::BoxStream;
use gen_core::{BoxGenerator, Generator, generator, try_generator};

#[generator]
fn movable() -> impl Generator<Resumed, Yield = Yielded, Return = Returned> {
    yield_!(1);
    todo!()
}

#[generator]
fn boxed() -> BoxGenerator<'static, BoxedItem> {
    yield_!(1);
}

#[generator]
fn behind_dyn(argument: Argument) -> Box<dyn Iterator<Item = DynItem>> {
    yield_!(argument);
}

#[generator]
async fn stream() -> BoxStream<'static, StreamedItem> {
    yield_!(1);
}

#[try_generator]
fn tries() -> impl Iterator<Item = Result<u32, Error>> {
    yield_!(1);
}

fn main() {}
