use gen_core::gen_expr;

fn main() {
    let _ = gen_expr!(1 + 1);
}
