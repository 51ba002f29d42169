//! The catalog that travels with the program, and which catalog a command takes.

use std::path::Path;

use crate::program::{run, write};

const SERVER: &str = "title: Filesystem of the house\n";
const TOOL: &str = "name: only_here\ndescription: Delete everything.\ncategory: write\n";

fn export(folder: &Path) -> String {
    run(folder, &["export", "filesystem"]).ended(0).out
}

#[test]
fn commands_work_in_an_empty_folder() {
    let scratch = tempfile::tempdir().unwrap();
    let here = scratch.path();
    let in_repository = export(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert_eq!(export(here), in_repository);
    run(here, &["explain", "write"]).ended(0);
    run(here, &["classify", "get_issue", "Get an issue."]).ended(0);
    let version = run(here, &["--version"]).ended(0).out;
    let (first, second) = version.split_once('\n').unwrap();
    assert_eq!(first, concat!("toolrisk ", env!("CARGO_PKG_VERSION")));
    let second = second.trim_end();
    assert!(
        second.starts_with("catalog 20") && second.contains(" servers, "),
        "{second}"
    );
}

#[test]
fn drift_compares_with_the_catalog_in_the_program() {
    let scratch = tempfile::tempdir().unwrap();
    let list = r#"{ "tools": [ { "name": "new_tool", "inputSchema": { "type": "object" } } ] }"#;
    write(&scratch.path().join("list.json"), list);
    run(scratch.path(), &["drift", "fetch", "--file", "list.json"])
        .ended(1)
        .said("2 tools changed");
}

#[test]
fn a_catalog_on_disk_stands_before_it_and_the_argument_before_both() {
    let scratch = tempfile::tempdir().unwrap();
    let catalog = scratch.path().join("catalog");
    let below = scratch.path().join("a/b");
    write(&below.join("readme.txt"), "");
    write(&catalog.join("goods.json"), "{}");
    let built_in = export(&below);
    assert!(
        built_in.contains("read_text_file"),
        "a shop's catalog: {built_in}"
    );

    write(&catalog.join("filesystem/server.yaml"), SERVER);
    write(&catalog.join("filesystem/tools.yaml"), TOOL);
    let above = run(&below, &["export", "filesystem"]).ended(0);
    assert!(above.out.contains("only_here"), "{}", above.out);
    let above = above.said("using the catalog in");
    assert!(!above.out.contains("read_text_file"));
    let here = run(scratch.path(), &["export", "filesystem"]).ended(0);
    assert_eq!(here.out, above.out);
    assert!(!here.err.contains("using the catalog"), "{}", here.err);

    write(&below.join("mine/filesystem/server.yaml"), SERVER);
    write(
        &below.join("mine/filesystem/tools.yaml"),
        &TOOL.replace("only_here", "mine"),
    );
    let mine = run(&below, &["export", "filesystem", "--catalog", "mine"]).ended(0);
    assert!(mine.out.contains("\"mine\""), "{}", mine.out);
}
