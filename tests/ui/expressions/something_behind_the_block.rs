use gen_core::gen_;

fn main() {
    let _ = gen_!({ yield_!(1) }, { yield_!(2) });
}
