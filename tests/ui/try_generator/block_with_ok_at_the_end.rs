use gen_core::try_gen_;

fn main() {
    let numbers = try_gen_!({
        yield_!("1".parse::<u32>()?);
        Ok(())
    });
    numbers.collect::<Result<Vec<_>, std::num::ParseIntError>>();
}
