//! Texts that nobody wrote, and credentials, wherever in a catalog they stand.

use super::program::{catalog, run, write};

const SERVER: (&str, &str) = ("one/server.yaml", "title: One\nsummary: Serves one.\n");

fn found(files: &[(&str, &str)], lint: &str) -> String {
    let scratch = catalog(files);
    run(scratch.path(), &["check", "--select", lint]).out
}

#[test]
fn what_new_leaves_to_write_is_found_in_every_part() {
    let scratch = tempfile::tempdir().unwrap();
    let root = scratch.path();
    for arguments in [
        &["new", "server", "books"][..],
        &["new", "tool", "books", "get_it"],
        &["new", "attack", "page-swap"],
        &["new", "term", "shelf"],
    ] {
        run(root, arguments).ended(0);
    }
    let out = run(root, &["check", "--select", "placeholder"]).out;
    for place in [
        "books/server.yaml",
        "books/get_it.yaml",
        "attacks/page-swap.md",
        "glossary/shelf.md",
    ] {
        assert!(out.contains(place), "no {place} in {out}");
    }
    // The summary and the page, each for itself.
    assert_eq!(out.matches("attacks/page-swap.md").count(), 2, "{out}");
}

#[test]
fn pages_may_speak_of_lists_of_things_to_do() {
    for (body, expected) in [
        ("Keeps a todo list.", false),
        ("A TODO list is one of things to do.", false),
        ("The mark `TODO: x` stands for a text.", false),
        ("TODO", true),
        ("1. FIXME say what", true),
        ("Stops it.\n\n**More.** TBD: what else", true),
        ("lorem ipsum dolor", true),
    ] {
        let page = format!("---\ntitle: Shelf\nsummary: A board.\n---\n{body}\n");
        let out = found(&[SERVER, ("glossary/shelf.md", &page)], "placeholder");
        assert_eq!(out.contains("glossary/shelf.md"), expected, "{body}: {out}");
    }
}

/// A key in the form of a well-known service, which no service has given out.
const KEY: &str = "AKIAIOSFODNN7EXAMPLE";

#[test]
fn a_credential_is_found_in_every_part() {
    let entry =
        format!("name: get_it\ndescription: Gets it.\nreferences: [https://example.com/{KEY}]\n");
    let server = |line: &str| format!("title: One\nsummary: Serves one.\n{line}\n");
    let page = format!("---\ntitle: Shelf\nsummary: A board.\n---\nWith {KEY}.\n");
    for (place, text) in [
        ("one/tools.yaml", entry),
        (
            "one/tools.yaml",
            format!("name: get_it\ntitle: Get {KEY}\ndescription: Gets it.\n"),
        ),
        (
            "one/tools.yaml",
            format!(
                "name: get_it\ndescription: Gets it.\nstatus: {{ disputed: Not with {KEY}. }}\n"
            ),
        ),
        (
            "one/server.yaml",
            format!("title: One\nsummary: Serves {KEY}.\n"),
        ),
        (
            "one/server.yaml",
            server(&format!("homepage: https://example.com/?key={KEY}")),
        ),
        (
            "one/server.yaml",
            server(&format!("repository: https://example.com/{KEY}")),
        ),
        ("glossary/shelf.md", page.clone()),
        (
            "toolrisk.yaml",
            format!("title: Tools\ntagline: With {KEY}\n"),
        ),
        (
            "toolrisk.yaml",
            format!("title: Tools\nbase-url: https://example.com/{KEY}/\n"),
        ),
    ] {
        let out = found(&[SERVER, (place, &text)], "secret-like-text");
        assert!(out.contains(place), "{place}: {text}{out}");
    }
    let scratch = catalog(&[SERVER, ("toolrisk.yaml", "title: Tools\ndocs: ../docs\n")]);
    write(&scratch.path().join("docs/shelf.md"), &page);
    run(scratch.path(), &["check", "--select", "TR503"])
        .ended(1)
        .said("docs/shelf.md")
        .said("the page has what looks like a credential");
}

#[test]
fn the_repository_of_a_site_is_a_page() {
    for (written, linked) in [
        (
            "https://example.com/a/tools.git",
            "https://example.com/a/tools",
        ),
        (
            "HTTPS://example.com/a/tools.git/",
            "https://example.com/a/tools",
        ),
    ] {
        let settings =
            format!("title: Tools\nbase-url: HTTPS://example.org/x\nrepository: {written}\n");
        let files = [SERVER, ("toolrisk.yaml", settings.as_str())];
        let tree = toolrisk::load::Tree::of_texts(files);
        let loaded = toolrisk::load::load(&tree);
        assert!(loaded.found.is_empty(), "{:?}", loaded.found);
        assert_eq!(loaded.catalog.config.repository, linked);
        assert_eq!(loaded.catalog.config.base_url, "https://example.org/x/");
    }
    let tree = toolrisk::load::Tree::of_texts([
        SERVER,
        (
            "toolrisk.yaml",
            "title: Tools\nbase-url: https://me:it@example.org/\n",
        ),
    ]);
    let loaded = toolrisk::load::load(&tree);
    assert!(
        loaded.found[0]
            .message
            .contains("the base URL holds a user name or a password")
    );
}
