use gen_core::gen_expr;

fn main() {
    let _ = gen_expr!(x * x for x of 0..10);
}
