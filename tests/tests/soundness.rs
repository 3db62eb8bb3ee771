//! Everything that `docs/soundness.md` names is there: tests, programs that must not compile, and files. And all
//! attacks are named in it.

use std::fs;
use std::path::Path;

/// The Rust paths in the document; any other path is that of a test.
const RUST_PATHS: [&str; 7] = [
    "::gen_core",
    "::gen_core::__private_0_1_0",
    "Arc::from",
    "Box::new",
    "Pin::set",
    "Rc::from",
    "gen_core::__private_0_1_0",
];

fn document() -> String {
    fs::read_to_string("../docs/soundness.md").unwrap()
}

/// The texts in single backquotes.
fn quoted(document: &str) -> impl Iterator<Item = &str> {
    document.split('`').skip(1).step_by(2)
}

/// Whether it is `pattern`, in which a `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => name.strip_prefix(start).is_some_and(|rest| rest.ends_with(end)),
        None => pattern == name,
    }
}

fn is_rust(path: impl AsRef<Path>) -> bool {
    path.as_ref().extension().is_some_and(|extension| extension == "rs")
}

/// The names of the Rust files in a folder of this package, with `.rs`.
fn rust_files(folder: impl AsRef<Path>) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| is_rust(name)).collect()
}

/// Whether a Rust file is there by a path whose last part may have a `*`.
fn has_rust_file(pattern: &str) -> bool {
    let (folder, name) = pattern.rsplit_once('/').unwrap();
    is_rust(name) && rust_files(folder).iter().any(|file| matches(name, file))
}

/// The functions with `#[test]` in a file, none if there is no file.
fn tests_in(path: impl AsRef<Path>) -> Vec<String> {
    let source = fs::read_to_string(path).unwrap_or_default();
    let mut lines = source.lines().map(str::trim);
    let mut tests = Vec::new();
    while lines.any(|line| line == "#[test]") {
        let function = lines.find(|line| !line.starts_with("#[")).unwrap_or_default();
        let function = function.strip_prefix("async ").unwrap_or(function);
        tests.extend(
            function.strip_prefix("fn ").and_then(|rest| rest.split_once('(')).map(|(name, _)| name.to_owned()),
        );
    }
    tests
}

/// Whether a file or folder of the repository is there; a file of tests has some.
fn has_path(path: &str) -> bool {
    let path = Path::new("..").join(path);
    if is_rust(&path) { !tests_in(path).is_empty() } else { path.exists() }
}

/// Whether what is quoted is there; nothing if it does not name anything that could be.
fn resolve(name: &str) -> Option<bool> {
    if ["refused/", "ui/"].contains(&name) || RUST_PATHS.contains(&name) {
        None
    } else if name.starts_with("refused/") {
        Some(has_rust_file(&format!("attacks/{name}")))
    } else if name.starts_with("ui/") {
        Some(has_rust_file(name))
    } else if name.starts_with("tests/") {
        Some(has_path(name))
    } else if is_rust(name) {
        Some(has_rust_file(&format!("../gen-core/src/{name}")))
    } else {
        let (module, test) = name.split_once("::")?;
        Some(tests_in(format!("attacks/{module}.rs")).iter().any(|name| matches(test, name)))
    }
}

#[test]
fn what_the_document_names_is_there() {
    let document = document();
    let resolved: Vec<_> = quoted(&document).filter_map(|name| Some((name, resolve(name)?))).collect();
    let absent: Vec<_> = resolved.iter().filter(|(_, there)| !there).map(|(name, _)| name).collect();
    assert!(absent.is_empty(), "docs/soundness.md names what is not there: {absent:#?}");
    assert!(resolved.len() > 60, "only {} names were found in docs/soundness.md", resolved.len());
}

#[test]
fn the_rules_that_the_document_names_are_tested() {
    let document = document();
    let numbers =
        document.split("rule").skip(1).filter_map(|rest| rest.trim_start().split(|c: char| !c.is_ascii_digit()).next());
    let rules: Vec<_> = numbers.filter(|number| !number.is_empty()).collect();
    let tests = tests_in("tests/rules.rs");
    for rule in &rules {
        let start = format!("rule_{rule:0>2}_");
        assert!(tests.iter().any(|test| test.starts_with(&start)), "rule {rule} has no test");
    }
    assert!(!rules.is_empty());
}

#[test]
fn every_attack_is_run_and_named_in_the_document() {
    let (document, main) = (document(), fs::read_to_string("attacks/main.rs").unwrap());
    let mut modules = rust_files("attacks");
    modules.retain(|file| file != "main.rs");
    assert!(!modules.is_empty());
    for file in modules {
        let module = file.trim_end_matches(".rs");
        assert!(main.lines().any(|line| line == format!("mod {module};")), "attacks/{file} is not run");
        assert!(quoted(&document).any(|name| name.starts_with(&format!("{module}::"))), "{module} is not named");
    }
    let refused = rust_files("attacks/refused");
    assert!(!refused.is_empty());
    for file in refused {
        assert!(quoted(&document).any(|name| name == format!("refused/{file}")), "refused/{file} is not named");
    }
}

#[test]
fn a_name_without_a_test_is_found_absent() {
    for absent in [
        "threads_that_are_gone::*",
        "threads::no_such_test",
        "main::*",
        "Some::path",
        "refused/no_such_program.rs",
        "refused/handle_that_is_named.stderr",
        "ui/yield_/no_such_*.rs",
        "ui/no_such_folder/*.rs",
        "tests/tests/no_such_suite.rs",
        "tests/README.rs",
        "no_such_file.rs",
    ] {
        assert_eq!(resolve(absent), Some(false), "{absent}");
    }
    assert_eq!(resolve("threads::*"), Some(true));
    assert_eq!(resolve("&mut self"), None);
}
