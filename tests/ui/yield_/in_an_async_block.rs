use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    let _future = async {
        yield_!(1);
    };
}

fn main() {}
