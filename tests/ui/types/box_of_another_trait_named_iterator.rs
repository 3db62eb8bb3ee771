mod iter {
    pub trait Iterator {
        type Item;
    }
}

#[gen_core::generator]
fn numbers() -> Box<dyn iter::Iterator<Item = u32>> {
    yield_!(1);
}

fn main() {}
