use gen_core::gen_;

fn main() {
    let _ = gen_!({ yield_!(std::future::ready(1).await) });
}
