//! Programs that must not compile, and what their author is told.

#[test]
fn compile_fail() {
    trybuild::TestCases::new().compile_fail("ui/**/*.rs");
}
