//! Programs that must not compile, and what their author is told.

use std::env;
use std::path::Path;
use std::process::Command;

use gen_tests::skip::skip;

/// The version of rustc whose words the `.stderr` files have.
const MADE_WITH: &str = include_str!("../ui/TOOLCHAIN");

/// What the rustc that cargo calls answers.
fn ask_rustc(arguments: &[&str]) -> String {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(arguments).output().unwrap();
    assert!(output.status.success(), "rustc {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Why rustc says the same in other words here, if it does.
fn why_words_differ() -> Option<String> {
    let (version, made_with) = (ask_rustc(&["--version"]), MADE_WITH.trim_end());
    if version.split(' ').nth(1) != Some(made_with) {
        return Some(format!("they have the words of rustc {made_with}, and this is {}", version.trim_end()));
    }
    let sysroot = ask_rustc(&["--print", "sysroot"]);
    let quotes_std = Path::new(sysroot.trim_end()).join("lib/rustlib/src/rust").exists();
    quotes_std.then(|| "rustc quotes the standard library, for the component rust-src is installed".to_owned())
}

#[test]
fn compile_fail() {
    if let Some(why) = why_words_differ() {
        return skip("the compile-fail cases", &why);
    }
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/**/*.rs");
    cases.compile_fail("attacks/refused/*.rs");
}
