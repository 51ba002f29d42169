//! Files of the user that a command is told to write, and folders that hold other parts of a site.

use std::path::Path;

use super::program::{Ran, catalog, files, run, write};

const FILES: &[(&str, &str)] = &[
    ("toolrisk.yaml", "title: Tools\n"),
    ("one/server.yaml", "title: One\nsummary: Serves one.\n"),
    (
        "one/tools.yaml",
        "name: get_it\ndescription: Gets it.\n---\nname: drop_it\ndescription: Deletes it.\n",
    ),
];
const LIST: &str = r#"{"tools": [{"name": "get_it", "inputSchema": {"type": "object"}}]}"#;

/// Texts that no command has written.
const FOREIGN: &[&str] = &[
    "my notes\n",
    "/target\n/public\n",
    "[package]\nname = \"x\"\n",
    "{\"mcpServers\": {}}\n",
    "name: get_it\n",
    "requests==2.0\n",
    "\u{0}\u{1}",
];

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Refuses each foreign text, replaces it where that is forced, and replaces what it wrote itself.
fn keeps_foreign(root: &Path, file: &str, arguments: &[&str]) {
    let path = root.join(file);
    let with_force = [arguments, &["--force"]].concat();
    for foreign in FOREIGN {
        write(&path, foreign);
        run(root, arguments)
            .ended(2)
            .said("holds something else")
            .said("--force");
        assert_eq!(text(&path), *foreign, "{arguments:?}");
    }
    run(root, &with_force).ended(0);
    assert!(!FOREIGN.contains(&text(&path).as_str()));
    run(root, arguments).ended(0);
    std::fs::write(&path, "").unwrap();
    run(root, arguments).ended(0);
}

#[test]
fn a_baseline_replaces_an_earlier_one_and_nothing_else() {
    let scratch = catalog(FILES);
    keeps_foreign(
        scratch.path(),
        "known.json",
        &["check", "--write-baseline", "known.json"],
    );
    let entry = text(&scratch.path().join("catalog/one/tools.yaml"));
    run(
        scratch.path(),
        &["check", "--write-baseline", "catalog/one/tools.yaml"],
    )
    .ended(2);
    assert_eq!(text(&scratch.path().join("catalog/one/tools.yaml")), entry);
}

#[test]
fn a_saved_list_replaces_an_earlier_one_and_nothing_else() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    write(&root.join("list.json"), LIST);
    let import = [
        "import",
        "--server",
        "one",
        "--file",
        "list.json",
        "--save",
        "saved.json",
    ];
    keeps_foreign(root, "saved.json", &import);
    let lock = text(&root.join("catalog/one/tools.lock.json"));
    let onto_lock = [
        "import",
        "--server",
        "one",
        "--file",
        "list.json",
        "--save",
        "catalog/one/tools.lock.json",
    ];
    run(root, &onto_lock).ended(2);
    assert_eq!(text(&root.join("catalog/one/tools.lock.json")), lock);
}

const BUILD: &[&str] = &["build", "catalog", "--changed-list", "changed"];

#[test]
fn lists_of_changes_replace_earlier_ones_and_nothing_else() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    keeps_foreign(root, "changed", BUILD);
    keeps_foreign(root, "changed.removed", BUILD);
    // What an earlier site had is a list, also when this one has none of it.
    write(
        &root.join("changed"),
        "gone/index.html\nold.json\n_headers/x\n",
    );
    run(root, BUILD).ended(0);
}

#[test]
fn what_a_failed_build_changed_is_told_of_by_the_next_one() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    run(root, BUILD).ended(0);
    let site: Vec<String> = files(&root.join("public"))
        .into_keys()
        .filter(|path| !path.starts_with(".toolrisk-"))
        .collect();
    run(root, BUILD).ended(0);
    assert_eq!(text(&root.join("changed")), "");
    // Pages are written, and then the list cannot be.
    std::fs::remove_file(root.join("changed")).unwrap();
    std::fs::remove_file(root.join("changed.removed")).unwrap();
    std::fs::create_dir(root.join("changed")).unwrap();
    std::fs::remove_file(root.join("catalog/one/tools.yaml")).unwrap();
    run(root, BUILD).ended(2);
    std::fs::remove_dir(root.join("changed")).unwrap();
    run(root, BUILD).ended(0);
    let written: Vec<String> = text(&root.join("changed"))
        .lines()
        .map(str::to_owned)
        .collect();
    assert!(written.contains(&"index.html".to_owned()), "{written:?}");
    let removed: Vec<String> = text(&root.join("changed.removed"))
        .lines()
        .map(str::to_owned)
        .collect();
    let gone: Vec<String> = site
        .into_iter()
        .filter(|path| !root.join("public").join(path).exists())
        .collect();
    assert!(!gone.is_empty());
    assert_eq!(removed, gone);
    run(root, BUILD).ended(0);
    assert_eq!(text(&root.join("changed")), "");
    assert_eq!(text(&root.join("changed.removed")), "");
}

fn build(root: &Path, more: &[&str]) -> Ran {
    run(root, &[&["build", "catalog"], more].concat())
}

#[test]
fn a_part_of_a_site_removes_no_other_part() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    build(root, &[]).ended(0);
    build(root, &["--shard", "1/3", "--out", "part"]).ended(0);
    for (out, shard) in [
        ("public", "1/3"),
        ("public", "2/2"),
        ("part", "2/3"),
        ("part", "1/2"),
    ] {
        let before = files(&root.join(out));
        build(root, &["--shard", shard, "--out", out])
            .ended(2)
            .said("which this build would remove");
        assert!(files(&root.join(out)) == before, "{out} {shard}");
    }
    build(root, &["--shard", "1/3", "--out", "part"]).ended(0);
}

#[test]
fn a_swapped_site_has_no_parts_and_no_lists() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    for more in [["--shard", "1/2"], ["--changed-list", "changed"]] {
        let ran = build(root, &[&["--swap"], more.as_slice()].concat()).ended(2);
        ran.said("cannot be used with");
    }
    assert!(!root.join("public").exists());
}
