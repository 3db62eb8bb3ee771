use gen_core::Generator;

fn numbers() -> impl Generator<Yield = u32> {
    yield_!(1);
    numbers()
}

fn main() {}
