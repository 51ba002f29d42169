//! Every lint: its place in the list, and the examples of its own documentation.

use std::collections::BTreeSet;
use std::path::Path;

use toolrisk::check::{LINTS, check};
use toolrisk::diagnostic::{Diagnostic, Level, explanation_of};
use toolrisk::load::{FAULTS, Tree, load};
use toolrisk::report::human;
use toolrisk::rules::rate;

/// The findings of an example: one entry, or files under `# file: <place>` lines.
fn findings(example: &str) -> (Tree, Vec<Diagnostic>) {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in example.lines() {
        if let Some(place) = line.strip_prefix("# file: ") {
            files.push((place.to_owned(), String::new()));
        } else {
            if files.is_empty() {
                files.push((
                    "example/server.yaml".to_owned(),
                    "title: Example\n".to_owned(),
                ));
                files.push(("example/tools.yaml".to_owned(), String::new()));
            }
            let text = &mut files.last_mut().unwrap().1;
            *text += line;
            *text += "\n";
        }
    }
    let tree = Tree::of_texts(
        files
            .iter()
            .map(|(place, text)| (place.as_str(), text.as_str())),
    );
    let loaded = load(&tree);
    let mut found = loaded.found.clone();
    found.extend(check(&rate(&loaded.catalog)));
    (tree, found)
}

/// The fenced blocks of an explanation that are tagged `yaml <kind>`.
fn examples(explanation: &str, kind: &str) -> Vec<String> {
    let fence = format!("```yaml {kind}\n");
    let parts = explanation.split(&fence).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_lint_finds_its_own_wrong_example_and_passes_its_right_one() {
    for lint in LINTS {
        let info = lint.info();
        let text = explanation_of(info);
        let (wrong, right) = (examples(&text, "fail"), examples(&text, "pass"));
        assert!(
            !wrong.is_empty() && !right.is_empty(),
            "{} has no examples",
            info.name
        );
        for example in wrong {
            let (_, found) = findings(&example);
            let codes: Vec<&str> = found.iter().map(|it| it.lint.code).collect();
            assert!(
                codes.contains(&info.code),
                "{}: {codes:?} in\n{example}",
                info.name
            );
        }
        for example in right {
            let (_, found) = findings(&example);
            let shown = found
                .iter()
                .filter(|it| it.level > Level::Allow || it.lint == info);
            let messages: Vec<&str> = shown.map(|it| it.message.as_str()).collect();
            assert!(
                messages.is_empty(),
                "{}: {messages:?} in\n{example}",
                info.name
            );
        }
    }
}

#[test]
fn every_lint_shows_its_finding_in_full() {
    for lint in LINTS {
        let info = lint.info();
        let example = examples(&explanation_of(info), "fail").remove(0);
        let (tree, found) = findings(&example);
        let shown: Vec<String> = found
            .iter()
            .filter(|it| it.lint == info)
            .map(|it| human(it, &tree.sources, false))
            .collect();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots/lints");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(info.name, shown.join("\n")));
    }
}

#[test]
fn the_list_of_lints_is_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/lints");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "mod.rs")
        .map(|name| name.trim_end_matches(".rs").replace('_', "-"))
        .collect();
    let listed = LINTS
        .iter()
        .map(|lint| lint.info().name.to_owned())
        .collect();
    assert_eq!(files, listed);
}

#[test]
fn codes_are_unique_and_ascending_and_every_lint_explains_itself() {
    let infos: Vec<_> = FAULTS
        .iter()
        .copied()
        .chain(LINTS.iter().map(|lint| lint.info()))
        .collect();
    for pair in infos.windows(2) {
        assert!(
            pair[0].code < pair[1].code,
            "{} before {}",
            pair[0].code,
            pair[1].code
        );
    }
    for lint in LINTS {
        let text = explanation_of(lint.info());
        for heading in ["## What it does", "## Why", "## Example"] {
            assert!(
                text.contains(heading),
                "{} has no {heading}",
                lint.info().name
            );
        }
    }
}
