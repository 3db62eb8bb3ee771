use gen_core::gen_expr;

fn main() {
    let _ = gen_expr!(x * x, x in 1..=10);
}
