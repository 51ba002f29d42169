//! Themes: one template, one block, one color or a whole look of one's own, the rest kept.

use std::path::Path;

use toolrisk::site::TEMPLATE_VERSION;

use crate::program::{catalog, files, run, write};

const TOOL: &str =
    "name: delete_page\ndescription: Deletes a page for good.\nrationale: It is gone.\n";

fn example() -> tempfile::TempDir {
    catalog(&[
        ("example/server.yaml", "title: Example\n"),
        ("example/tools.yaml", TOOL),
        (
            "glossary/grant.md",
            "---\ntitle: Grant\nsummary: A right to call.\n---\nA right to call.\n",
        ),
    ])
}

fn built(folder: &Path, arguments: &[&str]) -> std::collections::BTreeMap<String, Vec<u8>> {
    let all: Vec<&str> = ["build"].iter().chain(arguments).copied().collect();
    run(folder, &all).ended(0);
    files(&folder.join("public"))
}

fn text<'b>(site: &'b std::collections::BTreeMap<String, Vec<u8>>, path: &str) -> &'b str {
    let all = site.keys().collect::<Vec<_>>();
    let bytes = site.get(path).unwrap_or_else(|| panic!("{path}: {all:?}"));
    std::str::from_utf8(bytes).unwrap()
}

fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|it| it == "html")
}

const TOOL_PAGE: &str = "servers/example/delete_page/index.html";

#[test]
fn one_block_is_replaced_and_the_rest_of_its_template_stays() {
    let scratch = example();
    let plain = built(scratch.path(), &[]);
    write(
        &scratch.path().join("mine/tool.html"),
        "{% extends \"builtin/tool.html\" %}\n{% block hero %}\n<h1>Mine: {{ name }}</h1>\n{% endblock %}\n",
    );
    let own = built(scratch.path(), &["--templates", "mine"]);
    let page = text(&own, TOOL_PAGE);
    assert!(page.contains("<h1>Mine: delete_page</h1>"), "{page}");
    for kept in [
        "How to control",
        "Why it needs a policy",
        "About this entry",
        "</html>",
    ] {
        assert!(page.contains(kept), "{kept}");
    }
    let (_, after) = page.split_once("<section class=\"control\"").unwrap();
    assert!(
        text(&plain, TOOL_PAGE).contains(after),
        "what follows the block has changed"
    );
    let changed = plain
        .iter()
        .filter(|(path, bytes)| own.get(*path) != Some(bytes));
    let changed: Vec<&String> = changed
        .map(|(path, _)| path)
        .filter(|it| is_page(it))
        .collect();
    assert_eq!(changed, [TOOL_PAGE]);
}

#[test]
fn one_color_is_replaced_by_a_style_sheet_beside_the_built_in_one() {
    let scratch = example();
    let plain = built(scratch.path(), &[]);
    assert!(!text(&plain, "index.html").contains("theme.css"));
    write(
        &scratch.path().join("mine/theme.css"),
        ":root { --link: #7a1f5c }\n",
    );
    let own = built(scratch.path(), &["--static", "mine"]);
    assert_eq!(own.get("static/site.css"), plain.get("static/site.css"));
    for (path, _) in own.iter().filter(|(path, _)| is_page(path)) {
        let page = text(&own, path);
        let (before, after) = page.split_once("static/site.css").unwrap();
        assert!(
            !before.contains("theme.css") && after.contains("static/theme.css"),
            "{path}"
        );
    }
}

/// Another frame with its own navigation, other pages of tools and terms, another style; everything else is built in.
#[test]
fn a_theme_that_looks_quite_different_needs_four_files() {
    let scratch = example();
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/theme");
    let (templates, statics) = (theme.join("templates"), theme.join("static"));
    let plain = built(scratch.path(), &[]);
    let arguments = [
        "--templates",
        templates.to_str().unwrap(),
        "--static",
        statics.to_str().unwrap(),
    ];
    let own = built(scratch.path(), &arguments);
    let pages: Vec<&String> = own.keys().filter(|it| is_page(it)).collect();
    assert_eq!(
        pages,
        plain.keys().filter(|it| is_page(it)).collect::<Vec<_>>()
    );
    for path in pages {
        let page = text(&own, path);
        assert!(page.contains("<body class=\"paper\">"), "{path}");
        assert!(page.contains("<aside class=\"rail\">"), "{path}");
        assert!(
            page.contains(&format!("of version {TEMPLATE_VERSION}.")),
            "{path}"
        );
        assert!(!page.contains("<header class=\"top\">"), "{path}");
    }
    let tool = text(&own, TOOL_PAGE);
    assert!(tool.contains("<h1>Example: delete_page</h1>"), "{tool}");
    assert!(
        !tool.contains("Questions about"),
        "an empty block takes a section away"
    );
    assert!(tool.contains("How to control"), "{tool}");
    assert!(text(&own, "glossary/grant/index.html").contains("<dt>Grant</dt>"));
}

#[test]
fn folders_of_static_files_and_templates_keep_their_structure_and_clashes_are_told() {
    let scratch = example();
    let root = scratch.path();
    for (place, text) in [
        ("mine/logo.svg", "<svg/>"),
        ("mine/fonts/latin/a.woff2", "font"),
        ("mine/img/logo.svg", "<svg></svg>"),
        ("mine/.git/config", "no"),
        ("look/parts/name.html", "<h1>Part: {{ name }}</h1>"),
        (
            "look/tool.html",
            "{% extends \"builtin/tool.html\" %}{% block hero %}{% include \"parts/name.html\" %}{% endblock %}",
        ),
    ] {
        write(&root.join(place), text);
    }
    let site = built(root, &["--static", "mine", "--templates", "look"]);
    assert_eq!(text(&site, "static/logo.svg"), "<svg/>");
    assert_eq!(text(&site, "static/fonts/latin/a.woff2"), "font");
    assert_eq!(text(&site, "static/img/logo.svg"), "<svg></svg>");
    assert!(text(&site, TOOL_PAGE).contains("<h1>Part: delete_page</h1>"));
    assert!(!site.keys().any(|path| path.contains(".git")));
    for (clashing, told) in [
        ("site.css/a.png", "the name of the built-in file `site.css`"),
        ("Site.css", "differ in capital letters alone"),
    ] {
        let before = files(&root.join("public"));
        write(&root.join("mine").join(clashing), "x");
        let ran = run(root, &["build", "--static", "mine"]).ended(2);
        ran.said(told).said("rename one of the two");
        assert!(files(&root.join("public")) == before);
        let first = clashing.split('/').next().unwrap();
        let _file = std::fs::remove_file(root.join("mine").join(first));
        let _folder = std::fs::remove_dir_all(root.join("mine").join(first));
    }
}

/// Whatever ends a build, the site that is there stays as it was, file for file.
#[test]
fn a_template_that_fails_on_some_page_leaves_the_whole_site_as_it_was() {
    let scratch = example();
    let root = scratch.path();
    built(root, &[]);
    let before = files(&root.join("public"));
    let extends = "{% extends \"builtin/tool.html\" %}";
    // Other pages would be new: the entry has changed too.
    write(
        &root.join("catalog/example/server.yaml"),
        "title: Changed\n",
    );
    for (template, block) in [
        ("tool.html", "{% block hero %}{{ nmae }}{% endblock %}"),
        (
            "tool.html",
            "{% block hero %}{{ name | nofilter }}{% endblock %}",
        ),
        ("tool.html", "{% block hero %}{{ 1 / 0 }}{% endblock %}"),
        ("tool.html", "{% block hero %}{% endif %}{% endblock %}"),
        (
            "tool.html",
            "{% block hero %}{% include \"gone.html\" %}{% endblock %}",
        ),
    ] {
        write(
            &root.join("mine").join(template),
            &format!("{extends}{block}"),
        );
        run(root, &["build", "--templates", "mine"]).ended(2);
        assert!(files(&root.join("public")) == before, "{block}");
    }
    assert!(text(&built(root, &[]), TOOL_PAGE).contains("Changed"));
}

#[test]
fn what_no_page_would_show_of_a_theme_ends_the_build() {
    let scratch = example();
    let extends = "{% extends \"builtin/tool.html\" %}\n";
    for (name, text, told) in [
        (
            "tool.html",
            format!("{extends}{{% block heor %}}<h1>Mine</h1>{{% endblock %}}\n"),
            "did you mean `hero`?",
        ),
        (
            "tool.html",
            format!("{extends}<h1>Mine</h1>\n"),
            "stands in no block",
        ),
        (
            "tol.html",
            "<h1>Mine</h1>\n".to_owned(),
            "did you mean `tool.html`?",
        ),
    ] {
        let folder = tempfile::tempdir_in(scratch.path()).unwrap();
        write(&folder.path().join(name), &text);
        let arguments = ["build", "--templates", folder.path().to_str().unwrap()];
        run(scratch.path(), &arguments)
            .ended(2)
            .said(name)
            .said(told);
        assert!(!scratch.path().join("public").exists(), "{text}");
    }
}

#[test]
fn every_built_in_template_can_be_extended() {
    let scratch = example();
    let wide = "{% extends \"builtin/base.html\" %}\n{% block header %}<p>Wide</p>{% endblock %}\n";
    write(&scratch.path().join("mine/wide.html"), wide);
    let tool =
        "{% extends \"wide.html\" %}\n{% block main %}<h1>Mine: {{ name }}</h1>{% endblock %}\n";
    write(&scratch.path().join("mine/tool.html"), tool);
    let own = built(scratch.path(), &["--templates", "mine"]);
    let page = text(&own, TOOL_PAGE);
    assert!(page.contains("<p>Wide</p>") && page.contains("<h1>Mine: delete_page</h1>"));
    assert!(!text(&own, "index.html").contains("<p>Wide</p>"));
}

#[cfg(unix)]
#[test]
fn no_folder_elsewhere_on_the_machine_is_published() {
    use std::os::unix::fs::symlink;

    let scratch = example();
    let settings = scratch.path().join("catalog/toolrisk.yaml");
    for named in [
        "/etc",
        "..",
        "../..",
        "../docs/../..",
        "../../docs",
        "a/../../..",
    ] {
        for key in ["docs", "templates"] {
            write(&settings, &format!("title: T\n{key}: {named}\n"));
            let ran = run(scratch.path(), &["check"])
                .ended(1)
                .said("toolrisk.yaml:2");
            assert!(
                ran.out.contains("neither in the catalog nor beside it"),
                "{}",
                ran.out
            );
            run(scratch.path(), &["build"]).ended(2);
        }
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let page = "---\ntitle: Secret\nsummary: A secret.\n---\nA secret.\n";
    write(&elsewhere.path().join("index.md"), page);
    symlink(elsewhere.path(), scratch.path().join("pages")).unwrap();
    for key in ["docs", "templates"] {
        write(&settings, &format!("{key}: ../pages\n"));
        run(scratch.path(), &["build"])
            .ended(2)
            .said("a link there leads to");
    }
    for (key, folder, name) in [
        ("docs", "text", "index.md"),
        ("templates", "looks", "tool.html"),
    ] {
        write(&settings, &format!("{key}: ../{folder}\n"));
        std::fs::create_dir(scratch.path().join(folder)).unwrap();
        let link = scratch.path().join(folder).join(name);
        symlink(elsewhere.path().join("index.md"), link).unwrap();
        run(scratch.path(), &["build"])
            .ended(2)
            .said("a symbolic link is not followed");
    }
    assert!(!scratch.path().join("public").exists());
    for named in ["pages", "../other"] {
        let folder = scratch.path().join("catalog").join(named);
        write(&folder.join("index.md"), page);
        write(&settings, &format!("docs: {named}\n"));
        let own = built(scratch.path(), &[]);
        assert!(own.contains_key("docs/index.html"), "{named}");
    }
}

#[test]
fn a_page_of_ones_own_needs_no_template() {
    let scratch = example();
    write(
        &scratch.path().join("catalog/toolrisk.yaml"),
        "docs: ../pages\n",
    );
    write(
        &scratch.path().join("pages/index.md"),
        "---\ntitle: House rules\nsummary: Who may add a server.\n---\nAsk first.\n",
    );
    let own = built(scratch.path(), &[]);
    assert!(text(&own, "docs/index.html").contains("Ask first."));
    assert!(text(&own, "index.html").contains(">Docs</a>"));
}

#[test]
fn a_build_says_how_to_look_at_the_site() {
    let scratch = example();
    run(scratch.path(), &["build"])
        .ended(0)
        .said("next: `toolrisk serve` shows the site");
    run(scratch.path(), &["build", "catalog", "--out", "site"])
        .ended(0)
        .said("if you open a page from disk, it has no style");
}
