//! Mends, the canonical form, baselines: what changes files must keep what they say.

use std::path::Path;
use std::process::{Command, Output};

use proptest::prelude::*;
use toolrisk::check::{check, fixed};
use toolrisk::format::format;
use toolrisk::load::{FileKind, Tree, load, read_tree, same_values};
use toolrisk::rules::rate;
use toolrisk::schema::Schema;

fn toolrisk(arguments: &[&str], folder: &Path) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_toolrisk"))
        .args(arguments)
        .current_dir(folder)
        .output();
    output.unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A catalog of one server in a scratch folder.
fn catalog(tools: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let server = folder.path().join("catalog/example");
    std::fs::create_dir_all(&server).unwrap();
    std::fs::write(server.join("server.yaml"), "title: Example\n").unwrap();
    std::fs::write(server.join("tools.yaml"), tools).unwrap();
    folder
}

const MENDABLE: &str = "\
# about the weather
name: get_weather
description: Gets a overview of a city..
category: read
override: >-
  It only reads,
  as the rules say: read.
rationale: Returns an forecast that is public.
allow-lints:
  hidden-characters: There are none.
";

#[test]
fn what_is_mended_is_clean_and_the_rest_is_untouched() {
    let folder = catalog(MENDABLE);
    let before = toolrisk(&["check", "--diff"], folder.path());
    assert_eq!(before.status.code(), Some(1));
    let file = folder.path().join("catalog/example/tools.yaml");
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        MENDABLE,
        "--diff changes nothing"
    );
    let mended = toolrisk(&["check", "--fix"], folder.path());
    assert_eq!(stdout(&mended), "");
    assert_eq!(
        std::fs::read_to_string(&file).unwrap(),
        "# about the weather\nname: get_weather\ndescription: Gets an overview of a city.\n\
         category: read\nrationale: Returns a forecast that is public.\n"
    );
}

#[test]
fn every_mendable_lint_is_silent_after_its_mend() {
    let mut mended = 0;
    for lint in toolrisk::check::LINTS {
        let text = toolrisk::diagnostic::explanation_of(lint.info());
        let Some(example) = text.split("```yaml fail\n").nth(1) else {
            continue;
        };
        let example = example.split("```").next().unwrap();
        if example.contains("# file: ") {
            continue;
        }
        let look = |text: &str| {
            let tree = Tree::of_texts([("e/server.yaml", "title: E\n"), ("e/tools.yaml", text)]);
            let loaded = load(&tree);
            let found = check(&rate(&loaded.catalog));
            let of_lint = found
                .iter()
                .any(|it| it.lint == lint.info() && it.fix.is_some());
            (
                of_lint,
                fixed(&found, &tree.sources).texts.into_values().next(),
            )
        };
        if let (true, Some(new)) = look(example) {
            mended += 1;
            let (again, _) = look(&new);
            assert!(!again, "{} is not mended:\n{new}", lint.info().name);
        }
    }
    assert!(mended >= 4, "only {mended} lints mend anything");
}

#[test]
fn a_baseline_hides_what_is_known_and_nothing_new() {
    let folder = catalog("name: get_a\ndescription: Gets the list of A.\n");
    let written = toolrisk(&["check", "--write-baseline", "known.json"], folder.path());
    assert!(written.status.success());
    let arguments = [
        "check",
        "--baseline",
        "known.json",
        "--level",
        "missing-rationale=error",
    ];
    let known = toolrisk(&arguments, folder.path());
    assert_eq!(
        (stdout(&known).as_str(), known.status.code()),
        ("", Some(0))
    );
    let file = folder.path().join("catalog/example/tools.yaml");
    // Moved lines are not new; another entry is.
    std::fs::write(
        &file,
        "# moved\n\nname: get_a\ndescription: Gets the list of A.\n---\nname: get_b\ndescription: Gets the list of B.\n",
    )
    .unwrap();
    let new = toolrisk(&arguments, folder.path());
    assert_eq!(new.status.code(), Some(1));
    assert!(stdout(&new).contains("`get_b` has no rationale"));
    assert!(!stdout(&new).contains("get_a"));
}

#[test]
fn only_files_that_changed_since_a_revision_are_reported() {
    let folder = catalog("name: get_a\ndescription: Gets the list of A.\n");
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        let status = Command::new("git")
            .args(identity)
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(
            status.status.success(),
            "{}",
            String::from_utf8_lossy(&status.stderr)
        );
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "first"]);
    let quiet = toolrisk(&["check", "--changed-since", "HEAD"], folder.path());
    assert_eq!(stdout(&quiet), "");
    let new = folder.path().join("catalog/example/more.yaml");
    std::fs::write(new, "name: set_b\ndescription: Sets the list of B.\n").unwrap();
    let changed = stdout(&toolrisk(
        &["check", "--changed-since", "HEAD"],
        folder.path(),
    ));
    assert!(
        changed.contains("set_b") && !changed.contains("get_a"),
        "{changed}"
    );
    let diff = toolrisk(
        &["diff", "HEAD", "--format", "markdown", "--fail-on", "added"],
        folder.path(),
    );
    assert_eq!(diff.status.code(), Some(1));
    let table = stdout(&diff);
    let row = "| tool | change | before | after |\n|---|---|---|---|\n\
               | example/set\\_b | added | none | ";
    assert!(
        table.starts_with(row) && table.lines().count() == 3,
        "{table}"
    );
    let wrong = toolrisk(&["check", "--changed-since", "--output=x"], folder.path());
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_diff_tells_loosened_from_tightened() {
    let (old, new) = (
        catalog(
            "name: send_a\ndescription: Sends a note.\nlimit: 5/minute\noverride: The service is slow.\n",
        ),
        catalog(
            "name: send_a\ndescription: Sends a note.\nlimit: 9/minute\noverride: The service is slow.\n",
        ),
    );
    let (old, new) = (old.path().join("catalog"), new.path().join("catalog"));
    let (old, new) = (old.to_str().unwrap(), new.to_str().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let looser = toolrisk(&["diff", old, new, "--fail-on", "loosened"], folder.path());
    assert_eq!(looser.status.code(), Some(1));
    assert_eq!(
        stdout(&looser),
        "loosened             example/send_a: medium write, 5/minute -> medium write, 9/minute\n"
    );
    let tighter = toolrisk(&["diff", new, old, "--fail-on", "loosened"], folder.path());
    assert_eq!(tighter.status.code(), Some(0));
    assert!(stdout(&tighter).starts_with("tightened"));
}

#[test]
fn the_form_is_stable_and_keeps_the_values_of_every_file_here() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in [
        "catalog",
        "tests/fixtures/seed-pages",
        "tests/fixtures/faults",
    ] {
        let tree = read_tree(&root.join(folder), None).unwrap();
        for ((_, file), place) in tree.sources.iter().zip(&tree.places) {
            let place = place
                .split_once('/')
                .map_or(place.as_str(), |(_, rest)| rest);
            let Some(kind) = FileKind::of(&format!("a/{}", place.rsplit('/').next().unwrap()))
            else {
                continue;
            };
            let Ok(formed) = format(&file.text, kind) else {
                continue;
            };
            assert_eq!(format(&formed, kind).unwrap(), formed, "{}", file.path);
            assert!(
                formed == file.text || same_values(&file.text, &formed),
                "{}",
                file.path
            );
        }
    }
}

#[test]
fn fmt_says_what_it_leaves_alone_and_fails() {
    let folder = catalog("{ name: get_page, description: Gets the page of a book. }\n");
    let file = folder.path().join("catalog/example/tools.yaml");
    let before = std::fs::read(&file).unwrap();
    let output = toolrisk(&["fmt"], folder.path());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("not formatted: catalog/example/tools.yaml: it is written as"),
        "{said}"
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn the_schemas_for_editors_are_those_of_the_types() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("catalog/.schema");
    for schema in [Schema::Tool, Schema::Server, Schema::Config] {
        let file = folder.join(format!("{}.json", schema.as_str()));
        let committed = std::fs::read_to_string(file).unwrap();
        let name = schema.as_str();
        assert!(
            committed == schema.text(),
            "run `toolrisk schema {name} > catalog/.schema/{name}.json`"
        );
    }
}

/// Documents with comments, blank lines, block scalars, lists and odd spacing.
fn document() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        "[a-z]{1,8}( [a-z]{1,8}){0,3}",
        "\"[a-z #:]{0,12}\"",
        Just(">-\n  one\n\n  two # no comment".to_owned()),
        Just("|\n  one\n   deeper\n  two".to_owned()),
        Just("\n  - a\n  # inner\n  - b".to_owned()),
        Just("[a, b] # why".to_owned()),
        Just("{ reviewed: x }".to_owned()),
        "'[a-z]{0,6}'",
        Just(String::new()),
    ];
    let key = prop::sample::select(FileKind::Tools.keys());
    let space = prop::sample::select(vec!["", " ", "   "]);
    let before = prop::sample::select(vec!["", "# note\n", "\n\n", "\n# a\n# b\n"]);
    let line = (before, key, space, value);
    prop::collection::btree_map(key_index(), line, 1..8).prop_map(|lines| {
        let mut seen = std::collections::BTreeSet::new();
        let new = lines
            .into_values()
            .filter(|(_, key, _, _)| seen.insert(*key));
        let parts =
            new.map(|(before, key, space, value)| format!("{before}{key}:{space} {value}\n"));
        parts.collect::<Vec<_>>().concat()
    })
}

fn key_index() -> impl Strategy<Value = usize> {
    0..1000_usize
}

proptest! {
    #[test]
    fn forming_is_idempotent_and_keeps_the_values(
        documents in prop::collection::vec(document(), 1..4),
        crlf in any::<bool>(),
    ) {
        let mut text = documents.join("---\n");
        if crlf {
            text = text.replace('\n', "\r\n");
        }
        let formed = format(&text, FileKind::Tools).unwrap_or_else(|_| text.clone());
        prop_assert_eq!(&format(&formed, FileKind::Tools).unwrap_or_else(|_| formed.clone()), &formed);
        prop_assert_eq!(formed.contains('\r'), crlf);
        prop_assert!(formed == text || same_values(&text, &formed));
    }
}
