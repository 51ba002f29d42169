//! What cannot be read of a catalog is an error whatever anybody sets, and is never taken for removed.

use serde_json::Value;

use super::program::{catalog, run, write};

const SERVER: (&str, &str) = ("one/server.yaml", "title: One\nsummary: Serves one.\n");
const ENTRY: &str = "name: get_it\ndescription: Gets it.\n";
const BROKEN: &str =
    "name: get_it\ndescription: Gets it.\n---\nname: [unclosed\n---\nname: b\nserverity: high\n";

#[test]
fn the_level_of_what_cannot_be_read_is_not_lowered() {
    let scratch = catalog(&[SERVER, ("one/tools.yaml", BROKEN)]);
    let root = scratch.path();
    for lint in ["TR010", "tr002", "unknown-key", "yaml-syntax", "TR022"] {
        let told = "so it always is an error";
        run(root, &["check", "--ignore", lint]).ended(2).said(told);
        for level in ["allow", "note", "warn"] {
            let setting = format!("{lint}={level}");
            let ran = run(root, &["check", "--level", &setting]).ended(2);
            ran.said(told);
        }
        let setting = format!("{lint}=error");
        run(root, &["check", "--level", &setting]).ended(1);
    }
    let ran = run(root, &["check", "--level", "all=allow"]).ended(1);
    assert!(
        ran.out.contains("TR010") && ran.out.contains("TR002"),
        "{}",
        ran.out
    );
    for word in ["TR010", "unknown-key", "yaml-syntax"] {
        for level in ["allow", "note", "warn"] {
            let settings = format!("title: Tools\nlints:\n  {word}: {level}\n");
            write(&root.join("catalog/toolrisk.yaml"), &settings);
            let ran = run(root, &["check"]).ended(1);
            let said = format!("the level of `{word}` cannot be lowered");
            for expected in [said.as_str(), "error[TR010 ", "error[TR002 "] {
                assert!(ran.out.contains(expected), "no {expected} in {}", ran.out);
            }
        }
    }
}

#[test]
fn catalogs_that_cannot_be_read_whole_are_not_compared() {
    let scratch = catalog(&[SERVER, ("one/tools.yaml", ENTRY)]);
    let root = scratch.path();
    for (place, text) in [
        ("one/tools.yaml", BROKEN),
        ("one/tools.yaml", "name: [\n"),
        ("one/tools.yaml", ""),
        ("one/tools.lock.json", "{"),
        ("toolrisk.yaml", "titel: x\n"),
    ] {
        let other = tempfile::tempdir_in(root).unwrap();
        write(&other.path().join(SERVER.0), SERVER.1);
        write(&other.path().join("one/tools.yaml"), ENTRY);
        write(&other.path().join(place), text);
        let other = other.path().to_str().unwrap();
        for sides in [["catalog", other], [other, "catalog"]] {
            let ran = run(root, &["diff", sides[0], sides[1]]).ended(2);
            assert!(!ran.out.contains("removed"), "{place}: {}", ran.out);
            assert!(ran.err.contains("[TR0"), "{place}: {}", ran.err);
            ran.said("nothing was compared");
        }
    }
}

#[test]
fn findings_are_counted_in_json_too() {
    let scratch = catalog(&[SERVER, ("one/tools.yaml", BROKEN)]);
    let root = scratch.path();
    let counted = run(root, &["check", "--statistics", "--format", "json"]).ended(1);
    let counted: Value = serde_json::from_str(&counted.out).unwrap();
    let all = run(root, &["check", "--format", "json"]).ended(1);
    let all: Value = serde_json::from_str(&all.out).unwrap();
    let rows = counted["statistics"].as_array().unwrap();
    let sum: u64 = rows.iter().map(|row| row["count"].as_u64().unwrap()).sum();
    let found = all["findings"].as_array().unwrap().len();
    assert_eq!(sum, u64::try_from(found).unwrap());
    assert!(
        rows.iter()
            .any(|row| row["code"] == "TR010" && row["level"] == "error")
    );
    for format in ["sarif", "github", "gitlab", "junit"] {
        run(root, &["check", "--statistics", "--format", format]).ended(2);
    }
}

#[test]
fn a_gitlab_report_names_files_by_their_path_in_the_repository() {
    let scratch = catalog(&[SERVER, ("one/tools.yaml", BROKEN)]);
    let root = scratch.path();
    let git = std::process::Command::new("git")
        .args(["init", "-q"])
        .current_dir(root)
        .status();
    assert!(git.unwrap().success());
    let whole = root.join("catalog");
    for (folder, named) in [
        (root.to_owned(), "catalog"),
        (root.to_owned(), "./catalog"),
        (root.to_owned(), whole.to_str().unwrap()),
        (whole.clone(), "."),
        (whole.join("one"), ".."),
        (whole.join("one"), "tools.yaml"),
    ] {
        let ran = run(&folder, &["check", named, "--format", "gitlab"]).ended(1);
        let issues: Value = serde_json::from_str(&ran.out).unwrap();
        for issue in issues.as_array().unwrap() {
            assert_eq!(
                issue["location"]["path"], "catalog/one/tools.yaml",
                "{named}"
            );
        }
    }
}

#[test]
fn a_baseline_says_how_many_of_its_findings_are_gone() {
    let scratch = catalog(&[
        SERVER,
        (
            "one/tools.yaml",
            "name: get_it\ndescription: Gets it. TODO\n",
        ),
    ]);
    let root = scratch.path();
    let select = ["check", "--select", "placeholder"];
    run(
        root,
        &[&select[..], &["--write-baseline", "known"]].concat(),
    )
    .ended(0);
    write(&root.join("catalog/one/tools.yaml"), ENTRY);
    run(root, &[&select[..], &["--baseline", "known"]].concat())
        .ended(0)
        .said("1 finding of the baseline no longer occurs;");
}
