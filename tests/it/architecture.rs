//! The layer table of `lib.rs`, held against the code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
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

/// The modules at the root that a file names, wherever it names them; what is compiled for tests alone
/// does not count, nor do comments.
fn modules_used(path: &Path) -> BTreeSet<String> {
    let place = path.strip_prefix(root().join("src")).unwrap();
    let parts = place.with_extension("");
    let own = parts
        .iter()
        .filter(|part| *part != "mod" && *part != "lib" && *part != "main");
    uses(&std::fs::read_to_string(path).unwrap(), own.count())
}

/// As [`modules_used`], of a text whose module lies so deep below the root.
fn uses(text: &str, depth: usize) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    collect(text.parse().unwrap(), depth, &mut used);
    used
}

fn collect(tokens: TokenStream, depth: usize, used: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    let mut inner = depth;
    while let Some(token) = tokens.get(at) {
        if is_test_only(&tokens[at..]) {
            at += 2;
            while !ends_item(&tokens[at]) {
                at += 1;
            }
            at += 1;
            continue;
        }
        let dollar = at > 0 && is_punct(&tokens[at - 1], '$');
        let inside = at > 1 && is_punct(&tokens[at - 1], ':') && is_punct(&tokens[at - 2], ':');
        match token {
            TokenTree::Ident(word) if *word == "mod" => inner = depth + 1,
            TokenTree::Ident(word) if *word == "crate" && !dollar => {
                used.extend(named(&tokens[at + 1..]));
            }
            TokenTree::Ident(word) if *word == "super" && !inside => {
                let (count, rest) = supers(&tokens[at..]);
                if count == depth {
                    used.extend(named(rest));
                }
            }
            TokenTree::Group(group) => {
                let brace = group.delimiter() == Delimiter::Brace;
                collect(group.stream(), if brace { inner } else { depth }, used);
                inner = if brace { depth } else { inner };
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => inner = depth,
            _ => {}
        }
        at += 1;
    }
}

/// How many `super::` stand there, and what follows the last word of them.
fn supers(tokens: &[TokenTree]) -> (usize, &[TokenTree]) {
    let mut count = 1;
    let mut rest = &tokens[1..];
    while let [a, b, TokenTree::Ident(word), after @ ..] = rest
        && is_punct(a, ':')
        && is_punct(b, ':')
        && *word == "super"
    {
        count += 1;
        rest = after;
    }
    (count, rest)
}

/// The first words after `::`: one, or those of a list in braces.
fn named(rest: &[TokenTree]) -> Vec<String> {
    match rest {
        [a, b, TokenTree::Ident(word), ..] if is_punct(a, ':') && is_punct(b, ':') => {
            vec![word.to_string()]
        }
        [a, b, TokenTree::Group(list), ..] if is_punct(a, ':') && is_punct(b, ':') => {
            let tokens: Vec<TokenTree> = list.stream().into_iter().collect();
            let parts = tokens.split(|token| is_punct(token, ','));
            parts
                .filter_map(|part| part.first().map(ToString::to_string))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// Whether an item begins here that only tests have.
fn is_test_only(tokens: &[TokenTree]) -> bool {
    let [hash, TokenTree::Group(attribute), ..] = tokens else {
        return false;
    };
    is_punct(hash, '#') && attribute.stream().to_string().replace(' ', "") == "cfg(test)"
}

fn ends_item(token: &TokenTree) -> bool {
    let brace = |group: &Group| group.delimiter() == Delimiter::Brace;
    is_punct(token, ';') || matches!(token, TokenTree::Group(group) if brace(group))
}

#[test]
fn the_reader_of_uses_sees_what_stands_after_tests_and_goes_up_by_super() {
    let text = "use crate::{model::Tool, load};\n#[cfg(test)]\nmod tests { use crate::serve; }\n\
                #[cfg(test)]\nuse crate::compare;\nfn f() { crate::site::x(); super::super::rules::y(); \
                super::own::z(); }\nmod deep { fn g() { super::super::super::gateway::h(); } }";
    let found: Vec<String> = uses(text, 2).into_iter().collect();
    assert_eq!(found, ["gateway", "load", "model", "rules", "site"]);
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
        for used in modules_used(path) {
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
        .filter_map(|line| line.strip_prefix("pub mod ").or(line.strip_prefix("mod ")))
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
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            let code = code.collect::<String>();
            assert!(
                !code.contains("serde_saphyr") && !code.contains("granit_parser"),
                "{place} names the YAML parser"
            );
        }
    }
}

/// Lines of a file that is small, and of the largest one. Unit tests at the end do not count.
const SMALL: usize = 300;
const LARGEST: usize = 480;

/// A macro that declares modules hides their files from `cargo fmt`.
#[test]
fn every_file_is_declared_where_rustfmt_finds_it() {
    let src = root().join("src");
    for entry in WalkDir::new(&src).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let own = path.extension().is_some_and(|it| it == "rs");
        if !own || ["mod", "lib", "main"].contains(&stem.as_str()) {
            continue;
        }
        let folder = path.parent().unwrap();
        let parent = if folder == src {
            src.join("lib.rs")
        } else {
            folder.join("mod.rs")
        };
        let declared = std::fs::read_to_string(&parent).unwrap();
        let plain = declared
            .lines()
            .map(|line| {
                line.trim()
                    .trim_start_matches("pub ")
                    .trim_start_matches("pub(crate) ")
            })
            .any(|line| line == format!("mod {stem};"));
        assert!(
            plain,
            "{} declares no plain `mod {stem};`",
            parent.display()
        );
    }
}

/// The lines of a file before and after its module of tests.
fn lines_without_tests(text: &str) -> usize {
    let Some((before, rest)) = text.split_once("\n#[cfg(test)]\nmod tests {") else {
        return text.lines().count();
    };
    let after = rest.split_once("\n}\n").map_or("", |(_, after)| after);
    before.lines().count() + after.lines().count()
}

#[test]
fn lines_after_the_tests_of_a_file_count() {
    let text =
        "//! A.\nfn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {\n    }\n}\n\nfn c() {\n}\n";
    assert_eq!(lines_without_tests(text), 5);
}

#[test]
fn every_file_says_what_it_is_for_and_stays_small() {
    let mut large = Vec::new();
    let mut files = 0;
    for entry in WalkDir::new(root().join("src")) {
        let path = entry.unwrap().into_path();
        let tests = path.file_name().is_some_and(|name| name == "tests.rs");
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let place = path.display().to_string();
        assert!(text.starts_with("//! "), "{place} has no first sentence");
        let lines = lines_without_tests(&text);
        assert!(
            tests || lines <= LARGEST,
            "{place} has {lines} lines: split it"
        );
        files += 1;
        if !tests && lines > SMALL {
            large.push(format!("{place}: {lines}"));
        }
    }
    let few = files / 15;
    let all = large.join("\n");
    assert!(
        large.len() <= few,
        "more than {few} files have over {SMALL} lines:\n{all}"
    );
}

#[test]
fn main_is_under_thirty_lines() {
    let text = std::fs::read_to_string(root().join("src/main.rs")).unwrap();
    assert!(text.lines().count() < 30);
}

/// What other programs may rely on: few names, none of another crate's, and room to grow.
#[test]
fn the_interface_of_the_crate_is_small_and_its_own() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let (_, exports) = lib.split_once("pub use library::{").unwrap();
    assert!(!exports.contains("pub use"), "exports beside `library`");
    let exports = exports
        .split([',', '}'])
        .filter(|it| !it.trim_matches([';', '\n']).is_empty());
    assert!(exports.count() <= 20);
    let hidden = lib.matches("#[doc(hidden)]\npub mod ").count();
    assert_eq!(
        hidden,
        lib.matches("\npub mod ").count(),
        "a module that is not hidden"
    );
    for entry in WalkDir::new(root().join("src/library")) {
        let path = entry.unwrap().into_path();
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let place = path.display();
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let item = line.trim_start();
            let public = item.starts_with("pub ");
            let foreign = ["serde", "Value", "rules::", "policy::"]
                .iter()
                .any(|it| item.contains(it));
            let own = item.starts_with("pub use ") || item.starts_with("pub struct");
            assert!(!public || !foreign || own, "{place}: {item}");
            if item.starts_with("pub struct") && item.ends_with('{') {
                assert_eq!(lines[at - 1].trim(), "#[non_exhaustive]", "{place}: {item}");
            }
        }
    }
}
