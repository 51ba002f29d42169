//! Who reads the output of a command has no say in what the command does and finds.

use std::process::Stdio;

use super::program::{catalog, run, toolrisk};

/// Runs the program with nobody at the other end of stdout; gives its exit code.
fn unread(folder: &std::path::Path, arguments: &[&str]) -> Option<i32> {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = toolrisk(folder, arguments);
    command.stdout(Stdio::from(writer)).stderr(Stdio::null());
    command.status().unwrap().code()
}

const BAD: &str = "description: Gets a thing..\nname: get_it\ncategory: wirte\n";

#[test]
fn the_verdict_is_the_same_when_nobody_reads() {
    let scratch = catalog(&[
        ("one/server.yaml", "title: One\nsummary: Serves one.\n"),
        ("one/tools.yaml", BAD),
    ]);
    let root = scratch.path();
    let formats = ["human", "json", "sarif", "github", "gitlab", "junit"];
    let checks = formats.map(|format| vec!["check", "catalog", "--format", format]);
    let others = [
        "check catalog --statistics",
        "check catalog --diff",
        "fmt catalog --check",
        "explain",
        "explain destructive",
        "classify get_it",
        "export one",
        "export one --target cedar",
        "schema tool",
        "diff catalog catalog",
        "--help",
        "--version",
        "check --help",
        "check --no-such-option",
        "simulate --policy missing.json missing.jsonl",
    ];
    let others = others.map(|line| line.split(' ').collect::<Vec<_>>());
    let mut verdicts = std::collections::BTreeSet::new();
    for arguments in checks.into_iter().chain(others) {
        let read = run(root, &arguments).code;
        assert_eq!(unread(root, &arguments), read, "{arguments:?}");
        verdicts.insert(read);
    }
    assert_eq!(verdicts, [Some(0), Some(1), Some(2)].into());
}

#[test]
fn the_work_is_the_same_when_nobody_reads() {
    let mut places: Vec<String> = (0..40).map(|at| format!("one/{at:02}.yaml")).collect();
    let text = |place: &str| format!("description: Gets it.\nname: get_{}\n", &place[4..6]);
    let texts: Vec<String> = places.iter().map(|place| text(place)).collect();
    places.push("one/server.yaml".to_owned());
    let mut all: Vec<(&str, &str)> = places
        .iter()
        .map(String::as_str)
        .zip(texts.iter().map(String::as_str))
        .collect();
    all.push(("one/server.yaml", "title: One\n"));
    let scratch = catalog(&all);
    assert_eq!(unread(scratch.path(), &["fmt", "catalog"]), Some(0));
    run(scratch.path(), &["fmt", "catalog", "--check"]).ended(0);
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error_with_its_reason() {
    let scratch = catalog(&[("one/server.yaml", "title: One\n")]);
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = toolrisk(scratch.path(), &["explain"]);
    let ran: super::program::Ran = command.stdout(full).output().unwrap().into();
    ran.ended(2).said("No space left on device");
}
