use gen_core::try_gen_;

fn main() {
    let numbers = try_gen_!({
        yield_!("1".parse::<u32>()?);
    });
    assert_eq!(numbers.count(), 1);
}
