use gen_core::gen_;

fn main() {
    let numbers = gen_!({
        yield_!("1".parse::<u32>()?);
        Ok::<(), std::num::ParseIntError>(())
    });
    numbers.collect::<Vec<_>>();
}
