use gen_core::try_gen_;

fn main() {
    for number in try_gen_!({ yield_!("1".parse::<u32>()?) }) {
        assert!(number.is_ok());
    }
}
