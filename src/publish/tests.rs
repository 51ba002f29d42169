//! Publishing into real folders.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;

use super::{MANIFEST, PublishError, Summary, publish};

type Files<'f> = &'f [(&'f str, &'f str)];

fn put(folder: &Path, files: Files<'_>) -> Result<Summary, PublishError> {
    publish(
        folder,
        files,
        |(path, _)| (*path).to_owned(),
        |(_, text)| Ok::<_, Infallible>(text.as_bytes().to_vec()),
        &|| {},
    )
}

fn holds(folder: &Path) -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != MANIFEST)
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let path = path.to_str().unwrap().replace('\\', "/");
            (path, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn expect(folder: &Path, files: Files<'_>) {
    let files = files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    assert_eq!(holds(folder), files.collect());
}

#[test]
fn a_folder_holds_what_the_last_run_wrote() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("deep/public");
    let first = [
        ("index.html", "home"),
        ("a/b/index.html", "long text"),
        ("a/policy.json", "{}"),
    ];
    let summary = put(&folder, &first).unwrap();
    assert_eq!(
        (summary.written, summary.unchanged, summary.removed),
        (3, 0, 0)
    );
    expect(&folder, &first);

    let second = [
        ("index.html", "home"),
        ("a/policy.json", "{\"a\":1}"),
        ("c/x", "short"),
    ];
    let summary = put(&folder, &second).unwrap();
    assert_eq!(
        (summary.written, summary.unchanged, summary.removed),
        (2, 1, 1)
    );
    expect(&folder, &second);
    assert!(!folder.join("a/b").exists(), "an empty folder was left");

    let third = [("index.html", "h")];
    put(&folder, &third).unwrap();
    expect(&folder, &third);
    let summary = put(&folder, &third).unwrap();
    assert_eq!(
        (summary.written, summary.unchanged, summary.removed),
        (0, 1, 0)
    );
}

#[test]
fn files_of_others_are_neither_overwritten_nor_removed() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path();
    std::fs::write(folder.join("thesis.txt"), "mine").unwrap();
    let error = put(folder, &[("index.html", "x")]).unwrap_err();
    assert!(matches!(error, PublishError::NotOurs { .. }), "{error}");
    assert_eq!(holds(folder).len(), 1);

    let folder = scratch.path().join("public");
    put(&folder, &[("a/index.html", "x")]).unwrap();
    std::fs::write(folder.join("CNAME"), "example.org").unwrap();
    std::fs::write(folder.join("a/own.txt"), "mine").unwrap();
    put(&folder, &[("index.html", "x")]).unwrap();
    let kept = [
        ("CNAME", "example.org"),
        ("a/own.txt", "mine"),
        ("index.html", "x"),
    ];
    expect(&folder, &kept);
    let error = put(&folder, &[("CNAME", "evil.example")]).unwrap_err();
    assert!(matches!(error, PublishError::Occupied { .. }), "{error}");
    assert_eq!(holds(&folder)["CNAME"], "example.org");
}

#[test]
fn a_run_that_died_leaves_files_that_the_next_one_owns() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("public");
    let files = ["a/1", "b/2", "c/3"];
    let result = publish(
        &folder,
        &files,
        |path| (*path).to_owned(),
        |path| match *path {
            "c/3" => Err(std::io::Error::other("died")),
            _ => Ok(b"torn".to_vec()),
        },
        &|| {},
    );
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), "c/3: died");
    let next = [("a/1", "one"), ("d", "four")];
    put(&folder, &next).unwrap();
    expect(&folder, &next);
}

#[test]
fn paths_that_leave_the_folder_are_refused_before_anything_is_written() {
    for path in ["../x", "/x", "a/../../x", "a\\x", "", MANIFEST] {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("public");
        let error = put(&folder, &[("good", "x"), (path, "x")]).unwrap_err();
        assert!(
            matches!(error, PublishError::BadPath { .. }),
            "{path}: {error}"
        );
        assert!(!folder.exists());
    }
    let scratch = tempfile::tempdir().unwrap();
    let error = put(scratch.path(), &[("a", "x"), ("a", "y")]).unwrap_err();
    assert!(matches!(error, PublishError::Twice { .. }), "{error}");
}

#[test]
fn a_damaged_manifest_removes_nothing() {
    for text in [
        "",
        "toolrisk 2\nx\n",
        "toolrisk 1\n../victim\n",
        "toolrisk 1\n/etc/passwd\n",
    ] {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().join("public");
        std::fs::write(scratch.path().join("victim"), "mine").unwrap();
        put(&folder, &[("a", "x")]).unwrap();
        std::fs::write(folder.join(MANIFEST), text).unwrap();
        let error = put(&folder, &[("b", "x")]).unwrap_err();
        assert!(
            matches!(error, PublishError::DamagedManifest { .. }),
            "{error}"
        );
        assert!(scratch.path().join("victim").exists() && folder.join("a").exists());
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    use std::os::unix::fs::symlink;

    let scratch = tempfile::tempdir().unwrap();
    let (folder, outside) = (
        scratch.path().join("public"),
        scratch.path().join("outside"),
    );
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("victim"), "mine").unwrap();
    put(&folder, &[("a/victim", "x"), ("b", "x")]).unwrap();

    std::fs::remove_dir_all(folder.join("a")).unwrap();
    symlink(&outside, folder.join("a")).unwrap();
    let error = put(&folder, &[("a/victim", "evil")]).unwrap_err();
    assert!(matches!(error, PublishError::Redirected { .. }), "{error}");
    put(&folder, &[("b", "x")]).unwrap();
    assert_eq!(holds(&outside)["victim"], "mine");

    std::fs::remove_file(folder.join("b")).unwrap();
    symlink(outside.join("victim"), folder.join("b")).unwrap();
    let error = put(&folder, &[("b", "evil")]).unwrap_err();
    assert!(matches!(error, PublishError::Redirected { .. }), "{error}");
    assert_eq!(holds(&outside)["victim"], "mine");
}

#[test]
fn every_file_is_counted_once() {
    let scratch = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..500)
        .map(|number| format!("f/{}/{number}", number % 7))
        .collect();
    let finished = std::sync::atomic::AtomicUsize::new(0);
    let count = || {
        finished.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    let bytes = |name: &String| Ok::<_, Infallible>(name.as_bytes().to_vec());
    let summary = publish(scratch.path(), &names, String::clone, bytes, &count).unwrap();
    assert_eq!((summary.written, finished.into_inner()), (500, 500));
    assert_eq!(holds(scratch.path()).len(), 500);
}
