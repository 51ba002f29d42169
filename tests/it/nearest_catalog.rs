//! Which catalog a command works on when nobody names one.

use std::path::Path;

use super::program::{catalog, files, run, write};

const FILES: &[(&str, &str)] = &[
    ("toolrisk.yaml", "title: Tools\n"),
    ("one/server.yaml", "title: One\nsummary: Serves one.\n"),
    ("one/tools.yaml", "name: get_it\ndescription: Gets it.\n"),
];
const LIST: &str = r#"{"tools": [{"name": "put_it", "inputSchema": {"type": "object"}}]}"#;

#[test]
fn a_command_in_a_folder_of_a_catalog_works_on_that_catalog() {
    for settings in [true, false] {
        let scratch = catalog(if settings { FILES } else { &FILES[1..] });
        let root = scratch.path().canonicalize().unwrap();
        write(&root.join("deep/er/list.json"), LIST);
        for place in ["catalog", "catalog/one", "deep/er"] {
            let folder = root.join(place);
            let shown = format!("using the catalog in `{}`", root.join("catalog").display());
            for command in [
                &["check"][..],
                &["fmt", "--check"],
                &["build"],
                &["diff", "../catalog-of-before"],
                &["new", "term", &format!("term-{}", place.len())],
            ] {
                let ran = run(&folder, command);
                assert!(ran.err.contains(&shown), "{place} {command:?}: {}", ran.err);
            }
            let list = root.join("deep/er/list.json");
            let list = list.to_str().unwrap();
            run(&folder, &["import", "--server", "two", "--file", list])
                .ended(0)
                .said(&shown);
        }
        let made = files(&root);
        assert!(made.contains_key("catalog/two/tools.yaml"));
        assert!(made.contains_key("public/index.html"));
        let stray = |path: &String| path.contains("catalog/catalog") || path.contains("one/public");
        assert!(!made.keys().any(stray), "{:?}", made.keys());
    }
}

#[test]
fn where_there_is_no_catalog_the_way_to_one_is_named() {
    let scratch = tempfile::tempdir().unwrap();
    for command in ["check", "build", "fmt", "serve"] {
        run(scratch.path(), &[command])
            .ended(2)
            .said("toolrisk init");
    }
}

#[test]
fn a_catalog_is_not_started_in_another_one() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path();
    run(root, &["init"]).ended(0);
    let before = files(root);
    for (place, command) in [
        ("", &["init", "catalog"][..]),
        ("catalog", &["init"]),
        ("catalog", &["init", "deeper"]),
        ("catalog/example", &["init"]),
        ("", &["init", "catalog/new"]),
    ] {
        run(&root.join(place), command)
            .ended(2)
            .said("catalog` is a catalog already");
        assert!(files(root) == before, "{place} {command:?}");
    }
    run(root, &["init"]).ended(0);
    run(root, &["init", "other"]).ended(0);
}

#[test]
fn servers_that_a_catalog_does_not_have_are_those_of_the_program() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    let whole = run(Path::new("/"), &["export", "github"]).ended(0).out;
    let ran = run(root, &["export", "github"])
        .ended(0)
        .said("has no `github`");
    assert_eq!(ran.out, whole);
    run(
        root,
        &["export", "one", "github", "--target", "claude-code"],
    )
    .ended(0);
    run(root, &["export", "one"]).ended(0);
    run(root, &["export", "nosuchserver"])
        .ended(2)
        .said("unknown server `nosuchserver`");
    run(root, &["export", "github", "--catalog", "catalog"])
        .ended(2)
        .said("leave `--catalog` out");
}

#[test]
fn the_catalog_of_a_new_part_can_be_named_after_the_part() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path();
    run(root, &["new", "server", "books", "--catalog", "mine"]).ended(0);
    run(
        root,
        &["new", "--catalog", "mine", "tool", "books", "get_it"],
    )
    .ended(0);
    assert!(root.join("mine/books/get_it.yaml").is_file());
}
