use gen_core::gen_;
use gen_tests_hostile::HandleBeside;

macro_rules! generator {
    ($length:expr) => {
        gen_!({
            #[derive(HandleBeside)]
            struct Array {
                _items: [u8; $length * 2],
            }
            let _stolen = handle!();
            yield_!(1);
        })
    };
}

fn main() {
    let _ = generator!(1 + 2);
}
