//! The pages of prose and the templates that a catalog names: `check` finds what `build` stumbles over, and links
//! that lead nowhere.

use std::path::Path;
use std::process::Command;

use toolrisk::load::{Tree, load};
use toolrisk::rules::rate;
use toolrisk::site::{Options, Site};

use super::program::{catalog, files, run, write};

fn example() -> tempfile::TempDir {
    let scratch = catalog(&[
        ("toolrisk.yaml", "docs: ../docs\ntemplates: ../look\n"),
        ("one/server.yaml", "title: One\n"),
        (
            "one/tools.yaml",
            "name: get_it\ndescription: Gets the thing of that name.\nrationale: Anybody may read it.\n",
        ),
        (
            "glossary/grant.md",
            "---\ntitle: Grant\nsummary: A right to call.\n---\nA right to call.\n",
        ),
    ]);
    let root = scratch.path();
    write(&root.join("docs/index.md"), &page("Text."));
    write(&root.join("docs/deep/other.md"), &page("## First steps\n"));
    std::fs::create_dir(root.join("look")).unwrap();
    scratch
}

fn page(body: &str) -> String {
    format!("---\ntitle: A page\nsummary: About it.\n---\n{body}\n")
}

/// The findings of a lint, as `file:line: message`.
fn found(root: &Path, lint: &str, more: &[&str]) -> Vec<String> {
    let arguments = [&["check", "--format", "json", "--select", lint], more].concat();
    let ran = run(root, &arguments);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let all = report["findings"].as_array().unwrap().iter();
    all.map(|it| {
        let text = |key: &str| it[key].as_str().unwrap_or_default().to_owned();
        format!(
            "{}:{}: {}; {}",
            text("file"),
            it["start"]["line"],
            text("message"),
            text("help")
        )
    })
    .collect()
}

/// Links that lead nowhere, and what is said of each.
const DEAD: &[(&str, &str)] = &[
    ("/docs/gone/", "the site has no `/docs/gone/`"),
    ("/docs/deep/othr/", "did you mean `/docs/deep/other/`?"),
    ("/docs/deep/other", "write `/docs/deep/other/`"),
    ("deep/other.md", "write `/docs/deep/other/`"),
    ("./deep/other.md#first-steps", "write `/docs/deep/other/`"),
    (
        "../glossary/grant/",
        "the site makes no link of the address",
    ),
    (
        "picture.png",
        "the site makes no link of the address `picture.png`",
    ),
    ("//example.org/x", "the site makes no link"),
    ("javascript:alert(1)", "the site makes no link"),
    ("#nowhere", "the page `/docs/` has no place `#nowhere`"),
    (
        "/docs/deep/other/#first-step",
        "did you mean `#first-steps`?",
    ),
    ("/servers/two/", "the site has no `/servers/two/`"),
    (
        "/servers/one/get_that/",
        "did you mean `/servers/one/get_it/`?",
    ),
    (
        "/servers/one/policy.yaml",
        "did you mean `/servers/one/policy.json`?",
    ),
    ("/glossary/grnt/", "did you mean `/glossary/grant/`?"),
    ("/lints/TR999/", "the site has no `/lints/TR999/`"),
    ("/rules/#no-such-rule-at-all", "the site has no"),
];

#[test]
fn a_link_that_leads_nowhere_is_found_with_its_place_and_the_way_out() {
    let scratch = example();
    let root = scratch.path();
    for (link, told) in DEAD {
        write(
            &root.join("docs/index.md"),
            &page(&format!("Text.\n\nSee [this]({link}) there.")),
        );
        let found = found(root, "dead-link", &[]);
        assert_eq!(found.len(), 1, "{link}: {found:?}");
        assert!(
            found[0].starts_with("docs/index.md:7: ") && found[0].contains(told),
            "{link}: {found:?}"
        );
    }
    // By reference, and in pages of the catalog.
    write(
        &root.join("docs/index.md"),
        &page("See [this] there.\n\n[this]: /gone/\n"),
    );
    write(
        &root.join("catalog/glossary/grant.md"),
        "---\ntitle: Grant\nsummary: A right to call.\n---\nSee [terms](/glossary/allow/).\r\n",
    );
    let found = found(root, "dead-link", &[]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found
            .iter()
            .any(|it| it.starts_with("catalog/glossary/grant.md:5: "))
    );
    run(root, &["check"]).ended(1);
}

#[test]
fn a_build_tells_each_time_of_links_that_lead_nowhere_and_publishes_the_pages() {
    let scratch = example();
    let root = scratch.path();
    let is_silent = || !run(root, &["build"]).ended(0).err.contains("dead link");
    assert!(is_silent());
    write(
        &root.join("docs/index.md"),
        &page("See [this](/gone/) and [that](/docs/deep/other/)."),
    );
    for _ in 0..2 {
        run(root, &["build"])
            .ended(0)
            .said("warning[TR310 dead-link]: the site has no `/gone/`")
            .said("docs/index.md:5")
            .said("the site has 1 dead link;");
    }
    assert!(files(&root.join("public"))["docs/index.html"].len() > 100);
    let settings = "docs: ../docs\nlints: {dead-link: allow}\n";
    write(&root.join("catalog/toolrisk.yaml"), settings);
    assert!(is_silent());
}

#[test]
fn an_outline_has_all_pages_of_a_site() {
    let loaded = load(&Tree::of_texts([
        ("one/server.yaml", "title: One\n"),
        ("one/tools.yaml", "name: get_it\ndescription: Gets it.\n"),
    ]));
    let rated = rate(&loaded.catalog);
    let plan = |site: &Site<'_>| -> Vec<String> {
        let pages = site.plan().iter().map(|page| site.file(*page));
        let is_searched =
            |it: &String| it.starts_with("search/all-") || it.starts_with("search/best-");
        pages.filter(|it| !is_searched(it)).collect()
    };
    let options = Options::default();
    let outline = Site::outline(&rated, &options).unwrap();
    assert_eq!(plan(&outline), plan(&Site::new(&rated, &options).unwrap()));
}

#[test]
fn a_link_that_leads_somewhere_is_no_finding() {
    let scratch = example();
    let root = scratch.path();
    write(
        &root.join("catalog/toolrisk.yaml"),
        "base-url: https://example.org/sub/\ndocs: ../docs\n",
    );
    let links = [
        "/",
        "/docs/",
        "/docs/deep/other/",
        "/docs/deep/other/index.html",
        "/docs/deep/other/#first-steps",
        "#here",
        "#",
        "#top",
        "/servers/one/",
        "/servers/one/get_it/",
        "/servers/one/get_it/policy.json",
        "/servers/one/#policy=1&.get_it=ask",
        "/tools/?q=x",
        "/glossary/grant/",
        "/lints/TR310/",
        "/changes/",
        "/static/site.css",
        "/static/own/picture.png",
        "https://example.org/gone/",
        "mailto:a@example.org",
    ];
    let all = links.map(|it| format!("- [a]({it})\n")).concat();
    let code = "\n`[a](/gone/)`\n\n```md\n[a](/gone/)\n```\n";
    write(
        &root.join("docs/index.md"),
        &page(&format!("## Here\n\n{all}{code}")),
    );
    assert_eq!(found(root, "dead-link", &[]), Vec::<String>::new());
}

#[test]
fn the_folders_of_the_command_line_are_looked_at_as_a_build_takes_them() {
    let scratch = example();
    let root = scratch.path();
    write(&root.join("files/own/picture.png"), "picture");
    let links = "[a](/static/own/picture.png) [b](/static/own/gone.png) [c](/static/site.css)";
    write(&root.join("docs/index.md"), &page(links));
    assert_eq!(found(root, "dead-link", &[]), Vec::<String>::new());
    let found_now = found(root, "dead-link", &["--static", "files"]);
    assert_eq!(found_now.len(), 1, "{found_now:?}");
    assert!(found_now[0].contains("the site has no `/static/own/gone.png`"));

    write(&root.join("other/tool.html"), "{{ no_such_value.at_all }}");
    write(&root.join("docs/index.md"), &page("Text."));
    run(root, &["check"]).ended(0);
    let found_now = found(root, "faulty-template", &["--templates", "other"]);
    assert_eq!(found_now.len(), 1, "{found_now:?}");
    assert!(
        found_now[0].starts_with("other/tool.html:1: "),
        "{found_now:?}"
    );
    run(root, &["check", "--templates", "gone"])
        .ended(2)
        .said("cannot read `gone`");
}

const EXTENDS: &str = "{% extends \"builtin/tool.html\" %}\n";

fn front(keys: &str) -> String {
    format!("---\n{keys}\n---\nText.\n")
}

/// Faults of pages and templates: the file, its text, what is said of it, and the line, or 0 where that is all the same.
fn faults() -> Vec<(&'static str, String, &'static str, u64)> {
    vec![
        (
            "docs/a.md",
            "No front matter.\n".to_owned(),
            "no front matter",
            1,
        ),
        ("docs/a.md", front("title: A"), "missing key `summary`", 0),
        (
            "docs/a.md",
            front("title: A\nsummary: A.\nordre: 1"),
            "unknown key `ordre`",
            4,
        ),
        ("docs/a.md", front("title: [\nsummary: A."), "", 0),
        ("docs/A b.md", page("Text."), "lower-case letters", 1),
        (
            "look/tool.html",
            format!("{EXTENDS}{{% block heor %}}x{{% endblock %}}"),
            "unknown block `heor`",
            2,
        ),
        (
            "look/tool.html",
            format!("{EXTENDS}Lost text."),
            "stands in no block",
            2,
        ),
        (
            "look/tol.html",
            "x".to_owned(),
            "no page uses the template `tol.html`",
            1,
        ),
        ("look/tool.html", "\n{% if %}".to_owned(), "syntax error", 2),
        (
            "look/tool.html",
            "{% extends \"builtin/tol.html\" %}".to_owned(),
            "tol.html",
            1,
        ),
        (
            "look/tool.html",
            format!("{EXTENDS}{{% block hero %}}\n{{{{ nmae }}}}{{% endblock %}}"),
            "undefined value",
            3,
        ),
        (
            "look/tool.html",
            format!("{EXTENDS}{{% block hero %}}{{{{ name | nofilter }}}}{{% endblock %}}"),
            "nofilter",
            2,
        ),
        (
            "look/parts/x.html",
            "x".to_owned(),
            "no page uses the template `parts/x.html`",
            1,
        ),
    ]
}

/// What ends a build is an error of `check`, in the file where it stands, and the other way round.
#[test]
fn check_and_build_agree_on_pages_and_templates() {
    for (place, text, told, line) in faults() {
        let scratch = example();
        let root = scratch.path();
        run(root, &["check"]).ended(0);
        run(root, &["build"]).ended(0);
        let before = files(&root.join("public"));
        write(&root.join(place), &text);
        let check = run(root, &["check", "--format", "json"])
            .ended(1)
            .said(told);
        let report: serde_json::Value = serde_json::from_str(&check.out).unwrap();
        let finding = &report["findings"][0];
        assert_eq!(finding["file"], place, "{check_out}", check_out = check.out);
        if line > 0 {
            assert_eq!(finding["start"]["line"], line, "{place}: {}", check.out);
        }
        run(root, &["build"]).ended(2).said(told);
        assert!(files(&root.join("public")) == before, "{place}");
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_an_error_of_check_and_of_build() {
    for (key, settings) in [
        ("docs", "docs: ../gone\n"),
        ("templates", "docs: ../docs\ntemplates: ../gone\n"),
        ("docs", "docs: ../docs/index.md\n"),
    ] {
        let scratch = example();
        let root = scratch.path();
        write(&root.join("catalog/toolrisk.yaml"), settings);
        run(root, &["build"]).ended(2);
        run(root, &["check"])
            .ended(1)
            .said(&format!("the folder of `{key}` cannot be used"))
            .said("catalog/toolrisk.yaml:");
    }
}

#[test]
fn only_what_is_new_in_pages_and_templates_is_told_since_a_revision() {
    let scratch = example();
    let root = scratch.path();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
        let output = command.args(arguments).current_dir(root).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    write(&root.join("docs/index.md"), &page("See [this](/gone/)."));
    write(&root.join("docs/bad.md"), "No front matter.\n");
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "-m", "base"]);
    let since = ["--changed-since", "HEAD"];
    run(root, &["check"]).ended(1);
    run(root, &["check", "--changed-since", "HEAD"]).ended(0);
    write(
        &root.join("docs/index.md"),
        &page("Moved.\n\nSee [this](/gone/) and [that](/other/)."),
    );
    let found = found(root, "dead-link", &since);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("`/other/`"), "{found:?}");
    write(&root.join("look/tol.html"), "x");
    run(root, &["check", "--changed-since", "HEAD"])
        .ended(1)
        .said("no page uses the template");
}
