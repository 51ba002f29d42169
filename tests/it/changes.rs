//! The page of changes and the feeds tell the grades of a git history, never the subjects of its commits.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::html::text_of;
use super::program::write;

fn run(folder: &Path, day: u32, program: &str, arguments: &[&str]) {
    let date = format!("2026-05-{day:02}T10:00:00Z");
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_DATE", &date)
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    // `import` ends with 1 when a reviewed tool has changed.
    assert!(output.status.code() <= Some(1), "{arguments:?}: {said}");
}

fn toolrisk(folder: &Path, day: u32, arguments: &[&str]) {
    run(folder, day, env!("CARGO_BIN_EXE_toolrisk"), arguments);
}

fn commit(folder: &Path, day: u32) {
    let named = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
    run(folder, day, "git", &["add", "."]);
    let message = ["commit", "--quiet", "-m", "Subject <i>of</i> a commit"];
    run(folder, day, "git", &[&named[..], &message].concat());
}

fn tool(name: &str, description: &str) -> Value {
    json!({ "name": name, "description": description, "inputSchema": { "type": "object",
        "properties": { "query": { "type": "string" } } } })
}

fn import(folder: &Path, day: u32, tools: &[Value]) {
    let list = folder.join("../list.json");
    std::fs::write(&list, json!({ "tools": tools }).to_string()).unwrap();
    let captured = format!("2026-05-{day:02}");
    let file = list.to_str().unwrap();
    let arguments = [
        "import",
        "--server",
        "notes",
        "--captured",
        &captured,
        "--with-text",
        "--file",
        file,
    ];
    toolrisk(folder, day, &arguments);
    commit(folder, day);
}

/// A catalog that changes once a day.
fn repository(scratch: &Path) {
    let folder = scratch.join("work");
    std::fs::create_dir_all(&folder).unwrap();
    run(&folder, 1, "git", &["init", "--quiet"]);
    write(
        &folder.join("catalog/toolrisk.yaml"),
        "base-url: https://example.org/\n",
    );
    write(&folder.join("catalog/notes/server.yaml"), "title: Notes\n");
    let search = tool("search_notes", "Searches the notes.");
    let listing = tool("list_notes", "Lists the notes.");
    import(&folder, 1, &[search, listing.clone()]);
    let mut notation = listing;
    notation["inputSchema"]["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    let mut purge = tool(
        "search_notes",
        "Permanently deletes all notes <script>alert(1)</script>.",
    );
    purge["inputSchema"]["properties"]["force"] = json!({ "type": "boolean" });
    let add = tool("add_note", "Adds a note.");
    import(&folder, 2, &[purge.clone(), notation.clone(), add]);
    let lock = folder.join("catalog/notes/tools.lock.json");
    let good = std::fs::read_to_string(&lock).unwrap();
    write(&lock, "{ \"version\": 1, <script>alert(2)</script>");
    commit(&folder, 3);
    write(&lock, &good);
    commit(&folder, 4);
    write(&folder.join("catalog/notes/notes.txt"), "A remark.\n");
    let server = folder.join("catalog/notes/server.yaml");
    write(&server, "title: Notes\nsummary: Keeps notes.\n");
    commit(&folder, 5);
}

fn built(scratch: &Path) -> [String; 3] {
    let folder = scratch.join("work");
    toolrisk(&folder, 6, &["build", "--quiet"]);
    let read = |path: &str| std::fs::read_to_string(folder.join("public").join(path)).unwrap();
    [
        read("changes/index.html"),
        read("changes.atom"),
        read("servers/notes/changes.atom"),
    ]
}

#[test]
fn changes_are_told_by_grade_with_ratings_and_policies_and_without_subjects() {
    let scratch = TempDir::new().unwrap();
    repository(scratch.path());
    let [page, all, own] = built(scratch.path());
    let main = page.split("<main").nth(1).unwrap();
    let text = text_of(main);
    for said in [&page, &all, &own] {
        assert!(
            !said.contains("of a commit") && !said.contains("Subject"),
            "{said}"
        );
        assert!(!said.contains("<script>alert"), "{said}");
    }
    let days: Vec<usize> = (1..=5)
        .rev()
        .map(|day| text.find(&format!("2026-05-{day:02}")).unwrap())
        .collect();
    assert!(days.is_sorted(), "the newest first: {text}");
    for said in [
        "The server is new, with 2 tools",
        "category: read → destructive",
        "policy: ",
        "rating changed",
        "new parameter `force`",
        "new tool",
        "1 tool: only the notation changed.",
        "A version of them cannot be read, so the change has no grade.",
        "No definition, rating or policy changed.",
    ] {
        assert!(text.contains(said), "`{said}` is not in {text}");
        let feed = |feed: &str| {
            let feed = roxmltree::Document::parse(feed).unwrap();
            let said: Vec<&str> = feed.descendants().filter_map(|it| it.text()).collect();
            said.join("\n")
        };
        assert!(
            feed(&all).contains(said) && feed(&own).contains(said),
            "{said}"
        );
    }
    assert!(main.contains("href=\"/servers/notes/add_note/\""), "{main}");
}

#[test]
fn a_second_build_of_a_history_changes_nothing_and_a_commit_changes_the_page() {
    let scratch = TempDir::new().unwrap();
    repository(scratch.path());
    let first = built(scratch.path());
    assert_eq!(first, built(scratch.path()));
    let folder = scratch.path().join("work");
    let add = tool("add_note", "Adds a note.");
    import(&folder, 6, &[add]);
    let [page, ..] = built(scratch.path());
    assert!(page.contains("removed tool"), "{page}");
}
