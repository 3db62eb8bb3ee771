use futures::Stream;
use gen_core::gen_;

fn run(_: impl Stream<Item = u32>) {}

fn main() {
    run(gen_!(async {
        yield_!(1);
        "done"
    }));
}
