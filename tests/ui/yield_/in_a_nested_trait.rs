use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    trait Numbers {
        fn first() {
            yield_!(1);
        }
    }
    yield_!(2);
}

fn main() {}
