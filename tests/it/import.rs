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
    warning: faulty: tool 2 of the list is left out: it has no name
    warning: faulty: `get_a`: `description` is not text
    warning: faulty: `get_a`: `inputSchema` is not an object
    warning: faulty: `get_a` is listed twice, with different definitions; the first one is used
    warning: faulty: `get_b`: `annotations.readOnlyHint` is not true or false
    warning: faulty: `get_c` is listed twice
    faulty: 5 tools listed, 3 entries added
    ");
    let loaded = load(&read_tree(folder.path(), None).unwrap());
    assert_eq!(loaded.catalog.tool_count(), 3);
}

fn stderr(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file of the folder, links read through, before and after.
fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .map(|entry| {
            (
                entry.path().to_owned(),
                std::fs::read(entry.path()).unwrap(),
            )
        })
        .collect();
    all.sort();
    all
}

/// A folder that cannot be read whole, and an input that holds no whole list, change nothing.
#[test]
fn nothing_is_written_where_something_would_be_lost() {
    type Break = fn(&Path);
    let breaks: [(&str, Break); 7] = [
        ("latin-1", |s| {
            std::fs::write(s.join("tools.yaml"), b"name: caf\xe9\n").unwrap();
        }),
        ("broken", |s| {
            std::fs::write(s.join("tools.yaml"), "name: [\n").unwrap();
        }),
        ("nameless", |s| {
            std::fs::write(s.join("tools.yaml"), "description: x\n").unwrap();
        }),
        ("large", |s| {
            let text = format!("name: a\ndescription: b\n# {}\n", "x".repeat(17 << 20));
            std::fs::write(s.join("tools.yaml"), text).unwrap();
        }),
        ("lock", |s| {
            std::fs::write(s.join("tools.lock.json"), "<<<<<<< ours").unwrap();
        }),
        ("long document", |s| {
            let text = format!("name: a\ndescription: {}\n", "x".repeat(2 << 20));
            std::fs::write(s.join("tools.yaml"), text).unwrap();
        }),
        #[cfg(unix)]
        ("link", |s| {
            std::fs::rename(s.join("tools.yaml"), s.join("../elsewhere")).unwrap();
            std::os::unix::fs::symlink("../elsewhere", s.join("tools.yaml")).unwrap();
        }),
    ];
    for (name, spoil) in breaks {
        let folder = tempfile::tempdir().unwrap();
        import(folder.path(), &fixture("two-tools.json"), "s");
        spoil(&folder.path().join("s"));
        let before = files(folder.path());
        let output = import(folder.path(), &fixture("two-tools.json"), "s");
        assert_eq!(output.status.code(), Some(2), "{name}: {}", stderr(&output));
        assert!(stderr(&output).contains("nothing was written"), "{name}");
        assert!(files(folder.path()) == before, "{name}");
    }
    for text in [
        "",
        " \n",
        "{}",
        "[]",
        "{\"tools\":[]}",
        "not json",
        "{\"tools\":[{\"name\":\"z\"}],\"nextCursor\":\"2\"}",
    ] {
        let folder = tempfile::tempdir().unwrap();
        import(folder.path(), &fixture("two-tools.json"), "s");
        let list = folder.path().join("list.json");
        std::fs::write(&list, text).unwrap();
        let before = files(folder.path());
        let output = import(folder.path(), &list, "s");
        assert_eq!(output.status.code(), Some(2), "{text}: {}", stderr(&output));
        assert!(files(folder.path()) == before, "{text}");
    }
}

/// A tool that cannot be read is not gone: the lock keeps what it has of it, and nothing says that it left.
#[test]
fn a_tool_that_is_left_out_of_a_list_stays_in_the_lock() {
    let large = "x".repeat(2 << 20);
    for (what, lost) in [
        (
            "half a character pair",
            r#"{"name":"get_a","description":"Gets \ud800 a."}"#,
        ),
        ("no name", r#"{"description":"Gets a."}"#),
        (
            "no text as its name",
            r#"{"name":5,"description":"Gets a."}"#,
        ),
        (
            "too large",
            &format!(r#"{{"name":"get_a","description":"{large}"}}"#),
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("list");
        let both = [
            r#"{"name":"get_a","description":"Gets a."}"#,
            r#"{"name":"put_b","description":"Puts b."}"#,
        ];
        std::fs::write(&list, format!("{{\"tools\":[{},{}]}}", both[0], both[1])).unwrap();
        import(folder.path(), &list, "s");
        let lines = what == "no text as its name";
        let second = if lines {
            format!("{lost}\n{}\n", both[1])
        } else {
            format!("{{\"tools\":[{lost},{}]}}", both[1])
        };
        std::fs::write(&list, second).unwrap();
        let output = import(folder.path(), &list, "s");
        assert_eq!(output.status.code(), Some(1), "{what}: {}", stderr(&output));
        assert!(
            stderr(&output).contains("is left out"),
            "{what}: {}",
            stderr(&output)
        );
        assert!(
            !stderr(&output).contains("not in the list"),
            "{what}: {}",
            stderr(&output)
        );
        let lock = std::fs::read_to_string(folder.path().join("s/tools.lock.json")).unwrap();
        assert!(
            lock.contains("\"get_a\"") && lock.contains("\"put_b\""),
            "{what}: {lock}"
        );
    }
}

/// What is not a list of tools writes nothing, and a list that can be read in two ways says so.
#[test]
fn a_list_without_any_name_is_refused_and_a_doubled_key_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list");
    let catalog = folder.path().join("catalog");
    for text in [
        "[\"a\",\"b\"]",
        "{\"tools\":[{\"title\":\"A\"},{\"id\":\"b\"}]}",
    ] {
        std::fs::write(&list, text).unwrap();
        let output = import(&catalog, &list, "s");
        assert_eq!(output.status.code(), Some(2), "{text}: {}", stderr(&output));
        assert!(!catalog.exists(), "{text}");
    }
    let twice = r#"{"name":"a","description":"Gets a.","name":"b"}"#;
    for text in [format!("{{\"tools\":[{twice}]}}"), format!("\n{twice}\n")] {
        std::fs::write(&list, &text).unwrap();
        let output = import(&catalog, &list, "s");
        let said = stderr(&output);
        assert!(
            said.contains("stands twice") && said.contains("name"),
            "{text}: {said}"
        );
    }
    let wrapped = r#"{"toolConfig":{"tools":[{"toolSpec":{"name":"a","description":"Works with a.","inputSchema":{"json":{"type":"object","properties":{"action":{"enum":["get","delete"]}}}}}}]}}"#;
    std::fs::write(&list, wrapped).unwrap();
    let output = import(&catalog, &list, "wrapped");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let lock = std::fs::read_to_string(catalog.join("wrapped/tools.lock.json")).unwrap();
    assert!(lock.contains("\"delete\""), "{lock}");
}

/// White space at the end of a name is a part of it, and costs no other tool its entry.
#[test]
fn names_with_white_space_around_them_are_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list");
    let names = [
        "y\\t",
        " z ",
        "\\u00a0v\\u00a0",
        "u\\u0085",
        "t\\u2028",
        "- s",
        "#r",
        "123",
        "~",
        "1e3",
        "---",
        "q: p",
    ];
    let tools = names.map(|name| format!("{{\"name\":\"{name}\",\"description\":\"Gets it.\"}}"));
    let broken = "{\"name\":\"w\\n\",\"description\":\"Gets it.\"}";
    std::fs::write(
        &list,
        format!("{{\"tools\":[{},{broken}]}}", tools.join(",")),
    )
    .unwrap();
    let output = import(folder.path(), &list, "s");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("tool 13 of the list is left out"),
        "{}",
        stderr(&output)
    );
    let loaded = load(&read_tree(folder.path(), None).unwrap());
    let server = loaded.catalog.server("s").unwrap();
    for name in names {
        let name: String = serde_json::from_str(&format!("\"{name}\"")).unwrap();
        assert!(server.tool(&name).is_some(), "{name:?}");
    }
}

#[test]
fn reserved_ids_and_malformed_packages_and_protocols_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for id in ["attacks", "glossary", "con", "Not-An-Id", "../x"] {
        let output = import(folder.path(), &fixture("two-tools.json"), id);
        assert_eq!(output.status.code(), Some(2), "{id}");
    }
    let run = |more: [&str; 2]| {
        let file = fixture("two-tools.json");
        let mut command = Command::new(env!("CARGO_BIN_EXE_toolrisk"));
        command
            .args(["import", "--server", "s", "--file"])
            .arg(file);
        command.arg("--catalog").arg(folder.path()).args(more);
        command.output().unwrap()
    };
    for wrong in [
        ["--package", "not a package !!"],
        ["--package", "npm:"],
        ["--package", "name"],
        ["--protocol", "banana"],
    ] {
        assert_eq!(run(wrong).status.code(), Some(2), "{wrong:?}");
    }
    assert_eq!(files(folder.path()), Vec::new());
    assert!(run(["--package", "npm:@scope/name@1.2.3"]).status.success());
    assert!(run(["--protocol", "2025-11-25"]).status.success());
    let lock = std::fs::read_to_string(folder.path().join("s/tools.lock.json")).unwrap();
    assert!(
        lock.contains("npm:@scope/name@1.2.3") && lock.contains("2025-11-25"),
        "{lock}"
    );
}

#[test]
fn a_changed_definition_of_a_reviewed_tool_is_told_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("list.json");
    let write = |words: &str| {
        let text = format!("{{\"tools\":[{{\"name\":\"get_a\",\"description\":\"{words}\"}}]}}");
        std::fs::write(&list, text).unwrap();
    };
    write("Gets it.");
    import(folder.path(), &list, "s");
    write("Deletes it.");
    assert_eq!(import(folder.path(), &list, "s").status.code(), Some(0));
    let entry = "name: get_a\ndescription: Gets it.\ncategory: read\n";
    std::fs::write(folder.path().join("s/tools.yaml"), entry).unwrap();
    write("Deletes all of it.");
    let output = import(folder.path(), &list, "s");
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("`get_a` has changed since a person reviewed it"));
}
