//! What `docs/soundness.md` says attacks a statement is there.

use std::fs;

/// The texts in single backquotes.
fn quoted(document: &str) -> impl Iterator<Item = &str> {
    document.split('`').skip(1).step_by(2)
}

/// Whether something of the folder has the name, in which a `*` at its end stands for anything.
fn has_file(folder: &str, name: &str) -> bool {
    let (start, _) = name.split_once('*').unwrap_or((name, ""));
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.into_iter().any(|file| file.starts_with(start))
}

#[test]
fn every_attack_that_is_named_is_there() {
    let document = fs::read_to_string("../docs/soundness.md").unwrap();
    let mut found = 0;
    for name in quoted(&document) {
        let there = if let Some(case) = name.strip_prefix("refused/") {
            has_file("attacks/refused", case)
        } else if let Some((folder, case)) = name.strip_prefix("ui/").and_then(|path| path.rsplit_once('/')) {
            has_file(&format!("ui/{folder}"), case)
        } else if let Some((module, test)) = name.split_once("::") {
            let Ok(source) = fs::read_to_string(format!("attacks/{module}.rs")) else { continue };
            let (start, _) = test.split_once('*').unwrap_or((test, ""));
            source.contains(&format!("fn {start}"))
        } else {
            continue;
        };
        assert!(there, "there is no {name}");
        found += 1;
    }
    assert!(found > 40, "only {found} attacks are named");
}
