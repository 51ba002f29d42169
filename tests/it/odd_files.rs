//! Catalogs with files that nobody would call usual: nothing in them is passed over in silence.

use super::program::{catalog, run, write};

const GOOD: &str = "name: get_page\ndescription: Gets a page.\nrationale: It is public.\n";
const LOCK: &str = r#"{ "version": 1, "captured": "2026-01-01", "method": "file", "tools": {} }"#;

#[test]
fn files_with_nearly_the_right_name_are_findings() {
    for (place, text) in [
        ("a/T.YAML", GOOD),
        ("a/more.Yaml", GOOD),
        ("a/more.yml", GOOD),
        ("a/Tools.Lock.json", LOCK),
        ("Attacks/x.md", "---\ntitle: X\n---\n"),
        ("glossary/x.MD", "---\ntitle: X\n---\n"),
        ("Toolrisk.YAML", "lints: {}\n"),
        ("toolrisk.yml", "lints: {}\n"),
    ] {
        let scratch = catalog(&[
            ("a/server.yaml", "title: A\n"),
            ("a/t.yaml", GOOD),
            (place, text),
        ]);
        let told = run(scratch.path(), &["check", "catalog"])
            .ended(1)
            .said(place);
        let times = told.out.matches("TR021 stray-file").count();
        assert_eq!(times, 1, "{}", told.out);
    }
    let scratch = catalog(&[
        ("a/server.yaml", "title: A\n"),
        ("a/t.yaml", GOOD),
        ("a/README.md", "A"),
        ("attacks/README.md", "A"),
        ("notes.TXT", "A"),
    ]);
    run(scratch.path(), &["check", "catalog"]).ended(0);
}

#[test]
fn a_lock_alone_in_its_folder_is_a_finding() {
    let scratch = catalog(&[
        ("a/server.yaml", "title: A\n"),
        ("a/t.yaml", GOOD),
        ("b/tools.lock.json", LOCK),
    ]);
    run(scratch.path(), &["check", "catalog"])
        .ended(1)
        .said("the folder `b` has no server.yaml");
}

#[cfg(unix)]
#[test]
fn a_line_break_in_a_file_name_breaks_no_line() {
    let place = "a/new\nline.yaml";
    let other = GOOD.replace("get_page", "get_list");
    let scratch = catalog(&[
        ("a/server.yaml", "title: A\n"),
        (place, GOOD),
        ("a/z.yaml", &other),
    ]);
    let told = run(scratch.path(), &["check", "catalog"]).ended(0);
    assert!(
        !told.out.is_empty() && !told.out.contains("new\nline"),
        "{}",
        told.out
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_memory_limit_that_is_too_small_is_said_before_the_work() {
    use std::fmt::Write as _;

    let mut text = String::new();
    for tool in 0..30_000 {
        writeln!(text, "name: t{tool}\ndescription: Gets it.\n---").unwrap();
    }
    let scratch = catalog(&[("a/server.yaml", "title: A\n"), ("a/t.yaml", &text)]);
    let limited = |kilobytes: u64, arguments: &str| {
        let program = env!("CARGO_BIN_EXE_toolrisk");
        let line = format!("ulimit -v {kilobytes} && exec {program} {arguments}");
        let mut shell = std::process::Command::new("sh");
        let output = shell
            .current_dir(scratch.path())
            .args(["-c", &line])
            .output();
        super::program::Ran::from(output.unwrap())
    };
    for command in ["check catalog", "build catalog --out public", "export a"] {
        limited(250_000, command)
            .ended(2)
            .said("30002 entries")
            .said("ulimit -v");
    }
}

/// Rules, words, reasons and titles of a catalog may hold characters that steer a terminal: no command prints one.
#[test]
fn no_command_prints_control_characters_of_a_catalog() {
    const ODD: &str = r"x \e[31m \a \x9b \u202e y";
    let config = format!(
        "title: \"{ODD}\"\nrules:\n- id: r1\n  category: execute\n  verb: [frob]\n  reason: \"{ODD}\"\n  \
         example: {{ name: frob_thing, description: \"Frobs {ODD}.\" }}\nwords:\n- {{ word: hoover, category: \
         destructive, reason: \"{ODD}\" }}\n"
    );
    let server = format!("title: \"{ODD}\"\nsummary: \"{ODD}\"\n");
    let entry = |name: &str| {
        format!(
            "name: {name}\ndescription: \"Gets {ODD}.\"\nrationale: \"{ODD}\"\noverride: \"{ODD}\"\n"
        )
    };
    let tools = [entry("frob_page"), entry("hoover_page")].join("---\n");
    let one = catalog(&[
        ("toolrisk.yaml", &config),
        ("s/server.yaml", &server),
        ("s/t.yaml", &tools),
    ]);
    std::fs::create_dir(one.path().join("other")).unwrap();
    let steers = |text: &str| {
        text.chars()
            .any(|c| c != '\n' && c != '\t' && (c.is_control() || c == '\u{202e}'))
    };
    let commands: [&[&str]; 14] = [
        &["check", "catalog"],
        &["check", "catalog", "--format", "json"],
        &["check", "catalog", "--format", "sarif"],
        &["check", "catalog", "--format", "github"],
        &["check", "catalog", "--format", "gitlab"],
        &["check", "catalog", "--format", "junit"],
        &["check", "catalog", "--diff"],
        &["classify", "frob_page", "--catalog", "catalog"],
        &["classify", "hoover_page", "--catalog", "catalog"],
        &["explain", "r1", "--catalog", "catalog"],
        &["diff", "other", "catalog"],
        &["export", "s", "--catalog", "catalog"],
        &["build", "catalog", "--out", "public", "--keep-going"],
        &["new", "tool", "--help"],
    ];
    for command in commands {
        let told = run(one.path(), command);
        for (stream, text) in [("output", &told.out), ("error output", &told.err)] {
            assert!(!steers(text), "{command:?}, {stream}: {text:?}");
        }
    }
}

/// A file of no catalog has nothing read but the names beside it.
#[test]
fn a_file_of_no_catalog_is_refused() {
    let scratch = catalog(&[("a/server.yaml", "title: A\n"), ("a/t.yaml", GOOD)]);
    for place in [
        "etc/passwd",
        "etc/ssh/config.yaml",
        "top.yaml",
        "catalog/a/notes.txt",
        "catalog/a/deep/t.yaml",
        "catalog/top.yaml",
        "a b/server.json",
    ] {
        write(&scratch.path().join(place), GOOD);
        for command in ["check", "fmt"] {
            let told = run(scratch.path(), &["-v", command, place]).ended(2);
            let told = told.said(&format!("`{place}` is not a file of a catalog"));
            assert!(!told.err.contains("read "), "{}", told.err);
        }
    }
    for place in ["catalog/a/t.yaml", "catalog/a/server.yaml"] {
        run(scratch.path(), &["check", place]).ended(0);
        run(scratch.path(), &["fmt", "--check", place]);
    }
    let inside = scratch.path().join("catalog/a");
    run(&inside, &["check", "t.yaml"]).ended(0);
}
