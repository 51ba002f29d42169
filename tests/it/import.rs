//! Import: what goes in comes out.

use std::path::Path;
use std::process::Command;

use toolrisk::load::{load, read_tree};

fn import(catalog: &Path, file: &Path, server: &str) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_toolrisk"))
        .args([
            "import",
            "--captured",
            "2026-11-20",
            "--server",
            server,
            "--file",
        ])
        .arg(file)
        .arg("--catalog")
        .arg(catalog)
        .output()
        .unwrap()
}

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import")
        .join(name)
}

#[test]
fn hostile_names_and_texts_come_out_as_they_went_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = fixture("hostile.json");
    let output = import(folder.path(), &file, "hostile");
    // Hidden characters in a definition are findings; what came in is kept all the same.
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("hidden-characters"), "{said}");
    let loaded = load(&read_tree(folder.path(), None).unwrap());
    assert_eq!(loaded.found, Vec::new());
    let listed: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let listed = listed["tools"].as_array().unwrap();
    assert_eq!(loaded.catalog.tool_count(), listed.len());
    for tool in listed {
        let server = loaded.catalog.server("hostile").unwrap();
        let name = tool["name"].as_str().unwrap();
        let found = server
            .tool(name)
            .unwrap_or_else(|| panic!("{name:?} is lost"));
        let description = tool["description"].as_str().unwrap_or_default().trim();
        assert_eq!(found.definition.description, description);
    }
}

#[test]
fn a_second_import_keeps_what_a_person_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let file = fixture("two-tools.json");
    import(folder.path(), &file, "s");
    let entry = folder.path().join("s/tools.yaml");
    let written = "# ours\nname: get_a\ndescription: Our own words.\nrisk: low\n";
    std::fs::write(&entry, written).unwrap();
    import(folder.path(), &file, "s");
    let text = std::fs::read_to_string(&entry).unwrap();
    assert!(text.starts_with(written.trim_end()), "{text}");
    assert!(text.contains("\n---\nname: set_b\n"), "{text}");
    let before = std::fs::read_to_string(&entry).unwrap();
    import(folder.path(), &file, "s");
    assert_eq!(std::fs::read_to_string(&entry).unwrap(), before);
}

#[test]
fn a_list_with_faults_says_which_and_imports_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let output = import(folder.path(), &fixture("faulty.json"), "faulty");
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r"
    warning: faulty: `get_a`: `description` is not text
    warning: faulty: `get_a`: `inputSchema` is not an object
    warning: faulty: tool 2 of the list has no name and is left out
    warning: faulty: `get_a` is listed twice, with different definitions; the first is taken
    warning: faulty: `get_b`: `annotations.readOnlyHint` is not true or false
    warning: faulty: `get_c` is listed twice
    faulty: 6 tools listed, 3 entries added
    ");
    let loaded = load(&read_tree(folder.path(), None).unwrap());
    assert_eq!(loaded.catalog.tool_count(), 3);
}
