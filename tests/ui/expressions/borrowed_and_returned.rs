use gen_core::gen_expr;

fn multiples(n: u32) -> impl Iterator<Item = u32> {
    gen_expr!(x * n for x in 0..10)
}

fn main() {}
