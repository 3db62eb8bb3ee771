use gen_core::gen_expr;

fn main() {
    let _ = gen_expr!(x for x in 0..10 if x % 2 == 0 else 0);
}
