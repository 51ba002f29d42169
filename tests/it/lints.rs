//! Every lint: its place in the list, and the examples of its own documentation.

use std::collections::BTreeSet;
use std::path::Path;

use toolrisk::check::{LINTS, check};
use toolrisk::diagnostic::{Diagnostic, Level, explanation_of};
use toolrisk::load::{FAULTS, Tree, load};
use toolrisk::model::Confidence;
use toolrisk::report::{Counts, github, gitlab, human, json, junit, sarif};
use toolrisk::rules::{Classifier, rate};

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
            // The examples have locks of the shortest form.
            let shown = found.iter().filter(|it| {
                let of_short_locks = ["missing-assessment", "outdated-assessment", "other-package"];
                it.lint == info
                    || it.level > Level::Allow && !of_short_locks.contains(&it.lint.name)
            });
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

#[test]
fn a_note_is_called_one_in_every_format_and_fails_nothing() {
    let entry = "name: get_weather\ndescription: Gets a forecast..\nrationale: It is public.\n";
    let (tree, mut found) = findings(entry);
    found.retain(|it| it.lint.name == "doubled-stop");
    for finding in &mut found {
        finding.level = Level::Note;
    }
    let sources = &tree.sources;
    assert!(human(&found[0], sources, false).starts_with("note[TR207 doubled-stop]"));
    assert!(github(&found, sources).starts_with("::notice file="));
    assert!(
        gitlab(&found, sources, |file| sources.path(file).to_owned())
            .contains(r#""severity": "info""#)
    );
    assert!(sarif(&found, sources, &[]).contains(r#""level": "note""#));
    let junit = junit(&found, sources);
    assert!(junit.contains(r#"failures="0""#) && !junit.contains("<failure"));
    let json = json(&found, sources);
    assert!(json.contains(r#""level": "note""#) && json.contains(r#""notes": 1"#));
    let counts = Counts::of(&found).to_string();
    assert_eq!(counts, "0 errors, 0 warnings, 1 note");
}

/// A reviewer who differs from sure rules is warned; where the rules are not sure, it is a note.
#[test]
fn a_contradiction_is_as_loud_as_the_rules_are_sure() {
    let mut levels = BTreeSet::new();
    for (name, description) in [
        ("delete_message", "Deletes a message for good."),
        ("list_pages", "Lists all pages."),
        ("frobnicate_cluster", "Frobnicates a cluster."),
        ("handle_item", "Handles an item of the box."),
    ] {
        let definition = toolrisk::model::Definition {
            name: name.to_owned(),
            description: description.to_owned(),
            ..Default::default()
        };
        let additions = toolrisk::model::Additions::default();
        let rules = Classifier::new(&additions).assess(&definition);
        let entry = format!(
            "name: {name}\ndescription: {description}\ncategory: financial\nrationale: It is so.\n"
        );
        let (_, found) = findings(&entry);
        let found = found.iter().find(|it| it.lint.code == "TR101").unwrap();
        let expected = match rules.confidence {
            Confidence::Low => Level::Note,
            _ => Level::Warn,
        };
        assert_eq!(found.level, expected, "{name}");
        levels.insert(found.level);
    }
    assert_eq!(levels.len(), 2, "{levels:?}");
}

#[test]
fn a_release_that_is_not_stated_is_told_once() {
    let lock = r#"{ "version": 1, "package": "npm:a-mcp", "captured": "2026-01-01", "method": "file", "tools": {} }"#;
    for (named, newest, codes) in [
        ("npm:a-mcp", "", &["TR612"][..]),
        (
            "npm:a-mcp",
            "newest: { version: 1.2.0, seen: \"2026-01-01\" }\n",
            &[],
        ),
        ("npm:a-mcp@1.2.0", "", &["TR609", "TR612"]),
        ("npm:b-mcp", "", &["TR609", "TR612"]),
    ] {
        let example = format!(
            "# file: a/server.yaml\ntitle: A\npackage: {named}\n{newest}# file: a/tools.lock.json\n{lock}\n"
        );
        let (_, found) = findings(&example);
        let found: Vec<&str> = found.iter().map(|it| it.lint.code).collect();
        assert_eq!(found, codes, "{example}");
    }
}
