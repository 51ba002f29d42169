//! A key with nothing after it: it looks as if it said something, so it is a finding wherever it stands.

use toolrisk::diagnostic::Diagnostic;
use toolrisk::load::{CONDITION_KEYS, FileKind, GUARD_KEYS, Tree, load};

/// What people write for nothing.
const EMPTY: &[&str] = &["", " ~", " null", " ''", " \"  \"", " # later"];

const TOOL: &str =
    "name: get_page\ndescription: Gets a page of a book.\nrationale: The books are public.\n";

/// The faults of a catalog with this text at a place, and with an entry of its own elsewhere.
fn faults(place: &str, text: &str) -> Vec<Diagnostic> {
    let mut files = vec![("a/server.yaml", "title: A\n"), ("a/t.yaml", TOOL)];
    files.retain(|(other, _)| *other != place);
    files.push((place, text));
    load(&Tree::of_texts(files)).found
}

/// The text without the line that begins with a key, and with that key empty at its end.
fn with_empty(text: &str, key: &str, empty: &str) -> String {
    let begins = |line: &&str| line.split(':').next().is_some_and(|it| it.trim() == key);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = text.lines().position(|line| begins(&line));
    let indent = |line: &str| " ".repeat(line.len() - line.trim_start_matches([' ', '-']).len());
    let line = format!("{key}:{empty}");
    match at {
        Some(at) => lines[at] = indent(text.lines().nth(at).unwrap()) + &line,
        None => lines.push(indent(text.lines().last().unwrap()) + &line),
    }
    lines.join("\n") + "\n"
}

/// The key is named in a finding, and every finding helps.
fn a_finding_helps(place: &str, text: &str, key: &str) {
    let found = faults(place, text);
    let about = |fault: &Diagnostic| fault.message.contains(&format!("`{key}`"));
    assert!(found.iter().any(about), "{place}:\n{text}\n{found:?}");
    for fault in &found {
        assert!(
            fault.primary.span.range().start < text.len(),
            "{text}\n{fault:?}"
        );
        let help = fault.help.as_deref().unwrap_or_default();
        assert!(
            !help.is_empty() && !help.contains("quotes"),
            "{text}\n{fault:?}"
        );
    }
}

#[test]
fn every_key_of_the_catalogs_files_needs_a_value() {
    for (kind, place, text) in [
        (FileKind::Config, "toolrisk.yaml", "title: A\n"),
        (FileKind::Server, "a/server.yaml", "title: A\n"),
        (FileKind::Tools, "a/t.yaml", TOOL),
    ] {
        // A server may give no description, which a lint of its own reports.
        let keys = kind.keys().iter().filter(|key| **key != "description");
        for key in keys {
            for empty in EMPTY {
                a_finding_helps(place, &with_empty(text, key, empty), key);
            }
        }
    }
}

#[test]
fn every_key_of_a_page_needs_a_value() {
    let attack = [
        "title",
        "summary",
        "concerns",
        "applies",
        "frameworks",
        "references",
    ];
    let term = ["title", "summary"];
    for (place, keys) in [
        ("attacks/swap.md", &attack[..]),
        ("glossary/shelf.md", &term),
    ] {
        for key in keys {
            for empty in EMPTY {
                let front = with_empty("title: A\nsummary: B.\n", key, empty);
                let text = format!("---\n{front}---\nText.\n");
                a_finding_helps(place, &text, key);
            }
        }
    }
}

#[test]
fn every_key_of_a_nested_mapping_needs_a_value() {
    let guard = format!(
        "{TOOL}require:\n  ask: true\n  conditions: [{{ path: args.a, op: exists, value: true }}]\n"
    );
    let condition =
        format!("{TOOL}deny-if:\n- conditions:\n  - path: args.a\n    op: eq\n    value: 1\n");
    let status = format!("{TOOL}status:\n  by: Ada\n  on: \"2026-11-27\"\n  reviewed: sha256:1\n");
    let allowed = format!("{TOOL}allow-lints:\n  wrong-article: So.\n");
    let server = "title: A\nnewest:\n  version: 1.2.3\n  seen: \"2026-11-27\"\n";
    let gateway = "gateway:\n  name: G\n  url: https://example.com/\n";
    let level = "lints:\n  wrong-article: off\n";
    let word = "words:\n- word: peruse\n  category: read\n  reason: It reads.\n";
    let rule = "rules:\n- id: house-peruse\n  trait: bulk\n  reason: It reads all.\n  example: { name: peruse }\n  verb: peruse\n";
    let example = "rules:\n- id: house-peruse\n  trait: bulk\n  phrase: peruse all\n  reason: It reads all.\n  example:\n    name: peruse\n";
    let guard_keys: Vec<&str> = GUARD_KEYS.to_vec();
    // Nothing is a value that an argument can have.
    let without_value = CONDITION_KEYS.iter().filter(|key| **key != "value");
    for (place, text, keys) in [
        ("a/t.yaml", &*guard, guard_keys),
        ("a/t.yaml", &condition, without_value.copied().collect()),
        ("a/t.yaml", &status, vec!["reviewed", "by", "on"]),
        ("a/t.yaml", &allowed, vec!["wrong-article"]),
        ("a/server.yaml", server, vec!["version", "seen"]),
        ("toolrisk.yaml", gateway, vec!["name", "url"]),
        ("toolrisk.yaml", level, vec!["wrong-article"]),
        ("toolrisk.yaml", word, vec!["word", "category", "reason"]),
        (
            "toolrisk.yaml",
            rule,
            vec!["id", "on", "reason", "object", "example"],
        ),
        ("toolrisk.yaml", example, vec!["name", "parameters"]),
    ] {
        for key in keys {
            for empty in EMPTY {
                a_finding_helps(place, &with_empty(text, key, empty), key);
            }
        }
    }
}

#[test]
fn what_a_status_says_is_text_or_a_finding() {
    for value in ["5", "true", "[a]", "{ a: b }"] {
        let text =
            format!("{TOOL}status: {{ reviewed: sha256:1, by: {value}, on: \"2026-11-27\" }}\n");
        let found = faults("a/t.yaml", &text);
        assert!(
            found
                .iter()
                .any(|it| it.message.contains("`by` must be text")),
            "{text}{found:?}"
        );
    }
}
