//! Programs that must not compile, and what their author is told.

use std::env;
use std::process::Command;

use gen_tests::skip::skip;

/// The version of rustc whose words the `.stderr` files have.
const MADE_WITH: &str = include_str!("../ui/TOOLCHAIN");

/// The version of the rustc that cargo calls.
fn rustc_version() -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("--version").output().unwrap();
    let output = String::from_utf8(output.stdout).unwrap();
    output.split(' ').nth(1).expect("`rustc --version` prints its name and its version").to_owned()
}

#[test]
fn compile_fail() {
    let (version, made_with) = (rustc_version(), MADE_WITH.trim_end());
    if version != made_with {
        return skip(
            "the compile-fail cases",
            &format!("they have the words of rustc {made_with}, and this is {version}"),
        );
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/**/*.rs");
    cases.compile_fail("attacks/refused/*.rs");
}
