use gen_core::generator;

#[generator]
struct Numbers {
    last: u32,
}

fn main() {}
