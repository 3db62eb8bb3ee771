use gen_core::gen_expr;

fn main() {
    let _ = gen_expr!(async x for x in 0..10);
}
