use gen_core::gen_;

fn sum(numbers: impl Iterator<Item = u32>) -> u32 {
    numbers.sum()
}

fn main() {
    sum(gen_!({
        yield_!(1);
        "done"
    }));
}
