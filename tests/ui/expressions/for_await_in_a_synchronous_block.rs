use gen_core::gen_;

fn main() {
    let _ = gen_!({
        #[for_await]
        for number in futures::stream::iter([1, 2]) {
            yield_!(number);
        }
    });
}
