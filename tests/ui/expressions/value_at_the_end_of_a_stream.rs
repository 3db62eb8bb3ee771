use futures::StreamExt;
use gen_core::gen_;

fn main() {
    let mut numbers = gen_!(async {
        yield_!(1);
        "done"
    });
    numbers.next();
}
