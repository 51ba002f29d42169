//! What `build` does to a site that is there already.

use std::path::Path;

use super::program::{catalog, files, run, write};

const TOOL: &str = "name: get_it\ndescription: Gets a thing.\nrationale: The thing is public.\n";
const FILES: &[(&str, &str)] = &[
    ("one/server.yaml", "title: One\nsummary: Serves one.\n"),
    ("one/tools.yaml", TOOL),
    ("two/server.yaml", "title: Two\nsummary: Serves two.\n"),
    ("two/tools.yaml", TOOL),
];
const BUILD: &[&str] = &["build", "catalog", "--out", "public"];
const KEEP_GOING: &[&str] = &["build", "catalog", "--out", "public", "--keep-going"];

#[test]
fn a_catalog_with_errors_is_not_published_unless_asked() {
    for broken in ["[", "name: [x\n", "", "title: Two\nname: x\n"] {
        for place in ["two/server.yaml", "two/tools.yaml"] {
            let scratch = catalog(FILES);
            let root = scratch.path();
            let whole = std::fs::read_to_string(root.join("catalog").join(place)).unwrap();
            write(&root.join("catalog").join(place), broken);
            let told = run(root, BUILD).ended(1);
            told.said(place).said("nothing was written to public");
            assert!(!root.join("public").exists(), "{place}: {broken:?}");

            write(&root.join("catalog").join(place), &whole);
            run(root, BUILD).ended(0);
            let before = files(&root.join("public"));
            write(&root.join("catalog").join(place), broken);
            run(root, BUILD).ended(1).said("--keep-going");
            assert!(
                files(&root.join("public")) == before,
                "{place} was {broken:?}, and the site has changed"
            );
            run(root, KEEP_GOING).ended(1).said("servers");
        }
    }
}

#[test]
fn pages_of_an_entry_that_cannot_be_loaded_stay() {
    for broken in ["[", "name: [x\n", "", "title: Two\nname: x\n"] {
        for place in ["two/server.yaml", "two/tools.yaml"] {
            let scratch = catalog(FILES);
            let root = scratch.path();
            run(root, BUILD).ended(0);
            let before = files(&root.join("public"));
            write(&root.join("catalog").join(place), broken);
            run(root, KEEP_GOING).ended(1);
            let after = files(&root.join("public"));
            for path in before.keys() {
                assert!(
                    after.contains_key(path),
                    "{path} is gone: {place} was {broken:?}"
                );
            }
        }
    }
}

#[test]
fn what_stays_is_told_and_goes_when_the_catalog_is_whole_again() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    run(root, BUILD).ended(0);
    write(&root.join("catalog/two/tools.yaml"), "name: [\n");
    run(root, KEEP_GOING)
        .ended(1)
        .said("of an earlier build in public");
    write(
        &root.join("catalog/two/tools.yaml"),
        &TOOL.replace("get_it", "get_other"),
    );
    run(root, BUILD).ended(0);
    let paths = files(&root.join("public"));
    assert!(paths.contains_key("servers/two/get_other/index.html"));
    assert!(!paths.contains_key("servers/two/get_it/index.html"));
}

#[test]
fn what_stands_in_the_place_of_a_file_is_an_error() {
    let scratch = catalog(FILES);
    let catalog = scratch.path().join("catalog");
    let place = catalog.join("two/server.yaml");
    std::fs::remove_file(&place).unwrap();
    std::fs::create_dir(&place).unwrap();
    let told = run(scratch.path(), &["check", "catalog"]).ended(1);
    told.said("TR001")
        .said("two/server.yaml")
        .said("this is a folder, not a file");
    #[cfg(unix)]
    {
        let pipe = catalog.join("one/more.yaml");
        let made = std::process::Command::new("mkfifo").arg(pipe).status();
        assert!(made.unwrap().success());
        run(scratch.path(), &["check", "catalog"])
            .ended(1)
            .said("one/more.yaml")
            .said("neither a file nor a folder");
    }
}

#[cfg(unix)]
#[test]
fn what_the_system_does_not_let_us_read_is_an_error_and_nothing_of_it_is_removed() {
    use super::program::{Bound, open_to_all, permit};

    let Some(bound) = Bound::new("unreadable files and folders") else {
        return;
    };
    for place in ["two", "two/server.yaml", "two/tools.yaml", "toolrisk.yaml"] {
        let scratch = catalog(FILES);
        let root = scratch.path();
        write(&root.join("catalog/toolrisk.yaml"), "title: Mine\n");
        open_to_all(root);
        bound.run(root, BUILD).ended(0);
        let before = files(&root.join("public"));
        permit(&root.join("catalog").join(place), 0o000);

        let told = bound.run(root, &["check", "catalog"]).ended(1);
        told.said("TR001").said(place).said("Permission denied");
        let told = bound.run(root, BUILD).ended(2);
        told.said(place)
            .said("Permission denied")
            .said("nothing was written");
        assert!(
            files(&root.join("public")) == before,
            "{place}: the site has changed"
        );
        for arguments in [
            &["diff", "catalog"][..],
            &["export", "two"],
            &["export", "one"],
        ] {
            let told = bound.run(root, arguments).ended(2);
            told.said(place).said("Permission denied");
        }
        for format in ["json", "sarif", "github", "gitlab", "junit"] {
            let told = bound.run(root, &["check", "catalog", "--format", format]);
            told.ended(1).said("Permission denied");
        }
        permit(&root.join("catalog").join(place), 0o777);
    }
}

#[test]
fn errors_of_writing_say_the_systems_reason() {
    let scratch = catalog(FILES);
    let root = scratch.path();
    write(&root.join("file"), "mine");
    for arguments in [
        &["build", "catalog", "--out", "file"][..],
        &["build", "catalog", "--out", "file/public"],
        &["export", "one", "--output", "file/policy.json"],
        &["check", "catalog", "--write-baseline", "file/baseline.json"],
        &["check", "catalog", "--write-baseline", "catalog"],
    ] {
        let told = run(root, arguments).ended(2);
        assert!(told.err.contains("os error"), "{arguments:?}: {}", told.err);
    }
    assert_eq!(std::fs::read(root.join("file")).unwrap(), b"mine");
}

#[cfg(target_os = "linux")]
#[test]
fn a_catalog_whose_path_is_not_utf_8_is_read_and_fixed_where_it_lies() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt as _;

    let scratch = catalog(FILES);
    let name = OsStr::from_bytes(b"cat\xe4log");
    std::fs::rename(scratch.path().join("catalog"), scratch.path().join(name)).unwrap();
    let tools = Path::new(name).join("two/tools.yaml");
    let text = TOOL.replace("Gets a thing.", "Gets a thing..");
    std::fs::write(scratch.path().join(&tools), &text).unwrap();
    let run_on = |words: &[&str]| {
        let mut arguments: Vec<OsString> = words.iter().map(OsString::from).collect();
        arguments.insert(1, name.to_owned());
        run(scratch.path(), &arguments)
    };
    run_on(&["check", "--fix"]);
    assert_ne!(
        std::fs::read(scratch.path().join(&tools)).unwrap(),
        text.as_bytes()
    );
    run_on(&["fmt"]);
    run_on(&["build", "--out", "public"]).ended(0);
    let names = std::fs::read_dir(scratch.path()).unwrap();
    let mut names: Vec<OsString> = names.map(|it| it.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(
        names,
        [".toolrisk-cache".into(), name.to_owned(), "public".into()]
    );
}
