//! What people wrote, and what an import would take away, is never lost without a word.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::Stdio;

use super::program::{Ran, catalog, files, run, toolrisk, write};

const NOTES: &str = r#"{"tools":[{"name":"get_note","description":"Gets a note."},{"name":"put_note","description":"Puts a note."},{"name":"list_notes","description":"Lists all notes."}]}"#;
const MAIL: &str = r#"{"tools":[{"name":"send_mail","description":"Sends mail."},{"name":"read_mail","description":"Reads mail."}]}"#;

fn import(root: &Path, text: &str, more: &[&str]) -> Ran {
    write(&root.join("list"), text);
    let mut arguments = vec!["import", "--server", "notes", "--file", "list"];
    arguments.extend(more);
    run(root, &arguments)
}

#[test]
fn a_folder_that_is_named_is_never_exchanged_for_another() {
    let scratch = catalog(&[
        ("one/server.yaml", "title: One\nsummary: Serves one.\n"),
        ("one/tools.yaml", "description: Gets it..\nname: get_it\n"),
    ]);
    let sub = scratch.path().join("sub");
    write(&sub.join("list"), NOTES);
    std::fs::create_dir_all(sub.join("catalog")).unwrap();
    let before = files(&scratch.path().join("catalog"));
    for (command, code) in [
        (&["fmt", "catalog"][..], 2),
        (&["check", "--fix", "catalog"], 2),
        (&["build", "catalog"], 2),
        (&["serve", "--port", "0", "catalog"], 2),
        (&["diff", "../catalog", "--catalog", "catalog"], 2),
        (&["new", "tool", "one", "put_it", "--catalog", "catalog"], 2),
        (&["new", "--catalog", "catalog", "server", "two"], 0),
        (
            &[
                "import",
                "--server",
                "notes",
                "--file",
                "list",
                "--catalog",
                "catalog",
            ],
            0,
        ),
    ] {
        let ran = run(&sub, command).ended(code);
        assert!(
            !ran.err.contains("using the catalog in"),
            "{command:?}: {}",
            ran.err
        );
        let after = files(&scratch.path().join("catalog"));
        assert!(after == before, "{command:?}");
    }
    assert!(sub.join("catalog/two/server.yaml").is_file());
    assert!(sub.join("catalog/notes/tools.lock.json").is_file());
}

#[test]
fn a_command_that_writes_names_the_catalog_that_it_found_above_even_with_quiet() {
    let scratch = catalog(&[
        ("one/server.yaml", "title: One\nsummary: Serves one.\n"),
        ("one/tools.yaml", "name: get_it\ndescription: Gets it.\n"),
    ]);
    let sub = scratch.path().join("sub");
    write(&sub.join("list"), NOTES);
    for (command, is_told) in [
        (&["fmt", "-q"][..], true),
        (&["fmt", "-q", "--check"], false),
        (&["check", "-q"], false),
        (&["check", "-q", "--fix"], true),
        (
            &[
                "import",
                "-q",
                "--server",
                "notes",
                "--file",
                "list",
                "--dry-run",
            ],
            false,
        ),
        (
            &["import", "-q", "--server", "notes", "--file", "list"],
            true,
        ),
        (&["new", "-q", "server", "two"], true),
    ] {
        let ran = run(&sub, command);
        let said = ran.err.contains("using the catalog in");
        assert_eq!(said, is_told, "{command:?}: {}", ran.err);
    }
    // The folder of the site that is named is the one of this folder, too.
    run(&sub, &["build", "--out", "public"]).ended(0);
    assert!(sub.join("public/index.html").is_file());
    assert!(!scratch.path().join("public").exists());
    run(&sub, &["build"]).ended(0);
    assert!(scratch.path().join("public/index.html").is_file());
}

#[test]
fn a_list_with_none_of_the_locks_tools_replaces_no_lock() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path();
    import(root, NOTES, &[]).ended(0);
    let before = files(&root.join("catalog"));
    for (text, words) in [
        (MAIL, "none of the 3 tools"),
        (
            r#"{"name":"my-pkg","description":"Does it."}"#,
            "none of the 3 tools",
        ),
        (r#"{"tools":[]}"#, "the list is empty"),
        (
            r#"{"name":"my-pkg","description":"Does it.","version":"1"}"#,
            "no list of tools",
        ),
        (
            r#"{"$schema":"https://example.org/server.schema.json","name":"io.example/notes","description":"Notes.","version":"1.0.0","packages":[{"identifier":"notes"}]}"#,
            "no list of tools",
        ),
        (
            r#"{"name":"Notes agent","description":"Works with notes.","url":"https://example.org","skills":[{"id":"a","name":"a"}]}"#,
            "no list of tools",
        ),
        (
            r#"{"name":"my-pkg","description":"Does it.","dependencies":{"a":"1"}}"#,
            "no list of tools",
        ),
    ] {
        import(root, text, &[]).ended(2).said(words);
        assert!(files(&root.join("catalog")) == before, "{text}");
    }
    import(root, MAIL, &["--replace"]).said("`get_note` has an entry but is not in the list");
    let lock = std::fs::read_to_string(root.join("catalog/notes/tools.lock.json")).unwrap();
    assert!(
        lock.contains("send_mail") && !lock.contains("get_note"),
        "{lock}"
    );
}

#[test]
fn a_package_beside_a_list_is_no_tool_and_a_tool_with_a_version_is_one() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path();
    let package = r#"{"name":"my-pkg","description":"Does it.","version":"1"}"#;
    import(root, &format!("{NOTES}\n{package}\n"), &[]).said("`my-pkg` is passed over");
    let tools = std::fs::read_to_string(root.join("catalog/notes/tools.yaml")).unwrap();
    assert!(!tools.contains("my-pkg"), "{tools}");
    let rows = r#"{"name":"get_note","description":"Gets a note.","version":"1","inputSchema":{"type":"object"}}
{"name":"new_note","description":"Makes a note.","version":"1"}
"#;
    import(root, rows, &[]).said("2 tools listed, 1 entry added");
}

#[test]
fn the_lists_of_several_servers_in_one_file_are_not_taken_for_one() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path();
    let tool = |name: &str| format!(r#"{{"name":"{name}","description":"Does {name}."}}"#);
    let list = |names: &[&str]| {
        let tools: Vec<String> = names.iter().map(|name| tool(name)).collect();
        format!(r#"{{"tools":[{}]}}"#, tools.join(","))
    };
    let result = |names: &[&str]| format!(r#"{{"jsonrpc":"2.0","id":1,"result":{}}}"#, list(names));
    for (text, words) in [
        (format!(r#"{{"notes":{NOTES},"mail":{MAIL}}}"#), "`notes`, `mail`"),
        (format!(r#"{{"servers":{{"notes":{NOTES},"mail":{NOTES}}}}}"#), "`servers/notes`, `servers/mail`"),
        (format!("# Notes\n```json\n{NOTES}\n```\n# Mail\n```json\n{MAIL}\n```\n"), "begins with `send_mail`"),
        (format!("{}\n[]\n{}\n", result(&["a", "b"]), result(&["c"])), "begins with `c`"),
        (format!("{}\n{}\n", result(&["search", "a", "b"]), result(&["search", "c", "d"])), "2 lists of tools"),
        (format!("{}\n{}\n{}\n", result(&["a", "b"]), result(&["c"]), result(&["a", "b"])), "3 lists of tools"),
        (
            r#"[{"name":"notes","tools":[{"name":"a","description":"Does a."}]},{"name":"mail","tools":[{"name":"a","description":"Does a."}]}]"#.to_owned(),
            "`notes`, `mail`",
        ),
        (
            "{\"tool\":\"a\",\"description\":\"Does a.\",\"server\":\"one\"}\n{\"tool\":\"b\",\"description\":\"Does b.\",\"server\":\"two\"}\n".to_owned(),
            "2 servers, such as `one`, `two`",
        ),
    ] {
        import(root, &text, &[]).ended(2).said(words);
        assert!(!root.join("catalog").exists(), "{text}");
    }
    for text in [
        format!(
            "{}\n[]\n[1234]\n{}\n",
            result(&["a", "b"]),
            result(&["a", "b"])
        ),
        format!("{}\n{}\n", result(&["a"]), result(&["a", "b", "c"])),
        format!("{}\n{}\n", list(&[]), list(&["a", "b"])),
        format!(r#"{{"notes":{}}}"#, list(&["a", "b"])),
        format!(
            r#"{{"protocolVersion":"2025-06-18","capabilities":{{"tools":{{"listChanged":true}}}}}} {}"#,
            list(&["a"])
        ),
        format!(
            r#"[{{"functionDeclarations":[{}]}},{{"functionDeclarations":[{}]}}]"#,
            tool("a"),
            tool("b")
        ),
    ] {
        let ran = import(root, &text, &["--dry-run"]);
        assert!(
            ran.code != Some(2) && ran.err.contains("listed"),
            "{text}: {}",
            ran.err
        );
    }
}

/// `import` and `classify` take the same parts of a file for its tools.
#[test]
fn a_list_of_lists_is_read_in_one_way() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path();
    import(
        root,
        &format!(
            r#"[{{"name":"notes","tools":{}}}]"#,
            &NOTES[9..NOTES.len() - 1]
        ),
        &[],
    )
    .ended(0)
    .said("3 tools listed");
    let tools = std::fs::read_to_string(root.join("catalog/notes/tools.yaml")).unwrap();
    let rated = run(root, &["classify", "--file", "list", "--format", "json"]).out;
    for name in ["get_note", "put_note", "list_notes"] {
        assert!(
            tools.contains(name) && rated.contains(name),
            "{name}: {tools}{rated}"
        );
    }
}

/// A list with so many warnings that the program waits for its reader between what it planned and what it writes.
fn talkative() -> String {
    let tool = |at| format!(r#"{{"name":"get_{at}","description":"Gets\u200b item {at}."}}"#);
    let tools: Vec<String> = (0..1500).map(tool).collect();
    format!(r#"{{"tools":[{}]}}"#, tools.join(","))
}

#[test]
fn what_somebody_writes_while_an_import_is_planned_stays() {
    let server = ("notes/server.yaml", "title: Notes\nsummary: Holds notes.\n");
    let tools = ("notes/tools.yaml", "name: get_it\ndescription: Gets it.\n");
    for (had, written, theirs) in [
        (
            &[server, tools][..],
            "notes/tools.yaml",
            "# mine\nname: get_it\ndescription: My words.\n",
        ),
        (
            &[server],
            "notes/tools.yaml",
            "name: mine\ndescription: My words.\n",
        ),
        (&[server, tools], "notes/tools.lock.json", "{}\n"),
        (&[], "notes/server.yaml", "title: My title\n"),
    ] {
        let scratch = catalog(had);
        let root = scratch.path();
        write(&root.join("list"), &talkative());
        let mut import = toolrisk(root, &["import", "--server", "notes", "--file", "list"]);
        let mut import = import
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut told = BufReader::with_capacity(1, import.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("hidden-characters") {
            line.clear();
            assert!(
                told.read_line(&mut line).unwrap() > 0,
                "no warning to wait at"
            );
        }
        let file = root.join("catalog").join(written);
        write(&file, theirs);
        let others = files(&root.join("catalog"));
        let mut rest = String::new();
        told.read_to_string(&mut rest).unwrap();
        assert_eq!(import.wait().unwrap().code(), Some(2), "{written}");
        assert!(
            rest.contains("changed while it was being edited"),
            "{written}"
        );
        assert!(files(&root.join("catalog")) == others, "{written}");
    }
}

#[test]
fn an_entry_in_a_file_that_is_not_read_is_told_and_not_written_again() {
    for stray in ["other.yml", "sub/x.yaml"] {
        let place = format!("notes/{stray}");
        let entry = "name: get_note\ndescription: Our words.\nrisk: low\n";
        let scratch = catalog(&[("notes/server.yaml", "title: Notes\n"), (&place, entry)]);
        let root = scratch.path();
        import(root, NOTES, &[])
            .ended(1)
            .said(&format!("`get_note` has an entry in `{place}`"))
            .said("2 entries added");
        let tools = std::fs::read_to_string(root.join("catalog/notes/tools.yaml")).unwrap();
        assert!(
            !tools.contains("get_note") && tools.contains("put_note"),
            "{tools}"
        );
        let held = std::fs::read_to_string(root.join("catalog").join(&place)).unwrap();
        assert_eq!(held, entry);
    }
}

#[test]
fn an_import_that_writes_nothing_saves_nothing() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path();
    for option in ["--dry-run", "--diff"] {
        import(root, NOTES, &[option, "--save", "kept.json"])
            .ended(0)
            .said("`kept.json` would be written");
        assert!(
            !root.join("kept.json").exists() && !root.join("catalog").exists(),
            "{option}"
        );
    }
    let lines = r#"{"tool":"a","description":"Does a.","server":"notes"}"#;
    import(root, lines, &["--save", "kept.json"]).ended(2);
    import(root, NOTES, &["--save", "kept.json"]).ended(0);
    assert!(root.join("kept.json").is_file());
}
