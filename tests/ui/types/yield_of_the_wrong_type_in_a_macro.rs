use gen_core::generator;

#[generator]
fn numbers() -> impl Iterator<Item = u32> {
    println!("{:?}", yield_!("one"));
}

fn main() {}
