//! Faults of a catalog's files, as people see them: one fixture and one snapshot each.

use std::path::Path;

use toolrisk::check::{check, set_levels};
use toolrisk::load::{Tree, load, read_tree};
use toolrisk::report::human;
use toolrisk::rules::rate;

/// Every finding of a fixture catalog, in human form, without colour.
fn report(folder: &Path) -> String {
    let tree = read_tree(folder, None).unwrap();
    let loaded = load(&tree);
    let mut found = loaded.found.clone();
    found.extend(check(&rate(&loaded.catalog)));
    let found = set_levels(found, &[]);
    let root = folder.display().to_string();
    let texts = found
        .iter()
        .map(|it| human(it, &tree.sources, false).replace(&root, "catalog"));
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_fault_shows_its_place_and_the_way_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/faults");
    let mut folders: Vec<_> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() >= 10);
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&root);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name.as_str(), report(&folder)));
    }
}

#[test]
fn one_bad_file_never_hides_the_good_ones() {
    let good = "name: get_a\ndescription: Gets a thing.\nrationale: It is public.\n";
    for bad in [
        "[",
        "name: [x",
        "\u{0}",
        "- - -",
        "a: &a [*a]",
        "name: a\nname: b\n",
        "%YAML 9\n---\n{",
    ] {
        let tree = Tree::of_texts([
            ("s/server.yaml", "title: S\n"),
            ("s/bad.yaml", bad),
            ("s/good.yaml", good),
        ]);
        let loaded = load(&tree);
        assert!(!loaded.found.is_empty(), "{bad:?} is no finding");
        let names: Vec<_> = loaded
            .catalog
            .tools()
            .map(|(_, tool)| &tool.definition.name)
            .collect();
        assert_eq!(names, ["get_a"], "{bad:?}");
    }
}

#[test]
fn messages_are_lower_case_and_without_a_full_stop() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/faults");
    for entry in std::fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_dir() {
            continue;
        }
        let tree = read_tree(&path, None).unwrap();
        let loaded = load(&tree);
        for found in loaded.found.iter().chain(&check(&rate(&loaded.catalog))) {
            let message = &found.message;
            assert!(!message.ends_with('.'), "{message}");
            assert!(!message.starts_with(char::is_uppercase), "{message}");
        }
    }
}
