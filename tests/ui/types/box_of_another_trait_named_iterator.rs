extern crate self as core;

mod iter {
    pub trait Iterator {
        type Item;
    }
    impl<T: std::iter::Iterator> Iterator for T {
        type Item = T::Item;
    }
}

#[gen_core::generator]
fn numbers() -> Box<dyn iter::Iterator<Item = u32>> {
    yield_!(1);
}

fn main() {}
