use std::num::ParseIntError;

use gen_core::gen_;

fn main() {
    let numbers = gen_!({
        yield_!("1".parse::<u32>()?);
        Ok::<(), ParseIntError>(())
    });
    for number in numbers {
        println!("{number}");
    }
}
