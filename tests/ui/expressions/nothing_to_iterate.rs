use gen_core::gen_expr;

fn main() {
    let _ = gen_expr!(x for x in 5);
}
