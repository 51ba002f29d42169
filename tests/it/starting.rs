//! The first minutes with the program: what it says, and the catalogs that it starts.

use crate::program::{files, run, write};

#[test]
fn without_a_command_it_says_what_one_does_first() {
    let scratch = tempfile::tempdir().unwrap();
    let ran = run::<&str>(scratch.path(), &[]).ended(0);
    let commands = ["audit ", "protect ", "export ", "init ", "import "];
    let lines = ran.out.lines().filter(|it| it.starts_with("  toolrisk "));
    assert_eq!(lines.clone().count(), commands.len(), "{}", ran.out);
    for (line, command) in lines.zip(commands) {
        assert!(line.starts_with(&format!("  toolrisk {command}")), "{line}");
    }
}

#[test]
fn a_new_catalog_is_clean_and_builds() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("tools");
    run(scratch.path(), &["init", "tools"])
        .ended(0)
        .said("next: cd tools && toolrisk serve");
    run(&folder, &["check", "--deny", "warnings"])
        .ended(0)
        .said("2 tools of 1 server");
    run(&folder, &["fmt", "--check"]).ended(0);
    run(&folder, &["build"]).ended(0);
    assert!(folder.join("public/servers/example/index.html").is_file());
    for workflow in ["catalog", "pages"] {
        let text =
            std::fs::read_to_string(folder.join(format!(".github/workflows/{workflow}.yml")));
        let text = text.unwrap();
        assert!(
            text.contains(concat!("toolrisk/toolrisk@v", env!("CARGO_PKG_VERSION"))),
            "{text}"
        );
        toolrisk::load::yaml_value(&text).unwrap();
    }
}

#[test]
fn init_changes_no_file_that_exists() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    write(&folder.join("README.md"), "mine\n");
    write(&folder.join(".gitignore"), "/mine\n");
    write(&folder.join("catalog/mine/server.yaml"), "title: Mine\n");
    let before = files(folder);
    run(folder, &["init"])
        .ended(0)
        .said("kept ./README.md, which already exists");
    let after = files(folder);
    for (place, bytes) in &before {
        assert_eq!(after.get(place), Some(bytes), "{place}");
    }
    assert!(
        !folder.join("catalog/example").exists(),
        "an example beside a server of one's own"
    );
    let twice = files(folder);
    run(folder, &["init"]).ended(0);
    assert_eq!(files(folder), twice);
}

#[test]
fn init_imports_the_servers_of_a_list() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    let list = r#"{"tools": [{"name": "get_a", "description": "Gets a book.", "inputSchema": {"type": "object"}}]}"#;
    write(&folder.join("list.json"), list);
    write(
        &folder.join("servers.yaml"),
        "servers: { books: { file: list.json } }\n",
    );
    run(folder, &["init", "new", "--from", "servers.yaml"])
        .ended(0)
        .said("1 of 1 server imported");
    assert!(folder.join("new/catalog/books/tools.lock.json").is_file());
    assert!(!folder.join("new/catalog/example").exists());
    run(&folder.join("new"), &["check"]).ended(0);
}

#[test]
fn init_starts_no_server_without_an_answer() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    let started = folder.join("started");
    let list = serde_json::json!({ "mcpServers": {
        "books": { "command": "touch", "args": [started] }, "web": { "url": "http://127.0.0.1:1/mcp" },
    } });
    write(&folder.join("mcp.json"), &list.to_string());
    run(folder, &["init", "new", "--from", "mcp.json"])
        .ended(2)
        .said("cannot ask for confirmation: this is not a terminal")
        .said("`--yes`");
    assert!(!started.exists() && !folder.join("new").exists());
    run(folder, &["init", "new", "--from", "mcp.json", "--yes"])
        .ended(2)
        .said("2 servers could not be imported: books, web");
    assert!(started.exists());
}

#[test]
fn new_parts_load_and_say_the_next_step() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    run(folder, &["init"]).ended(0);
    for arguments in [
        &["new", "server", "books", "--title", "Books: all of them"][..],
        &[
            "new",
            "tool",
            "books",
            "get book",
            "--description",
            "Gets a book: \"all\" of it.",
        ],
        &["new", "attack", "page-swap"],
        &["new", "term", "shelf", "--title", "Shelf"],
    ] {
        run(folder, arguments)
            .ended(0)
            .said("created catalog/")
            .said("next: ");
        let before = files(folder);
        let again = run(folder, arguments).ended(2);
        assert!(
            again.err.contains("exists") || again.err.contains("already"),
            "{}",
            again.err
        );
        assert_eq!(files(folder), before, "{arguments:?} changed a file");
    }
    let ran = run(folder, &["check", "--format", "json"]);
    for fault in ["TR00", "TR01", "TR02"] {
        assert!(!ran.out.contains(fault), "{}", ran.out);
    }
    run(folder, &["new", "tool", "boks", "get_x"])
        .ended(2)
        .said("did you mean `books`?");
    run(folder, &["new", "tool", "films", "get_x"])
        .ended(2)
        .said("toolrisk new server films");
    for id in ["Upper", "../up", "", "a/b", "attacks"] {
        run(folder, &["new", "server", id])
            .ended(2)
            .said("invalid id");
    }
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let scratch = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(scratch.path(), &["completions", shell]).ended(0);
        for word in ["simulate", "gateway", "export"] {
            assert!(ran.out.contains(word), "{shell}: {word}");
        }
    }
    run(scratch.path(), &["man"])
        .ended(0)
        .said(".TH toolrisk 1");
    run(scratch.path(), &["man", "check"]).ended(0).said("deny");
    run(scratch.path(), &["man", "chekc"]).ended(2);
    run(scratch.path(), &["man", "--out", "pages"]).ended(0);
    assert!(scratch.path().join("pages/toolrisk-new.1").is_file());
}

#[test]
fn verbose_says_more_and_quiet_less() {
    let scratch = tempfile::tempdir().unwrap();
    run(scratch.path(), &["init", "--quiet"]).ended(0);
    let usual = run(scratch.path(), &["check"]).ended(0).err;
    let more = run(scratch.path(), &["check", "-v"]).ended(0).err;
    assert!(
        more.contains("read 3 files of `catalog`") && more.len() > usual.len(),
        "{more}"
    );
    assert_eq!(run(scratch.path(), &["check", "-q"]).ended(0).err, "");
}

#[test]
fn check_fails_on_warnings_where_it_is_told_to() {
    let scratch = tempfile::tempdir().unwrap();
    run(scratch.path(), &["init"]).ended(0);
    write(
        &scratch.path().join("catalog/example/more.yaml"),
        "name: list_notes\ndescription: Lists notes..\nrationale: The titles are read, and nothing changes.\n",
    );
    run(scratch.path(), &["check"]).ended(0).said("1 warning");
    run(scratch.path(), &["check", "--deny", "warnings"])
        .ended(1)
        .said("doubled-stop");
    run(scratch.path(), &["check", "--level", "all=error"])
        .ended(1)
        .said("doubled-stop");
    run(scratch.path(), &["check", "--level", "all=allow"])
        .ended(0)
        .said("0 warnings");
    run(
        scratch.path(),
        &[
            "check",
            "--level",
            "all=error",
            "--level",
            "doubled-stop=warn",
            "--level",
            "missing-lock=allow",
        ],
    )
    .ended(0);
    run(scratch.path(), &["check", "--level", "all=loud"]).ended(2);
    // A single file: its findings alone.
    run(
        scratch.path(),
        &["check", "--deny", "warnings", "catalog/example/tools.yaml"],
    )
    .ended(0);
    run(
        scratch.path(),
        &["check", "--deny", "warnings", "catalog/example/more.yaml"],
    )
    .ended(1);
    let inside = scratch.path().join("catalog/example");
    run(&inside, &["check", "--deny", "warnings", "more.yaml"]).ended(1);
}
