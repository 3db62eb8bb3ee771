//! Programs that must not compile, and what their author is told.

#[test]
fn compile_fail() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/**/*.rs");
    cases.compile_fail("attacks/refused/*.rs");
}
