//! The layer table of `lib.rs`, held against the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Module → the modules it may use, from the table.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("//! | `"))
        .map(|row| {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let uses = cells[2].split(',').map(|word| word.trim().to_owned());
            let module = cells[0].trim_end_matches('`').to_owned();
            (module, uses.filter(|word| !word.is_empty()).collect())
        })
        .collect()
}

/// The source before its tests, without comments.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn modules_used(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with('$') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let word: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        if word.is_empty() {
            // `use crate::{a, b::c}`: the words at depth one.
            let mut depth = 0;
            let mut word = String::new();
            for c in rest.chars() {
                match c {
                    '{' => depth += 1,
                    '}' | ',' | ':' if depth == 1 => {
                        used.insert(std::mem::take(&mut word).trim().to_owned());
                        if c == '}' {
                            break;
                        }
                    }
                    '}' => depth -= 1,
                    c if depth == 1 => word.push(c),
                    _ => {}
                }
            }
        } else {
            used.insert(word);
        }
    }
    used.remove("");
    used
}

#[test]
fn every_module_uses_only_what_the_layer_table_allows() {
    let table = table();
    assert!(table.len() > 10, "the table of lib.rs was not found");
    let mut wrong = Vec::new();
    for entry in WalkDir::new(root().join("src")).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let place = path
            .strip_prefix(root().join("src"))
            .unwrap()
            .display()
            .to_string();
        let module = place.split(['/', '.']).next().unwrap();
        if module == "lib" || module == "main" {
            continue;
        }
        let Some(allowed) = table.get(module) else {
            wrong.push(format!("{place}: `{module}` is not in the table"));
            continue;
        };
        for used in modules_used(&code(path)) {
            if used != module && !allowed.contains(&used) {
                wrong.push(format!("{place}: `{module}` may not use `{used}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_layer_table_lists_exactly_the_modules_there_are() {
    let declared: BTreeSet<String> = std::fs::read_to_string(root().join("src/lib.rs"))
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod "))
        .map(|rest| rest.trim_end_matches(';').to_owned())
        .collect();
    assert_eq!(table().into_keys().collect::<BTreeSet<_>>(), declared);
}

#[test]
fn only_load_names_the_yaml_parser() {
    for entry in WalkDir::new(root().join("src")) {
        let path = entry.unwrap().into_path();
        let place = path.display().to_string();
        if path.extension().is_some_and(|extension| extension == "rs")
            && !place.contains("load/yaml/")
            && !place.ends_with("import/plan.rs")
        {
            let code = code(&path);
            assert!(
                !code.contains("serde_saphyr") && !code.contains("granit_parser"),
                "{place} names the YAML parser"
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_small() {
    for entry in WalkDir::new(root().join("src")) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(
                text.starts_with("//! "),
                "{} has no first sentence",
                path.display()
            );
        }
    }
}

#[test]
fn main_is_under_thirty_lines() {
    let text = std::fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(text.lines().count() < 30);
}
