//! The documentation: what it shows runs, what it links to exists, and the reference is that of the code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use toolrisk::check::all_lints;
use toolrisk::clients::{place, wrapping};
use toolrisk::load::{Tree, load, read_docs, yaml_value};
use toolrisk::model::Catalog;
use toolrisk::policy::all_targets;
use toolrisk::rules::rate;
use toolrisk::schema::Schema;
use toolrisk::site::{Options, Site};
use toolrisk::site::{TEMPLATE_VERSION, template_values};

use crate::program::{Ran, run, toolrisk, write};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every page of the documentation, and the README.
fn pages() -> Vec<(PathBuf, String)> {
    let walk = walkdir::WalkDir::new(root().join("docs")).sort_by_file_name();
    let files = walk.into_iter().map(|entry| entry.unwrap().into_path());
    let files = files.filter(|path| path.extension().is_some_and(|it| it == "md"));
    let files = files.chain([root().join("README.md")]);
    files
        .map(|path| (path.clone(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// The blocks of code of a page: what stands after the fence, and the text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let text: Vec<&str> = lines
            .by_ref()
            .take_while(|line| !line.starts_with("```"))
            .collect();
        blocks.push((info.to_owned(), text.join("\n") + "\n"));
    }
    blocks
}

/// The words of a command line; what stands between double quotes is one.
fn words(line: &str) -> Vec<&str> {
    let pieces = line.split('"').enumerate();
    let words = pieces.flat_map(|(at, piece)| {
        let quoted = (at % 2 == 1).then_some(piece);
        let plain = if at % 2 == 0 { piece } else { "" };
        quoted.into_iter().chain(plain.split_whitespace())
    });
    words.collect()
}

#[test]
fn every_command_that_is_shown_is_one() {
    let scratch = tempfile::tempdir().unwrap();
    let mut tried = 0;
    for (path, text) in pages() {
        for (_, block) in blocks(&text).into_iter().filter(|(info, _)| info == "sh") {
            for line in block.lines().filter(|line| line.starts_with("toolrisk ")) {
                let line = line
                    .split(" > ")
                    .next()
                    .unwrap()
                    .split(" | ")
                    .next()
                    .unwrap();
                let line = line.split("  #").next().unwrap();
                let mine = line.split(" -- ").next().unwrap();
                let words: Vec<&str> = words(mine).into_iter().skip(1).chain(["--help"]).collect();
                let mut command = toolrisk(scratch.path(), &words);
                let ran: Ran = command.env("TOKEN", "x").output().unwrap().into();
                assert_eq!(ran.code, Some(0), "{}: {line}\n{}", path.display(), ran.err);
                tried += 1;
            }
        }
    }
    assert!(tried > 25, "{tried}");
}

#[test]
fn every_file_that_is_shown_is_valid() {
    for (path, text) in pages() {
        for (info, block) in blocks(&text) {
            let found = match info.as_str() {
                "yaml tool" => {
                    load(&Tree::of_texts([
                        ("a/server.yaml", "title: A\n"),
                        ("a/tools.yaml", &block),
                    ]))
                    .found
                }
                "yaml config" => {
                    load(&Tree::of_texts([
                        ("toolrisk.yaml", block.as_str()),
                        ("a/server.yaml", "title: A\n"),
                    ]))
                    .found
                }
                "yaml doc" => {
                    let scratch = tempfile::tempdir().unwrap();
                    write(
                        &scratch.path().join("a.md"),
                        &format!("---\n{block}---\nText.\n"),
                    );
                    read_docs(scratch.path()).unwrap();
                    continue;
                }
                "yaml" => {
                    yaml_value(&block).unwrap();
                    continue;
                }
                "json" | "json calls.jsonl" => {
                    for line in block.lines() {
                        serde_json::from_str::<Value>(line).unwrap();
                    }
                    continue;
                }
                _ => continue,
            };
            assert!(found.is_empty(), "{}: {found:#?}\n{block}", path.display());
        }
    }
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    let catalog = toolrisk::load::read_tree(&root().join("catalog"), None).unwrap();
    let loaded = load(&catalog);
    let rated = rate(&loaded.catalog);
    let docs = read_docs(&root().join("docs")).unwrap();
    let options = Options {
        docs: docs.clone(),
        ..Options::default()
    };
    let site = Site::new(&rated, &options).unwrap();
    let known: Vec<String> = site.plan().iter().map(|page| site.href(*page)).collect();
    let mut tried = 0;
    for doc in &docs {
        for (_, rest) in doc
            .body
            .match_indices("](/")
            .map(|(at, _)| doc.body.split_at(at + 2))
        {
            let address = rest.split(')').next().unwrap();
            let path = address.split('#').next().unwrap();
            assert!(
                known.iter().any(|it| it == path),
                "docs/{}: {address}",
                doc.path
            );
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
}

#[test]
fn pages_have_navigation_and_contents_and_text_stays_text() {
    let scratch = tempfile::tempdir().unwrap();
    let page = |title: &str, section: &str, order: usize, body: &str| {
        format!(
            "---\ntitle: {title}\nsummary: About {title}.\nsection: {section}\norder: {order}\n---\n{body}\n"
        )
    };
    let folder = scratch.path().join("docs");
    write(
        &folder.join("index.md"),
        &page("Start <here>", "One", 9, "See [b](/docs/deep/b/)."),
    );
    write(
        &folder.join("a.md"),
        &page(
            "A",
            "Two",
            2,
            "## First\n\n<script>alert(1)</script>\n\n## Second",
        ),
    );
    write(&folder.join("deep/b.md"), &page("B", "Two", 1, "Text."));
    write(&folder.join(".hidden.md"), "not a page");
    write(
        &scratch.path().join("catalog/toolrisk.yaml"),
        "base-url: https://example.org/sub/\ndocs: ../docs\n",
    );
    write(&scratch.path().join("catalog/s/server.yaml"), "title: S\n");
    run(scratch.path(), &["build"]).ended(0);
    let read =
        |place: &str| std::fs::read_to_string(scratch.path().join("public").join(place)).unwrap();
    let first = read("docs/index.html");
    assert!(
        first.contains("<h1>Start &lt;here&gt;</h1>")
            && first.contains("href=\"/sub/docs/deep/b/\"")
    );
    let a = read("docs/a/index.html");
    assert!(
        a.contains("<h2 id=\"first\">First</h2>") && a.contains("<a href=\"#second\">Second</a>"),
        "{a}"
    );
    assert!(a.contains("&lt;script&gt;") && !a.contains("<script>alert"));
    let places: Vec<usize> = [
        "Start &lt;here&gt;</a>",
        "/sub/docs/deep/b/\">B</a>",
        "aria-current=\"page\">A</a>",
    ]
    .iter()
    .map(|link| a.rfind(link).unwrap_or_else(|| panic!("{link} in {a}")))
    .collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(read("servers/index.html").contains("href=\"/sub/docs/\""));
    assert!(read("sitemap-1.xml").contains("https://example.org/sub/docs/deep/b/"));
}

#[test]
fn a_faulty_page_ends_the_build_with_its_name_and_the_reason() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("docs");
    write(
        &scratch.path().join("catalog/toolrisk.yaml"),
        "docs: ../docs\n",
    );
    write(&scratch.path().join("catalog/s/server.yaml"), "title: S\n");
    for (name, text, reason) in [
        ("c.md", "no front matter", "no front matter"),
        ("c.md", "---\ntitle: C\n---\n", "missing key `summary`"),
        (
            "c.md",
            "---\ntitle: C\nsummary: C.\nordre: 1\n---\n",
            "unknown key `ordre`",
        ),
        (
            "C d.md",
            "---\ntitle: C\nsummary: C.\n---\n",
            "lower-case letters",
        ),
    ] {
        write(&folder.join(name), text);
        run(scratch.path(), &["build"])
            .ended(2)
            .said(reason)
            .said(name);
        std::fs::remove_file(folder.join(name)).unwrap();
    }
}

#[test]
fn the_reference_is_that_of_the_code() {
    for (name, text) in [
        ("command-line", command_line()),
        ("catalog", catalog_files()),
        ("policy", policy()),
        ("lints", lints()),
        ("targets", targets()),
        ("templates", templates()),
    ] {
        let path = root().join(format!("docs/reference/{name}.md"));
        if std::env::var("INSTA_UPDATE").is_ok_and(|it| it == "always") {
            write(&path, &text);
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            there == text,
            "docs/reference/{name}.md is not that of the code; INSTA_UPDATE=always writes it"
        );
    }
}

fn front(title: &str, summary: &str, order: usize) -> String {
    format!("---\ntitle: {title}\nsummary: {summary}\nsection: Reference\norder: {order}\n---\n")
}

/// The help of every command.
fn command_line() -> String {
    let scratch = tempfile::tempdir().unwrap();
    let help = |words: &[&str]| run(scratch.path(), words).ended(0).out;
    let inner = |words: &[&str]| -> Vec<String> {
        let all = help(words);
        let commands = all.lines().skip_while(|line| *line != "Commands:").skip(1);
        let commands = commands.take_while(|line| line.starts_with("  "));
        let names = commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
        let names = names.filter(|name| !name.is_empty() && *name != "help");
        names.map(str::to_owned).collect()
    };
    let names = inner(&["--help"]).into_iter().flat_map(|name| {
        let own = inner(&[&name, "--help"]);
        let own = own.into_iter().map(|it| format!("{name} {it}"));
        std::iter::once(name.clone()).chain(own).collect::<Vec<_>>()
    });
    let mut out = front(
        "Command line",
        "Every command and option, as `--help` prints them.",
        1,
    );
    for name in names {
        let words: Vec<&str> = name.split(' ').chain(["--help"]).collect();
        let text = help(&words);
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let _ = write!(
            out,
            "## {name}\n\n```text\n{}\n```\n\n",
            lines.join("\n").trim_end()
        );
    }
    out.trim_end().to_owned() + "\n"
}

/// The keys of a schema as a table.
fn keys(schema: Schema) -> String {
    let schema: Value = serde_json::from_str(&schema.text()).unwrap();
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut out = "| key | what it holds | |\n|---|---|---|\n".to_owned();
    for (key, value) in schema["properties"].as_object().unwrap() {
        let about = value["description"].as_str().unwrap_or_default();
        let words = value["enum"].as_array().map(|words| {
            let words: Vec<String> = words
                .iter()
                .map(|it| format!("`{}`", it.as_str().unwrap()))
                .collect();
            format!(" One of {}.", words.join(", "))
        });
        let needed = if required.contains(&Value::from(key.as_str())) {
            "required"
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "| `{key}` | {about}{} | {needed} |",
            words.unwrap_or_default()
        );
    }
    out
}

fn catalog_files() -> String {
    let mut out = front(
        "Files of a catalog",
        "Every key of every file, from the schemas that editors use.",
        2,
    );
    for (title, schema) in [
        ("toolrisk.yaml", Schema::Config),
        ("A server: SERVER/server.yaml", Schema::Server),
        ("A tool: a document of SERVER/*.yaml", Schema::Tool),
        ("An attack pattern: attacks/ID.md", Schema::Attack),
        ("A term: glossary/ID.md", Schema::Term),
        ("The lock: SERVER/tools.lock.json", Schema::Lock),
    ] {
        let _ = write!(out, "## {title}\n\n{}\n", keys(schema));
        let _ = write!(
            out,
            "As JSON Schema: `toolrisk schema {}`.\n\n",
            schema.as_str()
        );
    }
    out.trim_end().to_owned() + "\n"
}

fn policy() -> String {
    let mut out = front(
        "Policies",
        "The document that `export` writes and the gateway reads.",
        3,
    );
    out += &keys(Schema::Policy);
    out += "\nAs JSON Schema: `toolrisk schema policy`.\n";
    out
}

fn lints() -> String {
    let mut out = front("Lints", "Everything that `toolrisk check` can report.", 4);
    out += "| code | name | level | what it reports |\n|---|---|---|---|\n";
    for info in all_lints() {
        let (code, name, level) = (info.code, info.name, info.level.as_str());
        let _ = writeln!(
            out,
            "| [{code}](/lints/{code}/) | `{name}` | {level} | {} |",
            info.summary
        );
    }
    out
}

fn targets() -> String {
    let mut out = front(
        "Targets of export",
        "The products that a policy can be exported to.",
        5,
    );
    out += "| target | product | where the document goes | asks a person |\n|---|---|---|---|\n";
    for target in all_targets() {
        let info = target.info();
        let asks = if info.is_client { "yes" } else { "" };
        let _ = writeln!(
            out,
            "| `{}` | [{}]({}) | {} | {asks} |",
            info.name, info.title, info.source, info.place
        );
    }
    out += "\nThese clients cannot count calls or check arguments. Their document is the part of the client's configuration that starts \
            the server behind the gateway, and the policy is a file beside it.\n\n";
    out += "| target | client | where the document goes |\n|---|---|---|\n";
    for client in wrapping() {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} |",
            client.id,
            client.title,
            place(client)
        );
    }
    out
}

fn templates() -> String {
    let mut out = front(
        "Templates",
        "The values that each template is given, and the version of them.",
        6,
    );
    let _ = writeln!(
        out,
        "The version of these values is **{TEMPLATE_VERSION}**, which a template reads as `site.version`. It goes up when a \
         value changes its meaning, form or name, or is removed; `CHANGELOG.md` says what you have to change. A new value does \
         not change the version.\n\n\
         Each row lists what the built-in template uses. A template of yours with that name gets the same values. Pages extend \
         `base.html`, so they need the values of that row too. [Change how the site looks](/docs/how-to/templates/) shows how.\n"
    );
    out += "| template | blocks | values |\n|---|---|---|\n";
    for (name, values) in template_values().unwrap() {
        let source = std::fs::read_to_string(root().join("templates").join(name)).unwrap();
        let blocks = source.split("{% block ").skip(1);
        let blocks = blocks.map(|rest| code(rest.split(' ').next().unwrap()));
        let blocks: Vec<String> = blocks.collect();
        let values: Vec<String> = values.iter().map(|it| code(it)).collect();
        let _ = writeln!(
            out,
            "| `{name}` | {} | {} |",
            blocks.join(", "),
            values.join(", ")
        );
    }
    out
}

fn code(word: &str) -> String {
    format!("`{word}`")
}

#[test]
fn a_catalog_without_pages_has_no_documentation() {
    let catalog = Catalog::default();
    let rated = rate(&catalog);
    let site = Site::new(&rated, &Options::default()).unwrap();
    assert!(
        !site
            .plan()
            .iter()
            .any(|page| site.href(*page).starts_with("/docs/"))
    );
}

/// A server over pipes with two tools.
#[cfg(unix)]
const SERVER: &str = r#"#!/bin/sh
while read -r line; do
  id=$(printf '%s' "$line" | sed -n 's/.*"id":\([0-9]*\).*/\1/p')
  case $line in
    *'"initialize"'*) answer='{"protocolVersion":"2025-06-18","capabilities":{"tools":{}},"serverInfo":{"name":"memory","version":"1"}}' ;;
    *'"tools/list"'*) answer='{"tools":[{"name":"read_graph","description":"Reads the whole graph.","inputSchema":{"type":"object"}},{"name":"delete_entities","description":"Deletes entities from the graph.","inputSchema":{"type":"object"}}]}' ;;
    *) [ -n "$id" ] && printf '{"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"unknown"}}\n' "$id"; continue ;;
  esac
  printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$id" "$answer"
done
"#;

/// The quick start, word by word, in an empty folder with an empty home. What stands in for npm and for
/// the installation is on the PATH, and so is the program, which serves on a free port.
#[cfg(unix)]
#[test]
fn the_quick_start_and_the_tutorial_work_as_they_are_written() {
    let scratch = tempfile::tempdir().unwrap();
    let bin = scratch.path().join("bin");
    put_programs(&bin);
    let home = scratch.path().join("home");
    std::fs::create_dir(&home).unwrap();
    let page = std::fs::read_to_string(root().join("docs/quick-start.md")).unwrap();
    let blocks = blocks(&page).into_iter().filter(|(info, _)| info == "sh");
    let script: String = blocks.map(|(_, text)| text).collect();
    let mut folder = home.clone();
    let mut commands = Vec::new();
    for line in script.lines() {
        if let Some(inside) = line.strip_prefix("cd ") {
            folder.push(inside);
            continue;
        }
        commands.push(line);
        let mut command = std::process::Command::new("/bin/sh");
        command
            .args(["-c", &format!("exec {line}")])
            .env_clear()
            .env("HOME", &home)
            .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
            .current_dir(&folder);
        if line == "toolrisk serve" {
            look_at_what_is_served(command);
        } else {
            let ran: Ran = command.output().unwrap().into();
            assert_eq!(ran.code, Some(0), "{line}\n{}", ran.err);
        }
    }
    assert!(commands.len() <= 6, "{commands:?}");
    for step in ["install", "init", "check", "serve", "build", "export"] {
        assert!(
            commands.iter().any(|it| it.contains(step)),
            "{step}: {commands:?}"
        );
    }
    for file in [
        "public/servers/memory/delete_entities/index.html",
        "policy.json",
        ".github/workflows/pages.yml",
    ] {
        assert!(
            folder.join(file).is_file(),
            "{file}: {:?}",
            crate::program::files(&folder).keys()
        );
    }
    let policy = std::fs::read_to_string(folder.join("policy.json")).unwrap();
    assert!(policy.contains("delete_entities"), "{policy}");
    follow_the_tutorial(&folder, &home, &bin);
}

/// The tutorial, word by word, in the folder in which the quick start ended.
#[cfg(unix)]
fn follow_the_tutorial(folder: &Path, home: &Path, bin: &Path) {
    let page = std::fs::read_to_string(root().join("docs/tutorial.md")).unwrap();
    let all = blocks(&page);
    let entries = all.iter().filter(|(info, _)| info == "yaml tool");
    let entries: Vec<&str> = entries.map(|(_, text)| text.as_str()).collect();
    write(
        &folder.join("catalog/memory/tools.yaml"),
        &entries.join("---\n"),
    );
    let calls = all.iter().find(|(info, _)| info == "json calls.jsonl");
    write(&folder.join("calls.jsonl"), &calls.unwrap().1);
    let commands = all.iter().filter(|(info, _)| info == "sh");
    for line in commands.flat_map(|(_, text)| text.lines()) {
        let mut command = std::process::Command::new("/bin/sh");
        command
            .args(["-c", &format!("exec {line}")])
            .env_clear()
            .env("HOME", home)
            .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
            .stdin(std::process::Stdio::null())
            .current_dir(folder);
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "A");
            command.env(format!("GIT_{who}_EMAIL"), "a@example.org");
        }
        let ran: Ran = command.output().unwrap().into();
        assert_eq!(ran.code, Some(0), "{line}\n{}{}", ran.out, ran.err);
    }
}

/// Puts what the quick start runs into a folder.
#[cfg(unix)]
fn put_programs(bin: &Path) {
    use std::os::unix::fs::PermissionsExt as _;

    let program = concat!(
        "#!/bin/sh\ntest \"$*\" = serve && set -- serve --port 0\nexec '",
        env!("CARGO_BIN_EXE_toolrisk"),
        "' \"$@\"\n"
    );
    for (name, text) in [
        ("npx", SERVER),
        ("cargo", "#!/bin/sh\ntest \"$*\" = 'install toolrisk'\n"),
        ("toolrisk", program),
    ] {
        write(&bin.join(name), text);
        std::fs::set_permissions(bin.join(name), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}

/// Starts the command, asks it for two pages, and ends it as Ctrl-C does.
#[cfg(unix)]
fn look_at_what_is_served(mut command: std::process::Command) {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};

    let mut child = command
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    let (_, address) = line.trim().split_once("http://").unwrap();
    let address = address.trim_end_matches('/');
    let pages = [
        ("/", "Our tools"),
        ("/servers/memory/delete_entities/", "delete_entities"),
    ];
    let answers = pages.map(|(path, _)| {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    });
    let id = child.id().to_string();
    let sent = std::process::Command::new("kill")
        .args(["-INT", &id])
        .status();
    assert!(sent.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    for ((_, words), answer) in pages.iter().zip(answers) {
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.contains(words),
            "{answer}"
        );
    }
}
