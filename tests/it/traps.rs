//! Mistakes that anybody makes on the first day, and what the program says and leaves alone.

use std::io::Write as _;
use std::process::Stdio;

use crate::program::{catalog, files, run, toolrisk, write};

const TOOL: &str =
    "name: get_page\ndescription: Gets a page of a book.\nrationale: The books are public.\n";

fn example(tools: &str) -> tempfile::TempDir {
    catalog(&[
        ("example/server.yaml", "title: Example\n"),
        ("example/tools.yaml", tools),
    ])
}

#[test]
fn export_leaves_a_file_alone_that_holds_anything_else() {
    let scratch = example(TOOL);
    for (target, name, text) in [
        ("claude-code", "settings.json", "{ \"model\": \"opus\" }\n"),
        ("codex", "config.toml", "model = \"x\"\n"),
        (
            "toolrisk",
            "policy.json",
            "{ \"version\": \"1\", \"default\": \"deny\", \"tools\": {} }\n",
        ),
        ("rego", "policy.rego", "package mine\n"),
        ("docker", "notes.txt", "by hand\n"),
        (
            "cedar",
            "latin.cedar",
            "permit (principal, action, resource);\n",
        ),
    ] {
        let path = scratch.path().join(name);
        write(&path, text);
        let arguments = ["export", "example", "-t", target, "-o", name];
        run(scratch.path(), &arguments)
            .ended(2)
            .said("holds something else")
            .said("--force");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "{target}");
        let forced: Vec<&str> = arguments.into_iter().chain(["--force"]).collect();
        run(scratch.path(), &forced).ended(0);
        assert_ne!(std::fs::read_to_string(&path).unwrap(), text, "{target}");
    }
}

#[test]
fn export_replaces_its_own_export_of_the_same_servers() {
    let scratch = example("name: send_mail\ndescription: Sends a mail.\nrationale: It goes out.\n");
    for target in [
        "toolrisk",
        "claude-code",
        "codex",
        "gemini-cli",
        "opencode",
        "rego",
    ] {
        for profile in ["recommended", "strict", "permissive", "recommended"] {
            let arguments = [
                "export", "example", "-t", target, "-p", profile, "-o", target,
            ];
            run(scratch.path(), &arguments).ended(0);
        }
    }
}

#[test]
fn merge_into_creates_a_file_that_is_not_there() {
    let scratch = example(TOOL);
    for target in [
        "claude-code",
        "codex",
        "gemini-cli",
        "opencode",
        "copilot-cli",
    ] {
        let place = format!("new/{target}");
        let arguments = ["export", "example", "-t", target, "--merge-into", &place];
        run(scratch.path(), &arguments).ended(0);
        let printed = run(scratch.path(), &["export", "example", "-t", target]).ended(0);
        let written = std::fs::read_to_string(scratch.path().join(&place)).unwrap();
        assert_eq!(written, printed.out, "{target}");
        // Again: it is merged, and nothing changes.
        run(scratch.path(), &arguments).ended(0);
        assert_eq!(
            std::fs::read_to_string(scratch.path().join(&place)).unwrap(),
            written
        );
    }
    let place = "new/policy.json";
    run(
        scratch.path(),
        &["export", "example", "--merge-into", place],
    )
    .ended(2);
    assert!(
        !scratch.path().join(place).exists(),
        "what cannot be merged is not created"
    );
    let arguments = ["export", "example", "-t", "codex", "--merge-into", "-"];
    run(scratch.path(), &arguments)
        .ended(2)
        .said("`-` is not one");
    assert!(!scratch.path().join("-").exists());
}

#[test]
fn a_folder_that_is_no_catalog_is_refused_in_one_line() {
    let scratch = example(TOOL);
    write(
        &scratch.path().join("deploy/compose.yaml"),
        "name: web\nservices: {}\n",
    );
    write(&scratch.path().join("docs/a.yaml"), "a: 1\n");
    let before = files(scratch.path());
    for arguments in [
        &["check", "."][..],
        &["build", ".", "--out", "site"],
        &["fmt", "."],
        &["export", "example", "--catalog", "."],
        &["diff", ".", "catalog"],
    ] {
        let ran = run(scratch.path(), arguments)
            .ended(2)
            .said("`.` is not a catalog")
            .said("catalog`?");
        assert!(ran.err.lines().count() <= 2, "{}", ran.err);
    }
    run(scratch.path(), &["build", "docs", "--out", "site"])
        .ended(2)
        .said("toolrisk init");
    assert_eq!(files(scratch.path()), before);
}

#[test]
fn a_fault_in_the_configuration_writes_nothing() {
    let scratch = example(TOOL);
    run(scratch.path(), &["build"]).ended(0);
    let before = files(&scratch.path().join("public"));
    for text in [
        "titel: A\n",
        "title: [A]\n",
        "base-url: http://example.com/\n",
        "title: [\n",
        "title: A\n---\ntitle: B\n",
        "words:\n- { word: peruse, reason: It reads. }\n",
    ] {
        write(&scratch.path().join("catalog/toolrisk.yaml"), text);
        run(scratch.path(), &["build"])
            .ended(2)
            .said("toolrisk.yaml")
            .said("nothing was written");
        assert_eq!(files(&scratch.path().join("public")), before, "{text}");
        run(
            scratch.path(),
            &["classify", "get_a", "--catalog", "catalog"],
        )
        .ended(2);
    }
}

#[test]
fn nothing_in_the_configuration_vanishes_without_a_finding() {
    let word = ["word: peruse", "category: read", "reason: It reads"];
    let rule = [
        "id: house-peruse",
        "trait: bulk",
        "phrase: peruse all",
        "reason: It reads all",
        "example: { name: peruse, description: Peruse all books. }",
    ];
    let entry = |keys: &[String]| format!("- {}\n", keys.join("\n  "));
    for (list, keys) in [("words", &word[..]), ("rules", &rule[..])] {
        for at in 0..keys.len() {
            for broken in ["", ":", ": 5", ": [[]]", ": { a: b }"] {
                let mut keys: Vec<String> = keys.iter().map(|&key| key.to_owned()).collect();
                let name = keys[at].split(':').next().unwrap().to_owned();
                if broken.is_empty() {
                    keys.remove(at);
                } else {
                    keys[at] = name.clone() + broken;
                }
                let text = format!("{list}:\n{}", entry(&keys));
                let scratch = catalog(&[
                    ("toolrisk.yaml", &text),
                    ("example/server.yaml", "title: Example\n"),
                    ("example/tools.yaml", TOOL),
                ]);
                let ran = run(scratch.path(), &["check"]);
                assert_eq!(ran.code, Some(1), "{text}\n{}", ran.out);
                assert!(ran.out.contains("toolrisk.yaml"), "{text}\n{}", ran.out);
            }
        }
    }
}

#[test]
fn fmt_fails_when_it_cannot_do_its_work() {
    let scratch = example("{ name: get_page, description: Gets a page. }\n");
    let before = files(scratch.path());
    run(scratch.path(), &["fmt"])
        .ended(1)
        .said("not formatted: catalog/example/tools.yaml: it is written as");
    write(
        &scratch.path().join("catalog/example/more.yml"),
        "name: a\n",
    );
    run(scratch.path(), &["fmt"])
        .ended(1)
        .said("name it `.yaml`");
    std::fs::remove_file(scratch.path().join("catalog/example/more.yml")).unwrap();
    assert_eq!(files(scratch.path()), before);
}

#[test]
fn fmt_takes_single_files() {
    let scratch = example("risk: low\nname: get_page\ndescription: Gets a page.\n");
    write(
        &scratch.path().join("catalog/example/more.yaml"),
        "risk: low\nname: get_a\n",
    );
    let path = "catalog/example/tools.yaml";
    let ran = run(scratch.path(), &["fmt", path]).ended(0);
    assert_eq!(ran.out, format!("{path}\n"));
    run(scratch.path(), &["fmt", "--check", path]).ended(0);
    run(
        &scratch.path().join("catalog/example"),
        &["fmt", "--check", "tools.yaml"],
    )
    .ended(0)
    .said("0 of 1 file");
    run(scratch.path(), &["fmt", "--check"])
        .ended(1)
        .said("more.yaml");
}

#[test]
fn errors_give_the_systems_reason_and_no_names_of_crates() {
    let scratch = example(TOOL);
    write(&scratch.path().join("file"), "");
    for arguments in [
        &["build", "--templates", "nope"][..],
        &["build", "--static", "nope"],
        &["build", "--templates", "file"],
        &["build", "--static", "file"],
        &["build", "--out", "file/site"],
        &["check", "nope"],
        &["check", "--baseline", "nope"],
        &["check", "--write-baseline", "file/x"],
        &["fmt", "nope"],
        &["export", "example", "-o", "file/x"],
        &["import", "--file", "nope", "--server", "a"],
        &["import", "--from", "nope"],
        &["classify", "--file", "nope"],
        &["simulate", "--policy", "nope", "nope"],
        &["gateway", "--policy", "nope", "--", "true"],
    ] {
        let ran = run(scratch.path(), arguments).ended(2);
        let reason = ran.err.contains("No such file or directory")
            || ran.err.contains("Not a directory")
            || ran.err.contains("File exists");
        assert!(reason, "{arguments:?}: {}", ran.err);
        assert!(!ran.err.contains("IO error for operation"), "{}", ran.err);
        assert!(ran.err.contains("help: "), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn diff_blames_the_side_that_is_missing() {
    let scratch = example(TOOL);
    for arguments in [["diff", "catalog", "/nope"], ["diff", "/nope", "catalog"]] {
        run(scratch.path(), &arguments)
            .ended(2)
            .said("`/nope` is neither a folder nor a git revision");
    }
}

#[test]
fn the_help_for_a_faulty_value_does_not_lead_into_the_next_fault() {
    for (key, help) in [
        ("limit: -5", "`10/minute`"),
        ("limit: 10", "`10/minute`"),
        ("limit: 10 per minute", "`10/minute`"),
        ("limit: [10]", "`10/minute`"),
        ("limit: true", "`10/minute`"),
        ("category: 1", "`destructive`"),
        ("category: true", "`destructive`"),
        ("risk: 3", "`critical`"),
        ("risk: [high]", "`critical`"),
        ("decision: no", "`hide`"),
        ("traits: 1", "`bulk`"),
        ("status: 1", "`reviewed`"),
        ("references: 1", "quotes"),
        ("references: x", "`https://`"),
    ] {
        let scratch = example(&format!("{TOOL}{key}\n"));
        let ran = run(scratch.path(), &["check"]).ended(1).said(help);
        let quotes = ran.out.contains("put it in quotes");
        assert!(!quotes || help == "quotes", "{key}: {}", ran.out);
    }
    let scratch = example(&format!("{TOOL}{TOOL}"));
    run(scratch.path(), &["check"])
        .ended(1)
        .said("write `---` on the line above");
}

#[test]
fn a_rating_that_is_ignored_is_told_by_every_command_that_would_publish_it() {
    let tool = "name: delete_page\ndescription: Deletes a page for good.\nrationale: It is gone.\n";
    let scratch = example(tool);
    std::fs::rename(
        scratch.path().join("catalog"),
        scratch.path().join("before"),
    )
    .unwrap();
    write(
        &scratch.path().join("catalog/example/server.yaml"),
        "title: Example\n",
    );
    for key in [
        "risk: low",
        "category: read",
        "decision: allow",
        "limit: 9/minute",
        "traits: [bulk]",
    ] {
        write(
            &scratch.path().join("catalog/example/tools.yaml"),
            &format!("{tool}{key}\n"),
        );
        for arguments in [&["build"][..], &["diff", "before"], &["export", "example"]] {
            run(scratch.path(), arguments)
                .ended(0)
                .said(&format!("`{key}` is ignored"));
        }
        run(scratch.path(), &["check", "--deny", "warnings"]).ended(1);
    }
}

#[test]
fn a_misspelt_word_of_the_command_line_gets_the_nearest_that_makes_sense() {
    let scratch = example(TOOL);
    for (arguments, near) in [
        (&["check", "--fxi"][..], "'--fix'"),
        (&["check", "--formt", "json"], "'--format'"),
        (&["build", "--ot", "x"], "'--out'"),
        (&["chekc"], "'check'"),
        (&["new", "servr"], "'server'"),
        (&["explain", "missng-key"], "`missing-key`"),
        (&["explain", "TR0111"], "`TR011`"),
        (&["lint"], "'check'"),
        (&["format"], "'fmt'"),
        (&["export", "example", "-t", "gemini"], "'gemini-cli'"),
        (&["export", "example", "-t", "claud-code"], "'claude-code'"),
        (&["export", "example", "-t", "opa"], "'rego'"),
        (&["export", "example", "-p", "recomended"], "'recommended'"),
    ] {
        run(scratch.path(), arguments).ended(2).said(near);
    }
    for arguments in [
        &["export", "example", "-t", "vscode"][..],
        &["check", "--zzz"],
        &["zzz"],
    ] {
        let ran = run(scratch.path(), arguments).ended(2);
        assert!(!ran.err.contains("similar"), "{}", ran.err);
    }
}

#[test]
fn simulate_says_when_the_policy_is_of_another_server() {
    let scratch = example(TOOL);
    run(scratch.path(), &["export", "example", "-o", "policy.json"]).ended(0);
    let words = "names none of the tools that are called, such as `drop_table`";
    for (calls, said) in [
        ("{\"tool\": \"drop_table\"}\n", true),
        ("{\"tool\": \"get_page\"}\n", false),
    ] {
        write(&scratch.path().join("calls"), calls);
        let ran = run(
            scratch.path(),
            &["simulate", "--policy", "policy.json", "calls"],
        )
        .ended(0);
        assert_eq!(ran.err.contains(words), said, "{}", ran.err);
    }
}

#[test]
fn one_is_singular() {
    let scratch = example(TOOL);
    run(scratch.path(), &["check"])
        .ended(0)
        .said("checked 1 tool of 1 server: ");
    run(scratch.path(), &["build"])
        .ended(0)
        .said("1 server, 1 tool: ");
    write(
        &scratch.path().join("list.json"),
        r#"{"tools": [{"name": "get_a", "description": "Gets a book.", "inputSchema": {"type": "object"}}]}"#,
    );
    let arguments = ["import", "--file", "list.json", "--server", "other"];
    run(scratch.path(), &arguments)
        .ended(0)
        .said("1 tool listed, 1 entry added");
    write(&scratch.path().join("one/a/server.yaml"), "title: A\n");
    run(scratch.path(), &["diff", "one", "catalog"])
        .ended(0)
        .said("2 tools changed");
    write(
        &scratch.path().join("one/example/server.yaml"),
        "title: A\n",
    );
    write(&scratch.path().join("one/example/tools.yaml"), TOOL);
    run(scratch.path(), &["diff", "one", "catalog"])
        .ended(0)
        .said("1 tool changed");
}

#[test]
fn a_dash_is_standard_input_wherever_a_list_is_read() {
    let scratch = example(TOOL);
    let list = r#"{"tools": [{"name": "get_a", "description": "Gets a book.", "inputSchema": {"type": "object"}}]}"#;
    let call = "{\"tool\": \"get_page\"}\n";
    run(scratch.path(), &["export", "example", "-o", "policy.json"]).ended(0);
    let servers = "servers: { listed: { file: list.json } }\n";
    write(&scratch.path().join("list.json"), list);
    let policy = std::fs::read_to_string(scratch.path().join("policy.json")).unwrap();
    write(&scratch.path().join("calls"), call);
    for (arguments, input) in [
        (&["import", "--file", "-", "--server", "other"][..], list),
        (&["drift", "other", "--file", "-"], list),
        (&["import", "--from", "-"], servers),
        (&["classify", "--file", "-"], list),
        (&["simulate", "--policy", "policy.json", "-"], call),
        (&["simulate", "--policy", "-", "calls"], &policy),
    ] {
        let mut child = toolrisk(scratch.path(), arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    }
}

#[test]
fn a_list_with_a_doubled_key_is_told_with_its_place() {
    let scratch = example(TOOL);
    let twice = r#"{"name": "get_a", "description": "Gets a.", "inputSchema": {"type": "object", "properties": {"id": {"type": "string", "type": "number"}}}, "description": "Deletes a."}"#;
    let list = format!("{{\"tools\": [{twice}]}}");
    let lines = format!("{{\"name\": \"get_b\"}}\n{twice}\n");
    let type_of = "inputSchema/properties/id/type";
    for (text, place, path) in [(list, "", "/tools/0/"), (lines, "line 2: ", "/")] {
        write(&scratch.path().join("list"), &text);
        for arguments in [
            &["classify", "--file", "list"][..],
            &["policy", "check", "policy.json", "--tools", "list"],
        ] {
            run(
                scratch.path(),
                &["export", "example", "-o", "policy.json", "--force"],
            )
            .ended(0);
            let told = run(scratch.path(), arguments);
            for key in [type_of, "description"] {
                let note = format!("warning: `list`: {place}the key `{path}{key}` stands twice");
                assert!(
                    told.err.contains(&note),
                    "{arguments:?}: no {note}\n{}",
                    told.err
                );
            }
        }
    }
}

#[test]
fn a_secret_that_is_given_in_the_wrong_form_is_not_repeated() {
    let scratch = tempfile::tempdir().unwrap();
    for header in [
        "Authorization=SECRETX",
        "Authorization: Bearer SECRETX",
        "Authorization: Bearer SECRETX==",
        "SECRETX=",
        "Authorization: SECRETX=env:TOKEN",
        "Authorization=env:Bearer SECRETX",
    ] {
        for command in ["import", "gateway", "drift"] {
            let arguments = [
                command,
                "--url",
                "https://a.example/mcp",
                "--header",
                header,
            ];
            let told = run(scratch.path(), &arguments).ended(2);
            let both = format!("{}{}", told.out, told.err);
            assert!(!both.contains("SECRETX"), "{command} {header}: {both}");
            assert!(both.contains("write it as NAME=env:VAR"), "{both}");
        }
    }
    for (option, value) in [
        ("--url", "https://u:SECRETX@a.example"),
        ("--env", "=SECRETX"),
    ] {
        let told = run(scratch.path(), &["import", option, value]).ended(2);
        assert!(!told.err.contains("SECRETX"), "{}", told.err);
    }
}

#[test]
fn a_diff_with_a_folder_that_is_not_there_is_an_error() {
    let scratch = tempfile::tempdir().unwrap();
    let here = scratch.path();
    write(&here.join("real/example/server.yaml"), "title: Example\n");
    write(&here.join("real/example/tools.yaml"), TOOL);
    for arguments in [
        ["diff", "nope", "nope2"],
        ["diff", "real", "/nope"],
        ["diff", "nope", "real"],
    ] {
        run(here, &arguments)
            .ended(2)
            .said("is neither a folder nor a git revision of the catalog");
    }
    run(here, &["diff", "real", "real"]).ended(0);
}
